"""People who keep writing and tapping, and know what must come of it."""

import asyncio
import itertools
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from content.formatting import format_day
from content.loader import Content
from content.model import Group, LanguageCode
from tests.bot_api.changes import Found
from tests.bot_api.people import TestPerson
from tests.bot_api.seat import Seat
from tests.bot_api.server import BotApiServer
from tests.faults.journal import Journal
from tests.faults.questions import ClearQuestion, heading
from tests.faults.waits import Waits

_PACE = 2.3
"""Seconds between two messages of one person: more than thirty a minute are too many for the bot."""

_MOST_ON_THEIR_WAY = 20
"""Letters: a bot that is dead most of the time can bring only so many."""

_EN = LanguageCode("en")
_GROUP = Group.DEPARTURE_TERM
_MOST_DATES = 25


@dataclass(frozen=True)
class Account:
    """What was expected and what came, in order."""

    what: str
    expected: list[str]
    came: list[str]

    @property
    def lost(self) -> list[str]:
        """Return what did not come, or not in its turn."""
        rest = iter(self.came)
        return [each for each in self.expected if each not in rest]

    @property
    def duplicates(self) -> int:
        """Return how many messages came once too often."""
        return len(self.came) - len(self.expected) + len(self.lost)


class Traffic(Protocol):
    """Somebody who does things until they are asked to stop."""

    async def go_on(self, is_over: asyncio.Event) -> None:
        """Do things, and return when the last one has had its effect."""

    def accounts(self) -> list[Account]:
        """Return what must have come of it."""


@asynccontextmanager
async def all_going_on(traffic: Sequence[Traffic]) -> AsyncIterator[None]:
    """Let everybody do things; at the end wait until everything has had its effect."""
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for each in traffic:
            tasks.create_task(each.go_on(is_over))
        yield
        is_over.set()


async def _each_in_turn(is_over: asyncio.Event, act: Callable[[], Awaitable[int]]) -> None:
    """Repeat `act`, which returns how many messages it took, no faster than a person may write."""
    while not is_over.is_set():
        begun = asyncio.get_running_loop().time()
        messages = await act()
        rest = begun + messages * _PACE - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(is_over.wait(), max(rest, 0.01))
        except TimeoutError:
            continue


def button_after(person: TestPerson, label: str, number: int) -> int | None:
    """Return the newest message later than message `number` that has a button with this label."""
    messages = (each for each in reversed(person.messages()) if each.message_id > number)
    return next(
        (each.message_id for each in messages if label in [button.text for button in each.buttons]), None
    )


@dataclass
class Asker:
    """Asks questions with one right answer each, some of them several at once."""

    person: TestPerson
    journal: Journal
    server: BotApiServer
    questions: Sequence[ClearQuestion]
    random: random.Random
    at_once: int = 3
    titles: list[str] = field(default_factory=list)

    async def go_on(self, is_over: asyncio.Event) -> None:
        waiting = itertools.cycle(self.random.sample(self.questions, len(self.questions)))

        async def ask() -> int:
            asked = [next(waiting) for _ in range(self.random.randint(1, self.at_once))]
            before = self.journal.length(self.person.chat_id)
            for question in asked:
                await self.person.writes(question.text)
                self.titles.append(question.title)
            titles = Counter(question.title for question in asked)
            answered = partial(self._are_answered, titles, before)
            await until(self.server, self.person, lambda: answered() or None, self.journal.waits)
            return len(asked)

        await _each_in_turn(is_over, ask)

    def _are_answered(self, titles: Counter[str], before: int) -> bool:
        count, chat = self.journal.count, self.person.chat_id
        return all(count(chat, title, before) >= times for title, times in titles.items())

    def accounts(self) -> list[Account]:
        titles = {question.title for question in self.questions}
        came = [title for text in self.journal.said(self.person.chat_id) for title in titles if title in text]
        return [Account("questions", self.titles, came)]


@dataclass
class Tapper:
    """Asks for the menu and taps through it to an answer."""

    person: TestPerson
    journal: Journal
    server: BotApiServer
    content: Content
    titles: list[str] = field(default_factory=list)

    async def go_on(self, is_over: asyncio.Event) -> None:
        topics = itertools.cycle(self.content.published(_GROUP))

        async def tap() -> int:
            title, waits = self.content.answer(next(topics), _EN).title, self.journal.waits
            before = self.journal.length(self.person.chat_id)
            after = await self.person.writes("/menu")
            group = self.content.interface(f"group_{_GROUP}", _EN)
            await press(self.server, self.person, group, after, waits)
            await press(self.server, self.person, title, after, waits)
            self.titles.append(heading(title))
            shown = partial(self.journal.count, self.person.chat_id, self.titles[-1], before)
            await until(self.server, self.person, lambda: shown() or None, self.journal.waits)
            return 3

        await _each_in_turn(is_over, tap)

    def accounts(self) -> list[Account]:
        titles = set(self.titles)
        came = [title for text in self.journal.said(self.person.chat_id) for title in titles if title in text]
        return [Account("taps", self.titles, came)]


@dataclass
class DateKeeper:
    """Sets one date after the other to be reminded of."""

    person: TestPerson
    journal: Journal
    server: BotApiServer
    content: Content
    days: list[str] = field(default_factory=list)

    async def go_on(self, is_over: asyncio.Event) -> None:
        async def set_date() -> int:
            if len(self.days) >= _MOST_DATES:
                return 1
            day = format_day(datetime.now(UTC).date() + timedelta(days=40 + len(self.days)), _EN)
            after = await self.person.writes("/deadlines")
            await self._presses("button_new_deadline", after)
            await self._presses("deadline_document_w", after)
            await self._reads("new_deadline_ask_day", after)
            after = await self.person.writes(day)
            await self._presses("button_confirm", after)
            self.days.append(day)
            await until(
                self.server,
                self.person,
                lambda: self.journal.count(self.person.chat_id, f", {day}.") or None,
                self.journal.waits,
            )
            return 5

        await _each_in_turn(is_over, set_date)

    async def _presses(self, key: str, after: int) -> None:
        await press(self.server, self.person, self._words(key), after, self.journal.waits)

    async def _reads(self, key: str, after: int) -> None:
        words = self._words(key)

        def is_there() -> bool:
            return any(each.message_id > after and words in each.text for each in self.person.messages())

        await until(self.server, self.person, lambda: is_there() or None, self.journal.waits)

    def _words(self, key: str) -> str:
        return self.content.interface(key, _EN)

    def accounts(self) -> list[Account]:
        said = self.journal.said(self.person.chat_id)
        came = [day for text in said for day in self.days if f", {day}." in text]
        return [Account("dates", self.days, came)]


@dataclass
class Correspondence:
    """A person in a case and their counsellor, who write to each other without waiting for answers."""

    person: TestPerson
    seat: Seat
    journal: Journal
    server: BotApiServer
    group: int
    by_person: list[str] = field(default_factory=list)
    by_counsellor: list[str] = field(default_factory=list)

    async def go_on(self, is_over: asyncio.Event) -> None:
        async def write() -> int:
            if sum(len(each.lost) for each in self.accounts()) > _MOST_ON_THEIR_WAY:
                return 1
            number = len(self.by_person)
            self.by_person.append(f"person {number:04}")
            self.by_counsellor.append(f"counsellor {number:04}")
            await self.person.writes(self.by_person[-1])
            await self.seat.writes(self.by_counsellor[-1])
            return 1

        await _each_in_turn(is_over, write)
        await until(self.server, self.person, lambda: self._is_here() or None, self.journal.waits)

    def _is_here(self) -> bool:
        return not any(each.lost for each in self.accounts())

    def accounts(self) -> list[Account]:
        in_topic = "\n".join(self.journal.said(self.group))
        for_person = "\n".join(self.journal.said(self.person.chat_id))
        return [
            Account("to counsellors", self.by_person, re.findall(r"\bperson \d{4}", in_topic)),
            Account("to persons", self.by_counsellor, re.findall(r"counsellor \d{4}", for_person)),
        ]


async def press(
    server: BotApiServer, person: TestPerson, label: str, after: int, waits: Waits | None = None
) -> None:
    """Press a button as soon as it is there, in a message later than message `after`."""
    message = await until(server, person, lambda: button_after(person, label, after), waits)
    await person.presses(label, message_id=message)


async def until(
    server: BotApiServer, person: TestPerson, find: Callable[[], Found | None], waits: Waits | None = None
) -> Found:
    """Wait for something that the bot must do, however often it is killed.

    Raises AssertionError with the end of the screen when it does not come: it is lost.
    """
    waits = waits or Waits()
    try:
        with waits.somebody():
            return await server.cloud.changes.until(find, waits.patience)
    except TimeoutError as error:
        shown = "\n".join(map(str, person.messages()[-6:]))
        raise AssertionError(f"lost, the end of the screen is:\n{shown}") from error
