"""Telegram's limit of twenty messages a minute into one group."""

from collections import deque
from collections.abc import Callable

_ORDINARY, _URGENT, _MINUTE = 18, 20, 60.0
"""The last two of a minute are for danger and for answers to counsellors' taps."""


class Pace:
    """Says when the next call into a group may be made."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Measure with `clock` in seconds."""
        self._clock = clock
        self._calls: deque[float] = deque()
        self._held_until = 0.0

    def free_in(self, *, urgent: bool = False) -> float:
        """Return after how many seconds a call may be made; 0 is now."""
        now = self._clock()
        while self._calls and self._calls[0] <= now - _MINUTE:
            self._calls.popleft()
        most = _URGENT if urgent else _ORDINARY
        free = self._calls[-most] + _MINUTE if len(self._calls) >= most else now
        return max(0.0, free - now, self._held_until - now)

    @property
    def is_quiet(self) -> bool:
        """Tell whether so few calls were made that there are some to spare."""
        return self.free_in() <= 0 and len(self._calls) < _ORDINARY // 2

    def note(self) -> None:
        """Count a call."""
        self._calls.append(self._clock())

    def refused(self, seconds: float) -> None:
        """Take back the last call, which Telegram did not count, and wait as long as it says."""
        if self._calls:
            self._calls.pop()
        self.hold(seconds)

    def hold(self, seconds: float) -> None:
        """Let nothing through for so many seconds."""
        self._held_until = max(self._held_until, self._clock() + seconds)
