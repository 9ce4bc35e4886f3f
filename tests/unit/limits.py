"""How much work a test may do."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def seconds_of_work(seconds: float) -> Iterator[None]:
    """Fail where more work is done; other processes do not count."""

    def stop(*_: object) -> None:
        pytest.fail("it takes too much work")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
