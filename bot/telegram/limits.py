"""Telegram's limits: about thirty messages a second in all, one a second in a chat after a short burst."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from telegram.error import RetryAfter

from bot.settings import DEFAULT_MESSAGES_PER_SECOND

OVERALL_SECONDS = 1.0
"""The time in which the messages to everybody together are counted."""

BURST, BURST_SECONDS = 3, 3.0
"""What Telegram lets pass in one chat: a few at once, one a second for longer."""


SEVERAL_CHATS, SHORT_WHILE_SECONDS = 3, 10.0
"""When Telegram refuses so many chats within such a time it is too much in all, not in each of them."""


class Window:
    """At most so many calls in so many seconds."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        """Measure with `clock` in seconds."""
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._calls: deque[float] = deque()

    def pause(self) -> float:
        """Return in how many seconds the next call is free; 0 is now."""
        now = self._clock()
        while self._calls and self._calls[0] + self._seconds <= now:
            self._calls.popleft()
        return self._calls[0] + self._seconds - now if len(self._calls) >= self._most else 0.0

    def note(self) -> None:
        """Count a call."""
        self._calls.append(self._clock())

    async def wait(self) -> None:
        """Wait until a call is free, and count it; for a caller who makes one call at a time."""
        if (pause := self.pause()) > 0:
            await asyncio.sleep(pause)
        self.note()


class Limits:
    """One line for everybody who sends: the urgent first, the others in the order in which they came."""

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        per_second: int = DEFAULT_MESSAGES_PER_SECOND,
    ) -> None:
        """Let `per_second` messages through; measure with `clock`, wait with `sleep`, both in seconds."""
        self._clock = clock
        self._sleep = sleep
        self._overall = Window(per_second, OVERALL_SECONDS, clock)
        self._held_until = 0.0
        self._refused: dict[int, float] = {}
        self._line: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._pump: asyncio.Task[None] | None = None

    def hold(self, seconds: float) -> None:
        """Send nothing for so long, to nobody: Telegram has asked for it."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    def refused(self, chat: int, seconds: float) -> None:
        """Hear that Telegram asked to leave `chat` alone for so long; whoever sends there waits themselves.

        Nobody else does, unless it asked the same for several chats within a short while.
        """
        now = self._clock()
        self._refused = {each: at for each, at in self._refused.items() if at > now - SHORT_WHILE_SECONDS} | {
            chat: now
        }
        if len(self._refused) >= SEVERAL_CHATS:
            self.hold(seconds)

    async def turn(self, *, urgent: bool = False) -> None:
        """Return when a call may be made."""
        if not self._line and self._pause() <= 0:
            self._overall.note()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._line, (not urgent, next(self._numbers), turn))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._let_through())
        await turn

    def _pause(self) -> float:
        return max(self._held_until - self._clock(), self._overall.pause())

    async def _let_through(self) -> None:
        while self._line:
            if (pause := self._pause()) > 0:
                await self._sleep(pause)
                continue
            _, _, turn = heapq.heappop(self._line)
            if not turn.done():
                self._overall.note()
                turn.set_result(None)


def seconds_asked(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    asked = error.retry_after
    return asked if isinstance(asked, int | float) else asked.total_seconds()
