"""What Python's garbage collector need not look at: what lives as long as the build.

It goes through all that there is whenever a quarter has been added.  A rebuild loads
the environment, and unpacks the handbook, to write a page or two: of 500 pages it then
spent a quarter of its time on looking for garbage where there is none.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def connect(app: Sphinx) -> None:
    """Set aside what a build loads of an earlier one."""
    app.connect("env-before-read-docs", _set_loaded_aside)


def _set_loaded_aside(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    # A process may build more than once, as editors do: take back what was set aside.
    # At the end of that build it would be too early: Python looks once more as it ends.
    gc.unfreeze()
    # A build that reads much is left alone: Sphinx keeps what it has read until that
    # is written, and what is set aside does not go before the next build.
    if 2 * len(docnames) < len(env.all_docs):
        gc.freeze()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Switch the garbage collector off while many records are made, all of them kept.

    It would look through the whole environment again and again, which takes longer
    than to make them.  In a rebuild they are set aside, too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        if gc.get_freeze_count():
            gc.freeze()
