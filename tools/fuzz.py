"""Look for bytes that crash a reader, guided by what they make it run (atheris).

    python tools/fuzz.py                   every target, a minute each
    python tools/fuzz.py yaml 600          one of them, ten minutes

What crashes, hangs or takes too much memory is kept in ``build/fuzz``, with the bytes
that found new code, from which the next run goes on.  To repeat one:

    python tools/fuzz_targets.py yaml build/fuzz/yaml/crash-...

Once it is mended, the file goes into ``tests/data/fuzz/TARGET``: the tests read it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

BUILD = Path(__file__).resolve().parents[1] / "build" / "fuzz"
#: What a single input may take: seconds, and megabytes.
TIMEOUT, MEMORY = 20, 2_048
_CHILD = "--child"


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz a target in a process of its own; return whether it stood."""
    print(f"===== {name}: {seconds} s", flush=True)
    command = (sys.executable, __file__, _CHILD, name, str(seconds))
    if subprocess.run(command, check=False).returncode == 0:
        return True
    print(f"{name} fell: the file is named above and in {BUILD / name}. Repeat it with")
    print(f"  python tools/fuzz_targets.py {name} FILE")
    return False


def _fuzz_here(name: str, seconds: int) -> None:
    """Fuzz a target in this process; libFuzzer ends it."""
    with atheris.instrument_imports(include=["sphinx_pmroles"]):
        from fuzz_targets import TARGETS
    target = TARGETS[name]
    corpus, found = BUILD / "corpus" / name, BUILD / name
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for data in target.corpus():
        digest = hashlib.sha256(data).hexdigest()
        (corpus / f"seed-{digest[:16]}").write_bytes(data)
    options = (
        f"-max_total_time={seconds}",
        f"-timeout={TIMEOUT}",
        f"-rss_limit_mb={MEMORY}",
        f"-max_len={target.longest}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        "-close_fd_mask=1",
    )
    arguments = [sys.argv[0], *options, str(corpus)]
    mutate = target.mutator
    if mutate is None:
        atheris.Setup(arguments, target.read)
    else:
        atheris.Setup(
            arguments,
            target.read,
            custom_mutator=lambda data, most, seed: mutate(
                data, most, seed, atheris.Mutate
            ),
        )
    atheris.Fuzz()


def main() -> None:
    """Fuzz what is asked for, one target after the other."""
    arguments = sys.argv[1:]
    if arguments[:1] == [_CHILD]:
        _fuzz_here(arguments[1], int(arguments[2]))
        return
    from fuzz_targets import TARGETS

    chosen = [name for name in arguments if not name.isdecimal()]
    seconds = next((int(text) for text in arguments if text.isdecimal()), 60)
    unknown = [name for name in chosen if name not in TARGETS]
    if unknown:
        sys.exit(f"there is no target {unknown[0]}; there are {', '.join(TARGETS)}")
    stood = [fuzz(name, seconds) for name in chosen or TARGETS]
    sys.exit(0 if all(stood) else 1)


if __name__ == "__main__":
    main()
