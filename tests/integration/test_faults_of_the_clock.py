"""The clock jumps forward by weeks and back: what is due comes once, and nobody waits for weeks."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.settings import DEFAULT_TIMEZONE
from content.formatting import format_day
from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer
from tests.faults.clock import Clock, settable_clock
from tests.faults.traffic import press
from tests.integration.test_desk import make_room
from tests.integration.test_talk import introduced
from tests.processes import RasaServer, running_bot

_EN = LanguageCode("en")
_SOON = 30.0
"""Seconds on a busy machine; who waits for a clock that went back waits for days."""


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """Return the clock of the bot."""
    return settable_clock(tmp_path)


def _noon(days: int) -> datetime:
    """Return noon so many days from now: no quiet hours."""
    day = datetime.now(DEFAULT_TIMEZONE).date() + timedelta(days=days)
    return datetime.combine(day, time(12), DEFAULT_TIMEZONE).astimezone(UTC)


class _Person:
    """Somebody with the end of a document in forty days."""

    def __init__(self, server: BotApiServer, person: TestPerson, content: Content) -> None:
        self.person = person
        self._server = server
        self._content = content
        self._reminded = content.interface("reminder_document_w", _EN).partition("{")[0]

    async def set_date(self) -> None:
        """Ask to be reminded."""
        words, after = self._content.interface, await self.person.writes("/deadlines")
        await press(self._server, self.person, words("button_new_deadline", _EN), after)
        await press(self._server, self.person, words("deadline_document_w", _EN), after)
        await self.person.sees(words("new_deadline_ask_day", _EN), _SOON)
        day = format_day(_noon(40).date(), _EN)
        after = await self.person.writes(day)
        await press(self._server, self.person, words("button_confirm", _EN), after)
        await self.person.sees(f", {day}.", _SOON)

    async def is_answered(self) -> None:
        """Ask for the menu, and read it soon."""
        before = self._count(title := self._content.interface("menu_title", _EN))
        await self.person.writes("/menu")
        await self._server.cloud.changes.until(lambda: self._count(title) > before or None, _SOON)

    async def is_reminded(self, times: int) -> None:
        """Wait until they were reminded so often in all."""
        await self._server.cloud.changes.until(lambda: self.reminders >= times or None, _SOON)
        await asyncio.sleep(3)
        assert self.reminders == times

    @property
    def reminders(self) -> int:
        """Return how often they were reminded until now."""
        return self._count(self._reminded)

    def _count(self, words: str) -> int:
        return sum(words in each.text for each in self.person.messages())


@pytest.mark.timeout(300)
async def test_reminders(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content, clock: Clock
) -> None:
    """A reminder that became due by a jump comes once, however often the clock goes back and forth."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token, **clock.settings}
    async with running_bot(server, tmp_path / "data", **settings) as bot:
        person = _Person(server, await introduced(server, content, "en"), content)
        await person.set_date()
        assert person.reminders == 0
        clock.show(_noon(26))
        await person.is_reminded(1)
        for jump in (clock.show_the_truth, lambda: clock.show(_noon(26))):
            jump()
            await person.is_answered()
            await asyncio.sleep(4)
            assert person.reminders == 1
        clock.show(_noon(33))
        await person.is_reminded(2)
        # It is put right while the machine is off.
        await bot.stop()
        clock.show_the_truth()
        await bot.start()
        await person.is_answered()
        assert person.reminders == 2
        assert '"event": "clock_jumped"' in bot.log


@pytest.mark.timeout(300)
async def test_pauses(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content, clock: Clock
) -> None:
    """Pauses and limits are over when they are over, also when the clock goes back by weeks meanwhile."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token, **clock.settings}
    clock.show(_noon(26))
    async with running_bot(server, tmp_path / "data", **settings):
        person = _Person(server, await introduced(server, content, "en"), content)
        for fails in (
            lambda: server.fail_next(3, 502, method="sendMessage"),
            lambda: server.fail_next(2, 429, retry_after=2),
            lambda: server.fail_next(3, 500, method="getUpdates"),
        ):
            clock.show(_noon(26))
            fails()
            answered = asyncio.create_task(person.is_answered())
            await asyncio.sleep(1)
            clock.show_the_truth()
            await answered
        # More than the limit of one chat lets through at once.
        for _ in range(8):
            await person.is_answered()
        clock.show(_noon(26))
        await person.is_answered()


@pytest.mark.timeout(300)
async def test_a_forgotten_case(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content, clock: Clock
) -> None:
    """A case that nobody takes comes up again by itself, and calls who is on duty."""
    room = make_room(server, tmp_path, rasa_server)
    async with running_bot(server, tmp_path / "data", **room.settings, **clock.settings):
        _, topic = await room.opened(content)
        clock.show(_noon(8))
        raised = content.counsellors["raised"].partition("{")[0]
        called = await room.group.reader(topic.thread_id).sees(raised, _SOON)
    assert called.styled("text_mention") == ["Noor"]
