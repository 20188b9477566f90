"""A talk that is the same every time: its own time, its own ids, whatever machine it runs on.

Nothing waits for real: when everything waits, the clock moves on to the moment of the first that may go on.
So a finding does not depend on what else the machine was doing, and what takes seconds for people takes none.
"""

import asyncio
import secrets
import selectors
import string
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch

from tests.fuzz.failures import FoundError

_Outcome = TypeVar("_Outcome")
_Item = TypeVar("_Item")
_BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_STUCK_AFTER = 20.0
"""So many real seconds nothing happens at all, and nothing ever will."""

_CLOCKS = ("bot.composition.utc_now", "bot.telegram.group.utc_now")
_DATETIMES = ("bot.telegram.flood.datetime", "bot.telegram.sending.datetime")


class TalkClock:
    """The time of a talk in UTC: call it; `advance` moves it on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return _BEGIN + timedelta(seconds=self.seconds)

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds."""
        self.seconds += seconds


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    def __init__(self, clock: TalkClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            # Only a thread or a connection could go on now.
            ready = super().select(_STUCK_AFTER)
            if not ready:
                raise FoundError("everything waits, and for nothing")
            return ready
        if timeout > 0:
            self._clock.advance(timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, clock: TalkClock) -> None:
        super().__init__(_Selector(clock))
        self._clock = clock

    def time(self) -> float:
        return self._clock.seconds


def run_repeatable(work: Coroutine[Any, Any, _Outcome], clock: TalkClock) -> _Outcome:
    """Run `work` to its end by the time of `clock`; a wait moves the clock on and takes no time."""
    with asyncio.Runner(loop_factory=lambda: _Loop(clock)) as runner:
        return runner.run(work)


@contextmanager
def repeatable(clock: TalkClock, random: Random) -> Iterator[None]:
    """Let the program read `clock` and draw its ids from `random`, until the end of the block."""

    class Datetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock().astimezone(tz)

    letters = string.ascii_letters + string.digits

    def token_hex(count: int = 32) -> str:
        return random.randbytes(count).hex()

    def token_urlsafe(count: int = 32) -> str:
        return "".join(random.choice(letters) for _ in range(count * 4 // 3))

    def choice(items: Sequence[_Item]) -> _Item:
        return random.choice(items)

    with ExitStack() as patches:
        for name in _CLOCKS:
            patches.enter_context(patch(name, clock))
        for name in _DATETIMES:
            patches.enter_context(patch(name, Datetime))
        for name, drawn in (("token_hex", token_hex), ("token_urlsafe", token_urlsafe), ("choice", choice)):
            patches.enter_context(patch.object(secrets, name, drawn))
        patches.enter_context(patch("bot.telegram.delivering.random", random))
        yield
