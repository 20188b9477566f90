"""Stand-ins for the counsellors' group: a bot that takes calls, and helpers to act as a counsellor."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from types import SimpleNamespace
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.desk.calls import DeskCalls, no_translation
from bot.desk.counsellors import Counsellor, Counsellors
from bot.desk.files import NamelessFiles
from bot.desk.groups import Groups
from bot.desk.poster import DeskPoster
from bot.desk.recognition import Recognition
from bot.stores import Stores
from bot.telegram.sending import Sender
from content.model import LanguageCode, TopicId
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import Case, CaseId, CaseReason, CounsellorId, Post, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_buttons import DeskButton, TakeCase
from conversations.desk_corrections import DeskCorrections
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result
from conversations.events import Address
from conversations.people import Person
from tests.fakes import AMSTERDAM, SettableClock

GROUP = -100200300
PHOTO = Attachment(AttachmentKind.PHOTO, "f")
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
    reply_to: int | None = None
    mentions: tuple[int, ...] = ()


class FakeBot:
    """Takes calls as Telegram would; the next calls raise what stands in `errors`, one each.

    Files are refused, or break off while they come, with what stands in `file_errors`; they wait while
    `downloads` is not set.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.errors: list[TelegramError] = []
        self.file_errors: list[TelegramError] = []
        self.fetched: list[str] = []
        self.downloads = asyncio.Event()
        self.downloads.set()
        self.topics = 0
        self.confirmed: list[str] = []
        self.before: Callable[[Call], None] = lambda _call: None

    async def create_forum_topic(self, chat_id: int, name: str) -> SimpleNamespace:
        self._take(Call("create", chat_id, name))
        self.topics += 1
        return SimpleNamespace(message_thread_id=1000 + self.topics)

    async def send_message(self, chat_id: int, text: str, **options: Any) -> SimpleNamespace:
        thread, silent = options.get("message_thread_id"), options.get("disable_notification")
        mentions = tuple(entity.user.id for entity in options.get("entities") or ())
        call = Call(
            "send", chat_id, text, thread, silent, _labels(options), None, _replied(options), mentions
        )
        return self._take(call)

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **options: Any) -> None:
        self._take(Call("edit", chat_id, text, buttons=_labels(options), source=message_id))

    async def edit_message_reply_markup(self, chat_id: int, message_id: int) -> None:
        self._take(Call("buttons", chat_id, source=message_id))

    async def pin_chat_message(self, chat_id: int, message_id: int, **_options: Any) -> None:
        self._take(Call("pin", chat_id, source=message_id))

    async def edit_message_caption(self, chat_id: int, message_id: int, caption: str) -> None:
        self._take(Call("caption", chat_id, caption, source=message_id))

    async def delete_message(self, chat_id: int, message_id: int) -> None:
        self._take(Call("delete", chat_id, source=message_id))

    async def reopen_forum_topic(self, chat_id: int, message_thread_id: int) -> None:
        self._take(Call("reopen", chat_id, thread=message_thread_id))

    async def get_file(self, file_id: str) -> SimpleNamespace:
        self.fetched.append(file_id)
        if self.file_errors and isinstance(self.file_errors[0], BadRequest):
            raise self.file_errors.pop(0)

        async def download_as_bytearray() -> bytearray:
            await self.downloads.wait()
            if self.file_errors:
                raise self.file_errors.pop(0)
            return bytearray(b"content of " + file_id.encode())

        return SimpleNamespace(download_as_bytearray=download_as_bytearray)

    async def send_photo(self, chat_id: int, file: str | bytes, **options: Any) -> SimpleNamespace:
        return self._attach("photo", chat_id, file, options)

    async def send_document(self, chat_id: int, file: str | bytes, **options: Any) -> SimpleNamespace:
        return self._attach("document", chat_id, file, options)

    send_voice = send_audio = send_video = send_video_note = send_animation = send_sticker = send_photo

    def _attach(self, kind: str, chat: int, file: str | bytes, options: dict[str, Any]) -> SimpleNamespace:
        thread, silent = options.get("message_thread_id"), options.get("disable_notification")
        words = " ".join(
            str(each) for each in (file, options.get("filename"), options.get("caption")) if each
        )
        return self._take(Call(kind, chat, words, thread, silent, reply_to=_replied(options)))

    async def answer_callback_query(self, callback_query_id: str, text: str | None, **_options: Any) -> None:
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        self.confirmed.append(text or "")

    def texts(self, chat: int = GROUP) -> list[str]:
        """Return the words that arrived in `chat`, cards left out."""
        return [call.text for call in self.calls if call.method == "send" and call.chat == chat]

    def _take(self, call: Call) -> SimpleNamespace:
        self.before(call)
        if self.errors:
            raise self.errors.pop(0)
        self.calls.append(call)
        return SimpleNamespace(message_id=5000 + len(self.calls))


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
        await asyncio.sleep(0)


def _labels(options: dict[str, Any]) -> tuple[str, ...]:
    markup = options.get("reply_markup")
    return tuple(button.text for row in markup.inline_keyboard for button in row) if markup else ()


def _replied(options: dict[str, Any]) -> int | None:
    reply = options.get("reply_parameters")
    return reply.message_id if reply is not None else None


class FakeTopics:
    """Recognises what it was told; `slow` keeps the answer back until it is set."""

    def __init__(self) -> None:
        self.known: dict[str, TopicId] = {}
        self.asked: list[str] = []
        self.forgotten: list[CaseId] = []
        self.slow: asyncio.Event | None = None

    async def recognise(self, _case: Case, text: str) -> TopicId | None:
        self.asked.append(text)
        if self.slow is not None:
            await self.slow.wait()
        return self.known.get(text)

    async def forget(self, case: CaseId) -> None:
        self.forgotten.append(case)


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
        self.corrections = DeskCorrections(kept.cases, kept.people, lambda: composer, self.texts)

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

    def tap(self, case: Case, button: DeskButton, counsellor: CounsellorId = SAM) -> Result:
        return self.desk.tapped(self.now(case), counsellor, button)

    def tap_take(self, case: Case, counsellor: CounsellorId = SAM) -> Result:
        return self.tap(case, TakeCase(), counsellor)

    def groups(self, *numbers: int, clock: Callable[[], float] = monotonic) -> Groups:
        """Return the groups with these numbers, by default one."""
        return Groups(numbers or (GROUP,), self.kept.cases, clock)

    def poster(
        self,
        bot: FakeBot,
        groups: Groups,
        topics: FakeTopics | None = None,
        on_duty: tuple[Counsellor, ...] = (),
        pause: Callable[[float], Awaitable[None]] | None = None,
        translation: Callable[[Post], Awaitable[str]] = no_translation,
    ) -> DeskPoster:
        """Return the poster of `groups`."""
        cases = self.kept.cases
        recognition = Recognition(cases, topics or FakeTopics(), groups.clock)
        listed = Counsellors(on_duty)
        files = NamelessFiles(bot, pause=0.0)  # type: ignore[arg-type]
        sender = Sender(self.kept.outbox, lambda: self.composer.content)
        calls = DeskCalls(
            bot,  # type: ignore[arg-type]
            cases,
            self.desk,
            self.texts,
            lambda: listed,
            recognition,
            files,
            translation,
        )
        return DeskPoster(
            bot,  # type: ignore[arg-type]
            groups,
            cases,
            calls,
            self.corrections,
            self.texts,
            recognition,
            files,
            sender.send,
            pause,
        )

    def posts(self) -> list[Post]:
        """Return and clear what is on its way into the group."""
        waiting = list(self.kept.cases.next_posts(1000))
        for post in waiting:
            self.kept.cases.posted(post.id)
        return waiting

    def words(self) -> list[str]:
        """Return and clear the words that are on their way, without cards."""
        return [post.text for post in self.posts() if post.text]
