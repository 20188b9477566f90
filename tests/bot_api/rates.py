"""Telegram's sending limits: 30 messages a second in all, 1 a second in a chat, 20 a minute in a group."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot_api.chats import Chat


@dataclass
class _Window:
    """At most so many events in so many seconds."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Say how long until the next event is allowed."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return self.times[0] + self.seconds - now if len(self.times) >= self.most else 0.0


class SendingRates:
    """Counts messages; a refused message does not count."""

    overall_per_second = 30
    chat_burst = 3  # three at once, then one a second
    group_per_minute = 20

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._overall = _Window(self.overall_per_second, 1.0)
        self._chats: dict[int, _Window] = defaultdict(
            lambda: _Window(self.chat_burst, float(self.chat_burst))
        )
        self._groups: dict[int, _Window] = defaultdict(lambda: _Window(self.group_per_minute, 60.0))

    def admit(self, chat: Chat) -> int | None:
        """Count a message to a chat, or return after how many seconds to try again."""
        windows = [self._overall, self._chats[chat.id]]
        if not chat.is_private:
            windows.append(self._groups[chat.id])
        now = self._clock()
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            return math.ceil(wait)
        for window in windows:
            window.times.append(now)
        return None
