"""Do one thing in this process, and print what it took.

    python probe.py HOW SOURCES [--keep FOLDER] [--count] [--jobs N]

Prints JSON: ``cpu``, the seconds of processor time, without imports of Sphinx itself,
but with the programs that it starts; ``elapsed``, the seconds on the clock; ``memory``,
the peak in MiB of the largest process; ``bytes``, the size of the output; with a folder
that is kept, ``written``, the pages that were written, and ``unchanged``, those of them
with the same bytes as before; and with ``--count`` instead of times the numbers of
function calls, which do not waver: ``calls`` of all and ``own_calls`` of
sphinx-pmroles.  HOW is html, dummy or check, and SOURCES a folder; or it is set-up or
help, and SOURCES the name of an extension, or of a module that is run with --help.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import io
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx

HOW = ("html", "dummy", "check", "set-up", "help")
#: Sphinx writes them in every build.
ALWAYS_WRITTEN = ("genindex.html", "search.html")


def build(source: Path, target: Path, builder: str, jobs: int) -> None:
    """Build *source*, with warnings as errors."""
    app = Sphinx(
        *(str(source), str(source), str(target / "out"), str(target / "doctrees")),
        builder,
        status=None,
        warning=io.StringIO(),
        warningiserror=True,
        parallel=jobs,
    )
    app.build()
    if app.statuscode:
        raise SystemExit(f"the build of {source} failed: {app.statuscode}")


def check(source: Path) -> None:
    """Read *source* as the command ``check`` does; nothing may be wrong in it."""
    from sphinx_pmroles.extension.running import read_handbook

    reading = read_handbook(source)
    if reading.warnings:
        raise SystemExit(f"the check of {source} found {reading.warnings[0]}")


def to_run(how: str, source: Path, target: Path, jobs: int) -> Callable[[], object]:
    """Return what is to be measured; what it needs of Sphinx is there already."""
    if how == "check":
        return lambda: check(source)
    if how == "help":
        command = [sys.executable, "-m", source.name, "--help"]
        return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    if how == "set-up":
        inside, out, doctrees = (target / name for name in ("in", "out", "doctrees"))
        inside.mkdir()
        (inside / "conf.py").touch()
        app = Sphinx(inside, inside, out, doctrees, "dummy", status=None)
        return lambda: app.setup_extension(source.name)
    return lambda: build(source, target, how, jobs)


def processor_time() -> float:
    """Return the seconds of processor time so far, with those of ended programs."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def peak_memory() -> float:
    """Return the peak in MiB, of this process or of the largest that it started."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in whose)
    return peak / 2 ** (20 if sys.platform == "darwin" else 10)


def pages(out: Path) -> dict[str, tuple[int, bytes]]:
    """Return when each page was written, and what of."""
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).digest())
        for path in out.glob("*.html")
        if path.name not in ALWAYS_WRITTEN
    }


def count_written(
    before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> dict[str, int]:
    """Return how many pages were written, and how many of them for nothing."""
    written = [
        name for name, (when, _) in after.items() if when != before.get(name, (0,))[0]
    ]
    unchanged = [
        name for name in written if name in before and before[name][1] == after[name][1]
    ]
    return {"written": len(written), "unchanged": len(unchanged)}


def count_calls(profile: cProfile.Profile) -> dict[str, int]:
    """Return how often functions were called: all of them, and sphinx-pmroles' own."""
    stats = pstats.Stats(profile)
    entries = stats.stats  # type: ignore[attr-defined]  # typeshed leaves it out
    own = sum(
        entry[1] for place, entry in entries.items() if "sphinx_pmroles" in place[0]
    )
    return {"calls": sum(entry[1] for entry in entries.values()), "own_calls": own}


def main() -> None:
    """Do it once, measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=HOW)
    parser.add_argument("source", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    result: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as temporary:
        target = options.keep or Path(temporary)
        run = to_run(options.how, options.source, target, options.jobs)
        before = pages(target / "out")
        if options.count:
            profile = cProfile.Profile()
            profile.runcall(run)
            result |= count_calls(profile)
        else:
            began, began_cpu = time.perf_counter(), processor_time()
            run()
            result["cpu"] = processor_time() - began_cpu
            result["elapsed"] = time.perf_counter() - began
            result["memory"] = peak_memory()
        files = [path for path in target.glob("out/**/*") if path.is_file()]
        result["bytes"] = sum(path.stat().st_size for path in files)
        if options.keep:
            result |= count_written(before, pages(target / "out"))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
