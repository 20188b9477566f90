"""Telegram's limits are kept, in the order in which messages came, the urgent first."""

import asyncio

import pytest

from bot.settings import DEFAULT_MESSAGES_PER_SECOND as OVERALL
from bot.telegram.limits import SEVERAL_CHATS, SHORT_WHILE_SECONDS, Limits, Window
from tests.fakes_of_desk import Seconds


class Sleeping(Seconds):
    """A clock whose pauses take no time, and let the others run first."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        await super().sleep(seconds)


@pytest.fixture
def seconds() -> Sleeping:
    """Return a clock that only a pause moves on."""
    return Sleeping()


def test_a_window(seconds: Sleeping) -> None:
    """So many calls are free, the next when the oldest is old enough."""
    window = Window(2, 3.0, seconds)
    pauses = []
    for moment in (0.0, 1.0, 1.5, 3.0, 3.5, 4.0):
        seconds.now = moment
        pauses.append(window.pause())
        if not pauses[-1]:
            window.note()
    assert pauses == [0.0, 0.0, 1.5, 0.0, 0.5, 0.0]


async def test_overall(seconds: Sleeping) -> None:
    """However many ask at once, no second sees more calls than the limit."""
    limits, moments = Limits(seconds, seconds.sleep), []

    async def call() -> None:
        await limits.turn()
        moments.append(seconds())

    await asyncio.gather(*(call() for _ in range(OVERALL * 4)))
    assert max(moments) == pytest.approx(3.0)
    assert all(sum(moment <= other < moment + 0.999 for other in moments) <= OVERALL for moment in moments)


async def test_order(seconds: Sleeping) -> None:
    """Who came first is served first, but the urgent before everybody who waits."""
    limits, served = Limits(seconds, seconds.sleep), []

    async def call(name: str, *, urgent: bool = False) -> None:
        await limits.turn(urgent=urgent)
        served.append(name)

    calls = [call(str(number)) for number in range(OVERALL + 3)]
    await asyncio.gather(*calls, call("danger", urgent=True))
    assert served == [*map(str, range(OVERALL)), "danger", *map(str, range(OVERALL, OVERALL + 3))]


async def test_hold(seconds: Sleeping) -> None:
    """When Telegram asks to wait nobody calls before that; a shorter wish does not shorten a longer one."""
    limits = Limits(seconds, seconds.sleep)
    limits.hold(10)
    limits.hold(2)
    await limits.turn()
    await limits.turn(urgent=True)
    assert seconds() == pytest.approx(10)


async def test_a_chat_that_is_refused(seconds: Sleeping) -> None:
    """One chat that Telegram refuses, however often, holds nobody up; several within a short while do."""
    limits = Limits(seconds, seconds.sleep)
    for _ in range(10):
        limits.refused(1, 60)
    await limits.turn()
    assert seconds() == 0
    for chat in range(2, SEVERAL_CHATS + 1):
        limits.refused(chat, 60)
    await limits.turn()
    assert seconds() == pytest.approx(60)


async def test_chats_that_are_refused_now_and_then(seconds: Sleeping) -> None:
    """Chats that are refused one long after the other have nothing to do with each other."""
    limits = Limits(seconds, seconds.sleep)
    for chat in range(SEVERAL_CHATS * 2):
        limits.refused(chat, 60)
        seconds.now += SHORT_WHILE_SECONDS / (SEVERAL_CHATS - 1)
    before = seconds()
    await limits.turn()
    assert seconds() == before


async def test_who_gives_up_takes_no_place(seconds: Sleeping) -> None:
    """A call that is cancelled while it waits costs nobody a place in the line."""
    limits = Limits(seconds, seconds.sleep)
    limits.hold(1)
    waiting = [asyncio.create_task(limits.turn()) for _ in range(OVERALL + 1)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert seconds() == pytest.approx(1)
