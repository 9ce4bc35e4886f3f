"""Break what a promise rests on, and see the test that guards it fail.

    python tools/mutations.py              every mutation in tests/mutations.toml
    python tools/mutations.py freshness    those whose file, test or promise has it

A test that passes though its mechanism is broken is named at the end.  Nothing here is
changed: each worker breaks a copy of the repository, and mends it again.
"""

from __future__ import annotations

import os
import queue
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "mutations.toml"
#: What pytest ends with where tests ran, and one failed.
FAILED = 1
#: Seconds that a test may take, broken or not.
TIMEOUT = 900


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change to one file that a test has to notice, named as for pytest."""

    promise: str
    file: str
    old: str
    new: str
    test: str

    def named_by(self, words: list[str]) -> bool:
        """Return whether one of *words* is in it; no words name all."""
        text = f"{self.promise} {self.file} {self.test}".lower()
        return not words or any(word.lower() in text for word in words)


def read_mutations() -> list[Mutation]:
    """Return the mutations of the list, in its order."""
    with LIST.open("rb") as file:
        return [Mutation(**entry) for entry in tomllib.load(file)["mutation"]]


def copy_repository(target: Path) -> Path:
    """Copy what the tests need to *target*, and return it."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        made = {"build"} if Path(folder) == ROOT else set()
        return {name for name in names if name[0] == "." or name in made}

    shutil.copytree(ROOT, target, ignore=left_out, symlinks=True)
    return target


def run_test(copy: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Run a test on a copy of the repository."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "src"),
        # A file that was changed twice within a second would be taken for the same.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += [f"--basetemp={copy.parent / f'{copy.name}-tmp'}", *shlex.split(test)]
    try:
        return subprocess.run(
            command,
            cwd=copy,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, FAILED, "it took too long")


def stands(test: str, copy: Path) -> bool:
    """Return whether a test passes before anything is broken."""
    done = run_test(copy, test)
    if done.returncode:
        print(f"FAILS ANYWAY: {test}\n{done.stdout[-2000:]}", flush=True)
    return not done.returncode


def is_seen(mutation: Mutation, copy: Path) -> bool:
    """Return whether the test fails in *copy* with the mutation; mend it again."""
    path = copy / mutation.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    begun = time.monotonic()
    try:
        done = run_test(copy, mutation.test)
    finally:
        path.write_text(text, encoding="utf-8")
    seen = done.returncode == FAILED
    said = "seen to fail" if seen else f"NOT SEEN (pytest ended with {done.returncode})"
    print(f"{said}: {mutation.promise} [{time.monotonic() - begun:.0f} s]", flush=True)
    if not seen:
        print(
            f"    {mutation.file}: {mutation.test}\n{done.stdout[-2000:]}", flush=True
        )
    return seen


def main(words: list[str]) -> int:
    """Try the mutations that *words* name; return 1 if a test did not notice one."""
    chosen = [each for each in read_mutations() if each.named_by(words)]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            copies.put(copy_repository(Path(folder) / f"copy{number}"))

        def with_a_copy(work: Callable[[T, Path], bool], of: T) -> bool:
            copy = copies.get()
            try:
                return work(of, copy)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(workers) as pool:
            # A test that fails anyway would notice everything.
            tests = list(dict.fromkeys(each.test for each in chosen))
            standing = list(pool.map(partial(with_a_copy, stands), tests))
            seen = list(pool.map(partial(with_a_copy, is_seen), chosen))
    print(f"{sum(standing)} of {len(standing)} tests pass before anything is broken")
    print(f"{sum(seen)} of {len(seen)} mutations were noticed")
    return 0 if all(standing) and all(seen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
