"""Notice an input at which the program hangs."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fuzz.failures import FoundError


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raise FoundError in the block when it takes longer than so many seconds; only in the main thread."""

    def stop(_signal: int, _frame: Any) -> None:
        raise FoundError(f"takes longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: what the program catches would otherwise be lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, 5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
