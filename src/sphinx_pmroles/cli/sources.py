"""Reading the sources of a handbook: the options of ``sphinx-build`` that matter."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from sphinx_pmroles.cli.errors import Failure
from sphinx_pmroles.model.messages import quoted

if TYPE_CHECKING:
    from types import FrameType

    from sphinx_pmroles.extension.running import Progress, Reading

Command = TypeVar("Command", bound=Callable[..., Any])


class HowToRead(TypedDict):
    """The values of :func:`source_options`."""

    conf_dir: Path | None
    settings: dict[str, str]
    tags: tuple[str, ...]
    jobs: int


def _jobs(_context: click.Context, _option: click.Parameter, given: str) -> int:
    if given == "auto":
        return os.cpu_count() or 1
    number = int(given) if given.isdecimal() else 0
    if number < 1:
        raise click.BadParameter(
            f"{quoted(given)} is neither a number from 1 nor 'auto'"
        )
    return number


def _settings(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, equals, _value in pairs if not (name and equals)]
    if wrong:
        raise click.BadParameter(f"{quoted(wrong[0])} is not of the form NAME=VALUE")
    return {name: value for name, _equals, value in pairs}


def source_options(command: Command) -> Command:
    """Add the options of ``sphinx-build`` that say how sources are read."""
    options = (
        click.option(
            "-c",
            "--conf-dir",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="The folder of conf.py, if it is not SOURCE.",
        ),
        click.option(
            "-D",
            "--define",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            callback=_settings,
            help="Override a value of conf.py. May be given several times.",
        ),
        click.option(
            "-t",
            "--tag",
            "tags",
            multiple=True,
            metavar="TAG",
            help="Define a tag of Sphinx. May be given several times.",
        ),
        click.option(
            "-j",
            "--jobs",
            metavar="NUMBER",
            default="1",
            callback=_jobs,
            help="The number of processes that read, or auto: one a processor.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_sources(source: Path, how: HowToRead, *, resolve: bool = False) -> Reading:
    """Read the handbook in the folder *source*, with progress on a terminal.

    Raises Failure.
    """
    conf = (how["conf_dir"] or source) / "conf.py"
    if not conf.is_file():
        raise Failure(
            f"{conf} is not there: name the folder that has it, with -c if it is not "
            "that of the sources; `sphinx-pmroles new` writes a handbook to start from"
        )
    from sphinx_pmroles.extension.running import UnreadableHandbookError, read_handbook

    # What conf.py and extensions print is no part of what a command makes.
    with redirect_stdout(sys.stderr), _one_voice(), _progress() as progress:
        try:
            return read_handbook(source, resolve=resolve, progress=progress, **how)
        except UnreadableHandbookError as error:
            raise Failure(str(error)) from error


@contextmanager
def _one_voice() -> Iterator[None]:
    """Let Ctrl-C end the processes that read beside this one without a word.

    A process that is interrupted while it begins would say so by itself, and this one
    would not stop if it was about to begin another: what an interruption raises there
    is printed, and lost.
    """
    this = os.getpid()
    heard = signal.getsignal(signal.SIGINT)
    # Only the first thread may listen; and who was told to ignore it, ignores it.
    first = threading.current_thread() is threading.main_thread()
    if not first or heard is not signal.default_int_handler:
        yield
        return
    interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        if os.getpid() != this:
            os._exit(1)
        interrupted = True
        signal.default_int_handler(number, frame)

    printed = sys.unraisablehook
    signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = lambda lost: None if interrupted else printed(lost)
    try:
        yield
    finally:
        sys.unraisablehook = printed
        signal.signal(signal.SIGINT, heard)
        if interrupted:
            raise KeyboardInterrupt


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Give what shows how far the reading is; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def show(done: int, total: int) -> None:
            if not bars:
                bar = click.progressbar(length=total, label="Reading", file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield show
