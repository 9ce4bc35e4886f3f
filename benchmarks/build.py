"""Build one folder of sources in this process, and print what it took.

    python build.py SOURCES [--count] [--how html|dummy|check]

Prints JSON: ``cpu``, the seconds of processor time from the making of the Sphinx
application to the end of the build, without imports of Sphinx itself, but with the
programs that it starts; ``elapsed``, the seconds on the clock; ``memory``, the peak in
MiB; ``bytes``, the size of the pages and images; and with ``--count`` the numbers of
function calls, which do not waver: ``calls`` of all and ``own_calls`` of
sphinx-pmroles.  Times under ``--count`` say nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sphinx.application import Sphinx


def build(source: Path, target: Path, builder: str = "html") -> None:
    """Build *source* from scratch, with warnings as errors."""
    app = Sphinx(
        str(source),
        str(source),
        str(target / "out"),
        str(target / "doctrees"),
        builder,
        status=None,
        warning=io.StringIO(),
        freshenv=True,
        warningiserror=True,
    )
    app.build()
    if app.statuscode:
        raise SystemExit(f"the build of {source} failed: {app.statuscode}")


def processor_time() -> float:
    """Return the seconds of processor time so far, with those of ended programs."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def size(html: Path) -> int:
    """Return the bytes of what differs from page to page."""
    written = (*html.glob("page-*.html"), *html.glob("_images/*"))
    return sum(path.stat().st_size for path in written)


def check(source: Path, _target: Path) -> None:
    """Read *source* as the command ``check`` does; nothing may be wrong in it."""
    from sphinx_pmroles.extension.running import read_handbook

    reading = read_handbook(source)
    if reading.warnings:
        raise SystemExit(f"the check of {source} found {reading.warnings[0]}")


HOW: dict[str, Callable[[Path, Path], None]] = {
    "html": build,
    "dummy": partial(build, builder="dummy"),
    "check": check,
}


def count_calls(profile: cProfile.Profile) -> dict[str, int]:
    """Return how often functions were called: all of them, and sphinx-pmroles' own."""
    stats = pstats.Stats(profile)
    entries = stats.stats  # type: ignore[attr-defined]  # typeshed leaves it out
    own = sum(
        entry[1] for place, entry in entries.items() if "sphinx_pmroles" in place[0]
    )
    return {"calls": sum(entry[1] for entry in entries.values()), "own_calls": own}


def main() -> None:
    """Build once, measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--how", choices=HOW, default="html")
    options = parser.parse_args()
    run = HOW[options.how]
    result: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as target:
        if options.count:
            profile = cProfile.Profile()
            profile.runcall(run, options.source, Path(target))
            result |= count_calls(profile)
        else:
            began, began_cpu = time.perf_counter(), processor_time()
            run(options.source, Path(target))
            result["cpu"] = processor_time() - began_cpu
            result["elapsed"] = time.perf_counter() - began
        result["bytes"] = size(Path(target, "out"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result["memory"] = peak / 2 ** (20 if sys.platform == "darwin" else 10)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
