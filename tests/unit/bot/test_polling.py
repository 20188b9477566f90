"""Updates by polling: on disk before Telegram hears that we have them, whatever they are."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError

from bot.telegram.polling import poll_forever
from bot.telegram.receiving import ALLOWED_UPDATES
from conversations.errors import StoreUnavailableError
from conversations.inbox import ReceivedUpdate
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeInbox
from tests.updates import received, tapped, written

Answer = object


class FakeTelegram:
    """Answers `getUpdates` with what is lined up, and with nothing new after that."""

    base_url = "http://telegram.test/bot1:A"

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.offsets: list[int] = []
        self.allowed: object = None
        self.is_over = asyncio.Event()

    @property
    def request(self) -> "FakeTelegram":
        return self

    async def post(self, address: str, **_options: Any) -> Answer:
        asked = parse_qs(urlsplit(address).query)
        self.offsets.append(int(asked["offset"][0]))
        self.allowed = json.loads(asked["allowed_updates"][0])
        if not self.answers:
            self.is_over.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class FailingInbox(FakeInbox):
    """An inbox whose disk fails for the first times."""

    failures = 0

    def keep(self, updates: Sequence[ReceivedUpdate]) -> int:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailableError("full")
        return super().keep(updates)


@pytest.fixture
def inbox(clock: SettableClock) -> FailingInbox:
    """Return an inbox that works."""
    return FailingInbox(clock)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses, which take no time."""
    taken: list[float] = []
    sleep = asyncio.sleep

    async def pause(length: float) -> None:
        taken.append(length)
        await sleep(0)

    monkeypatch.setattr("bot.telegram.polling.asyncio.sleep", pause)
    return taken


async def poll(telegram: FakeTelegram, inbox: FakeInbox) -> int:
    """Poll until everything was given out; return how often something arrived."""
    arrivals: list[None] = []
    polling = asyncio.create_task(poll_forever(telegram, inbox, lambda: arrivals.append(None)))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        over = asyncio.create_task(telegram.is_over.wait())
        await asyncio.wait((polling, over), return_when=asyncio.FIRST_COMPLETED)
    assert not polling.done()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    return len(arrivals)


async def test_kept_and_confirmed(inbox: FailingInbox, pauses: list[float]) -> None:
    """What comes is kept as Telegram wrote it, for its chat, and confirmed with the next call."""
    text, tap = written(7, "ክሰርሕ"), tapped(9, "m", 43)
    telegram = FakeTelegram([text, tap], [], [written(10, "next")])
    assert await poll(telegram, inbox) == 2
    assert inbox.waiting() == (received(text), received(tap, 43), received(written(10, "next")))
    assert (telegram.offsets, pauses, telegram.allowed) == ([0, 10, 10, 11], [], ALLOWED_UPDATES)


async def test_nothing_is_confirmed_that_is_not_kept(inbox: FailingInbox, pauses: list[float]) -> None:
    """While the disk fails the same updates are asked for again, with longer and longer pauses."""
    inbox.failures = 3
    telegram = FakeTelegram(*[[written(7, "text")]] * 4)
    assert await poll(telegram, inbox) == 1
    assert (telegram.offsets, pauses) == ([0, 0, 0, 0, 8], [0.5, 1, 2])
    assert inbox.count_waiting() == 1


async def test_what_comes_again(inbox: FailingInbox, pauses: list[float]) -> None:
    """After a start Telegram repeats what was not confirmed: it is confirmed and not kept twice."""
    inbox.keep([received(written(7, "text"))])
    telegram = FakeTelegram([written(7, "text")])
    assert await poll(telegram, inbox) == 0
    assert (telegram.offsets, inbox.count_waiting()) == ([0, 8], 1)


@pytest.mark.parametrize(
    "strange",
    [
        {"update_id": 7},
        {"update_id": 7, "message": None},
        {"update_id": 7, "message": {"chat": {"id": True}}},
        {"update_id": 7, "message": {"chat": [], "date": "yesterday"}},
        {"update_id": 7, "message_from_the_future": {"id": "\ud800"}},
    ],
    ids=repr,
)
async def test_what_nobody_understands(
    inbox: FailingInbox, pauses: list[float], strange: dict[str, Any]
) -> None:
    """An update that no library can read is kept and confirmed: what is behind it comes."""
    telegram = FakeTelegram([strange, written(8, "text")])
    await poll(telegram, inbox)
    assert [each.id for each in inbox.waiting()] == [7, 8]
    assert telegram.offsets == [0, 9]


@pytest.mark.parametrize("number", [None, "7", 7.5, True, -1, 2**63, float("inf")], ids=repr)
async def test_without_a_number(inbox: FailingInbox, pauses: list[float], number: object) -> None:
    """What has no number is left out, and does not stop the bot or what came with it."""
    strange = {"update_id": number} if number is not None else {}
    telegram = FakeTelegram([strange, written(8, "text")], [strange])
    await poll(telegram, inbox)
    assert [each.id for each in inbox.waiting()] == [8]
    assert (telegram.offsets, len(pauses)) == ([0, 9, 9], 1)


@pytest.mark.parametrize("answer", [None, {}, "text"], ids=repr)
async def test_an_answer_that_is_none(inbox: FailingInbox, pauses: list[float], answer: object) -> None:
    """An answer of another form stops nothing."""
    telegram = FakeTelegram(answer, [written(8, "text")])
    await poll(telegram, inbox)
    assert inbox.count_waiting() == 1


async def test_another_bot(inbox: FailingInbox, pauses: list[float]) -> None:
    """While another bot runs with the token it is tried again calmly."""
    telegram = FakeTelegram(*[Conflict("terminated by other getUpdates request")] * 3)
    await poll(telegram, inbox)
    assert pauses == [5, 5, 5]


async def test_telegram_asks_to_wait(
    inbox: FailingInbox, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot waits as long as Telegram asks."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram = FakeTelegram(RetryAfter(timedelta(seconds=17)), [written(8, "text")])
    await poll(telegram, inbox)
    assert (pauses, inbox.count_waiting()) == ([17], 1)


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), TelegramError("odd")], ids=repr)
async def test_no_network(inbox: FailingInbox, pauses: list[float], error: TelegramError) -> None:
    """Pauses get longer up to half a minute, and are short again after it went well."""
    telegram = FakeTelegram(*[error] * 8, [written(8, "text")], error)
    await poll(telegram, inbox)
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 0.5]
    assert inbox.count_waiting() == 1
