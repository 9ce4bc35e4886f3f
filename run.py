#!/usr/bin/env python3
"""Set up what one of the project's jobs needs, and run it.

    python3 run.py handbook     build the example handbook to HTML
    python3 run.py tests        run the tests
    python3 run.py              list the other jobs

Needs Python 3.11 or newer with pip, and nothing else: nox, which runs the jobs, goes
into an environment of its own in the folder .nox, and so does what each job needs.
What follows a job's name is handed on, such as ``python3 run.py tests -- -k dates``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".nox" / "run"
NOX = "nox>=2024.10.9"


def main(arguments: list[str]) -> int:
    """Run the job that *arguments* name; return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one reads this
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"This is Python {version}: 3.11 or newer is needed.", file=sys.stderr)
        return 2
    python = ENVIRONMENT / (
        "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    )
    try:
        # On CI nothing may be left of an earlier run: it could hide a missing install.
        if os.environ.get("CI") or not has_nox(python):
            set_up(python)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Could not set up {ENVIRONMENT}: {error}", file=sys.stderr)
        return 1
    job = ["--session", *arguments] if arguments else ["--list"]
    nox = [str(python), "-m", "nox", "--noxfile", str(ROOT / "noxfile.py"), *job]
    return subprocess.call(nox)


def has_nox(python: Path) -> bool:
    """Return whether the environment is there and works, with this very Python."""
    code = f"import nox, sys; sys.exit(sys.version_info[:3] != {sys.version_info[:3]})"
    return (
        python.exists()
        and subprocess.run(
            [str(python), "-c", code], check=False, capture_output=True
        ).returncode
        == 0
    )


def set_up(python: Path) -> None:
    """Make the environment anew, with nox in it."""
    print(f"Setting up {ENVIRONMENT.relative_to(ROOT)} ...", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    # Not with_pip=True: Debian and Ubuntu leave out what it needs (python3-venv).
    venv.create(ENVIRONMENT, symlinks=sys.platform != "win32")
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "--python", str(python)]
    elif importlib.util.find_spec("ensurepip"):
        subprocess.run([str(python), "-m", "ensurepip"], check=True)
        pip = [str(python), "-m", "pip"]
    else:
        raise OSError(
            "this Python has no pip; install it (on Debian: apt install python3-pip)"
        )
    subprocess.run(
        [*pip, "install", "--quiet", "--disable-pip-version-check", NOX], check=True
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
