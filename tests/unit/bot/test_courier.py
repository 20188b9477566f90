"""Bringing reminders to people on Telegram."""

import warnings
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBDeprecationWarning

from bot.reminders.courier import Outcome, Report
from bot.telegram.courier import TelegramCourier
from bot.telegram.limits import Limits
from content.loader import Content
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.events import Address
from conversations.identifiers import ConversationId, PersonId
from conversations.messages import Message
from conversations.people import Consent, Person
from tests.dates import a_deadline
from tests.fakes import AMSTERDAM, NOON


class FakeBot:
    """Takes messages as Telegram would; raises `error` instead while there is one."""

    def __init__(self, error: TelegramError | None = None) -> None:
        self.error = error
        self.shown: list[tuple[int, str, list[str]]] = []

    async def send_message(
        self, chat: int, text: str, *, parse_mode: str = "", reply_markup: Any = None
    ) -> None:
        if self.error is not None:
            raise self.error
        rows = reply_markup.inline_keyboard if reply_markup else ()
        self.shown.append((chat, text, [button.text for row in rows for button in row]))


@pytest.fixture
def reminder(composer: Composer) -> Message:
    """Return a reminder in English."""
    deadline = a_deadline(PersonId("p"), note="<b>my id</b>")
    return composer.reminder(deadline, LanguageCode("en"), NOON, AMSTERDAM, discreet=False, late=False)


def _person(channel: str = "telegram") -> Person:
    return Person(PersonId("p"), Address(channel, "42"), ConversationId("c"), None, Consent.GIVEN, None)


async def _carry(content: Content, bot: FakeBot, message: Message, person: Person | None = None) -> Report:
    return await TelegramCourier(bot, lambda: content, Limits()).carry(person or _person(), message)  # type: ignore[arg-type]


async def test_a_reminder_arrives_with_its_buttons(content: Content, reminder: Message) -> None:
    """The person sees the words, safe as HTML, and every button."""
    bot = FakeBot()

    assert await _carry(content, bot, reminder) == Report(Outcome.SENT)
    ((chat, text, buttons),) = bot.shown
    assert (chat, buttons) == (42, [button.label for row in reminder.buttons for button in row])
    assert "&lt;b&gt;my id&lt;/b&gt;" in text


@pytest.mark.parametrize(
    ("error", "report"),
    [
        (Forbidden("bot was blocked by the user"), Report(Outcome.BLOCKED)),
        (ChatMigrated(7), Report(Outcome.BLOCKED)),
        (BadRequest("Chat not found"), Report(Outcome.BLOCKED)),
        (BadRequest("can't parse entities"), Report(Outcome.REFUSED)),
        (TimedOut(), Report(Outcome.TRY_LATER)),
        (NetworkError("no route"), Report(Outcome.TRY_LATER)),
        (TelegramError("Bad Gateway"), Report(Outcome.TRY_LATER)),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_every_error_has_an_outcome(
    content: Content, reminder: Message, error: TelegramError, report: Report
) -> None:
    """Only what may pass is tried again; who is gone is not pestered."""
    assert await _carry(content, FakeBot(error), reminder) == report


async def test_the_wait_that_telegram_asks_for(content: Content, reminder: Message) -> None:
    """The seconds are handed on, so that everything else waits as well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        report = await _carry(content, FakeBot(RetryAfter(12)), reminder)

    assert report == Report(Outcome.TRY_LATER, 12)


async def test_a_person_of_another_channel(content: Content, reminder: Message) -> None:
    """A number of another channel is never taken for one of Telegram."""
    bot = FakeBot()

    assert await _carry(content, bot, reminder, _person("ask")) == Report(Outcome.BLOCKED)
    assert bot.shown == []
