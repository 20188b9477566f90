"""Stand-ins for the counsellors' group: a bot that takes calls, and helpers to act as a counsellor."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from telegram.error import TelegramError

from bot.stores import Stores
from content.model import LanguageCode
from conversations.cases import Case, CaseReason, CounsellorId, Post, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result
from conversations.events import Address
from conversations.people import Person
from tests.fakes import AMSTERDAM, SettableClock

GROUP = -100200300
SAM, NOOR = CounsellorId("Sam"), CounsellorId("Noor")


@dataclass(frozen=True)
class Call:
    """One call that Telegram took."""

    method: str
    chat: int
    text: str = ""
    thread: int | None = None
    silent: bool | None = None
    buttons: tuple[str, ...] = ()
    source: int | None = None


class FakeBot:
    """Takes calls as Telegram would; the next calls raise what stands in `errors`, one each."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.errors: list[TelegramError] = []
        self.topics = 0
        self.confirmed: list[str] = []
        self.before: Callable[[Call], None] = lambda _call: None

    async def create_forum_topic(self, chat_id: int, name: str) -> SimpleNamespace:
        self._take(Call("create", chat_id, name))
        self.topics += 1
        return SimpleNamespace(message_thread_id=1000 + self.topics)

    async def send_message(self, chat_id: int, text: str, **options: Any) -> SimpleNamespace:
        thread, silent = options.get("message_thread_id"), options.get("disable_notification")
        self._take(Call("send", chat_id, text, thread, silent, _labels(options)))
        return SimpleNamespace(message_id=5000 + len(self.calls))

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **options: Any) -> None:
        self._take(Call("edit", chat_id, text, buttons=_labels(options), source=message_id))

    async def pin_chat_message(self, chat_id: int, message_id: int, **_options: Any) -> None:
        self._take(Call("pin", chat_id, source=message_id))

    async def copy_message(
        self, chat_id: int, from_chat_id: int, message_id: int, message_thread_id: int | None = None
    ) -> SimpleNamespace:
        self._take(Call("copy", chat_id, thread=message_thread_id, source=message_id))
        return SimpleNamespace(message_id=5000 + len(self.calls))

    async def answer_callback_query(self, callback_query_id: str, text: str | None, **_options: Any) -> None:
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        self.confirmed.append(text or "")

    def texts(self, chat: int = GROUP) -> list[str]:
        """Return the words that arrived in `chat`, cards left out."""
        return [call.text for call in self.calls if call.method == "send" and call.chat == chat]

    def _take(self, call: Call) -> None:
        self.before(call)
        if self.errors:
            raise self.errors.pop(0)
        self.calls.append(call)


class Seconds:
    """A clock in seconds that a pause moves on at once."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.pauses.append(seconds)


def _labels(options: dict[str, Any]) -> tuple[str, ...]:
    markup = options.get("reply_markup")
    return tuple(button.text for row in markup.inline_keyboard for button in row) if markup else ()


class Desk:
    """The counsellors' side with its store: act in the topic of a case as it is at that moment."""

    def __init__(self, kept: Stores, composer: Composer, clock: SettableClock) -> None:
        self.kept = kept
        self.composer = composer
        self.texts = CounsellorTexts(lambda: composer.content.counsellors)
        self.colleagues = [SAM, NOOR]
        self.desk = CounsellorDesk(
            kept.cases,
            kept.people,
            kept.deadlines,
            kept.requests,
            lambda: composer,
            self.texts,
            clock,
            AMSTERDAM,
            lambda: self.colleagues,
            kept.statistics,
        )

    def open(
        self,
        language: str = "ar",
        reason: CaseReason = CaseReason.ASKED_FOR,
        sharing: Sharing | None = Sharing.NOTHING,
        number: str = "1001",
    ) -> Case:
        """Open the case of a person who speaks `language`; its card has been posted."""
        person = self.person(number)
        self.kept.people.set_language(person.id, LanguageCode(language))
        case = self.kept.cases.open(person.id, reason, sharing=sharing)
        self.posts()
        return case

    def person(self, number: str = "1001") -> Person:
        return self.kept.people.find_or_add(Address("telegram", number))

    def now(self, case: Case) -> Case:
        """Return the case as it is stored now."""
        found = self.kept.cases.find(case.id)
        assert found is not None
        return found

    def act(self, case: Case | None, text: str, counsellor: CounsellorId | None = SAM) -> Result:
        return self.desk.act(CounsellorAct(counsellor, self.now(case) if case else None, text))

    def tap_take(self, case: Case, counsellor: CounsellorId = SAM) -> Result:
        return self.desk.take(self.now(case), counsellor)

    def posts(self) -> list[Post]:
        """Return and clear what is on its way into the group."""
        waiting = list(self.kept.cases.next_posts(1000))
        for post in waiting:
            self.kept.cases.posted(post.id)
        return waiting

    def words(self) -> list[str]:
        """Return and clear the words that are on their way, without cards."""
        return [post.text for post in self.posts() if post.text]
