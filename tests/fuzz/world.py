"""The real program around one real encrypted database, with a Telegram that checks every call."""

import asyncio
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Update

from bot.composition import (
    Engine,
    build_desk,
    build_privacy,
    build_reminding,
    build_talk,
    put_together,
    utc_now,
)
from bot.desk.buttons import encode_desk_button
from bot.desk.counsellors import Counsellor, Counsellors
from bot.desk.groups import Groups
from bot.desk.pace import Pace
from bot.desk.poster import DeskPoster
from bot.jobs import LoopScheduler
from bot.metrics import Metrics
from bot.settings import Settings, load_settings
from bot.telegram.background import GroupSide
from bot.telegram.callback_data import encode
from bot.telegram.calls import Calls
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.delivering import OutboxWorker
from bot.telegram.flood import Verdict
from bot.telegram.group import build_group
from bot.telegram.handler import UpdateHandler
from bot.telegram.letters import LetterNews
from bot.telegram.limits import Limits, Window
from bot.telegram.outgoing import ReplaceText, SendText, decode_payload
from bot.telegram.processing import InboxWorker
from bot.telegram.receiving import read_received
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from bot.telegram.updates import CHANNEL
from bot.translation.translator import NoTranslator
from content.loader import Content
from conversations.actions import ForgetMe, GiveConsent, OpenCase
from conversations.actions_of_interviews import ShowDeadlines, StartInterview
from conversations.assistant import Assistant
from conversations.cases import CaseId, CloseReason, CounsellorId, Sharing
from conversations.desk_buttons import AskReason, CloseCase, GiveCase, TakeCase
from conversations.events import Command
from conversations.flows.interview import InterviewId
from conversations.identifiers import PersonId
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.preparing import PreparationNeeded
from conversations.store.database import EncryptedDatabase, open_database
from conversations.store.forgotten import StoredForgotten
from conversations.store.turns import StoredTurns
from tests.fakes_of_desk import Seconds
from tests.fuzz.chance import Chance
from tests.fuzz.telegram import CheckedTelegram, connected_bot
from tests.fuzz.understanding import AnyLanguage, AnyUnderstanding
from tests.fuzz.updates import Place

os.environ.setdefault("PTB_TIMEDELTA", "true")
GROUP = -1001234567890
PEOPLE = tuple(range(1001, 1007))
SAM, NOOR, STRANGER = 111, 222, 333
_NOOR = CounsellorId("Noor")
_STEP = timedelta(seconds=10)
_USEFUL = (
    GiveConsent(given=True),
    *(OpenCase(each) for each in Sharing),
    *(StartInterview(each) for each in InterviewId),
    ShowDeadlines(appointments=False),
    ForgetMe(confirmed=True),
)
_DAYS = ("12-12-2026", "12 december 2026 14:30", "3 weken", "morgen", "1 1", "2", "30-2-2027")
_DESK_SAYINGS = (
    "/propose 12-12-2027 14:30 Amsterdam", "/date 12-12-2027 beroep", "/language fr", "/language xx",
    "/give Noor", "/give Sam", "/undo", "/phrase 1", "/ask 1", "Goedemorgen", "/note intern", "/close klaar",
    "/close", "/give",
)  # fmt: skip


@dataclass
class World:
    """One bot with its people, counsellors and database.

    `faults` are errors that nobody expected, each with the number of its update.
    """

    content: Content
    chance: Chance
    telegram: CheckedTelegram
    database: EncryptedDatabase
    now: Callable[[], datetime] = utc_now
    late_one_in: int = 0
    """How often understanding takes seconds; never by default."""

    faults: list[tuple[int, str]] = field(default_factory=list)
    arrived: list[int] = field(default_factory=list)
    handled: dict[int, list[int]] = field(default_factory=dict)
    """The numbers of updates as they came, and by chat as they were handled."""

    buttons: list[tuple[int, str]] = field(default_factory=list)
    """Callback data of every button that was sent, with whose it is."""

    date: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(days=1))
    _last: int = 0

    async def start(self) -> None:
        """Put the program together as `./wegwijzer bot` does, without its clocks and connections."""
        settings = _settings()
        self.stored = StoredTurns(self.database)
        self.stores = put_together(self.database, CHANNEL, self.now, settings.timezone)
        anything = AnyUnderstanding(self.chance, self.content, self.late_one_in)
        self.understanding = PreparedUnderstanding(anything, StoredForgotten(self.database))
        assistant = Assistant(self.content, self.understanding, lambda: self.now().date())
        engine = Engine(assistant, AnyLanguage(self.chance, self.content), anything)  # type: ignore[arg-type]
        self.bot = await connected_bot(self.telegram)
        self._build(engine, settings)
        texts = self.content.texts.values()
        danger = [phrase for each in texts for some in each.danger_phrases.values() for phrase in some[:1]]
        words = [word for each in texts for word in (each.answer_words.yes[0], each.answer_words.no[0])]
        self._sayings = [*(f"/{each}" for each in Command), *danger, *words, *_DAYS]
        self._phrases = [*(f"/answer {topic}" for topic in self.content.topics), *_DESK_SAYINGS]
        self._useful = [encode(each) for each in _USEFUL]

    def _build(self, engine: Engine, settings: Settings) -> None:
        stores = self.stores
        reminding = build_reminding(engine, stores, settings)
        desk = build_desk(engine, stores, settings, reminding)
        privacy = build_privacy(engine, stores, settings)
        talk = build_talk(engine, stores, reminding, desk, privacy)
        sender = Sender(stores.outbox, lambda: self.content, settings.timezone)
        listed = Counsellors((Counsellor(SAM, CounsellorId("Sam"), on_duty=True), Counsellor(NOOR, _NOOR)))
        self.scheduler = LoopScheduler(settings.timezone)
        group = build_group(
            engine, stores, settings, self.scheduler, self.bot, sender, listed, self.stored, NoTranslator()
        )
        assert group is not None
        self._hurry(group.poster)
        self.poster = group.poster
        self._commands = [each + " " for each in group.desk.commands]
        memory = ChatMemory(self.bot, stores.messages, self.now, settings.keeping.messages)
        handler = _CheckedHandler(self, UpdateHandler(talk, sender, group.handler, memory))
        self.worker = InboxWorker(
            self.bot,
            stores.inbox,
            self.stored,
            Turns(),
            handler,  # type: ignore[arg-type]
            lambda: None,
            Metrics(),
            pause=0,
        )
        self.outbox = self._outbox_worker(memory, group)

    def _hurry(self, poster: DeskPoster) -> None:
        """Let the poster wait by a clock that a pause moves on at once."""
        self.seconds = Seconds()
        groups: Groups = poster._groups
        groups.clock = self.seconds
        for each in groups._groups.values():
            each.pace = Pace(self.seconds)
        poster._pause = self._pause
        poster._recognition._clock = self.seconds
        poster._files._pause = 0.0

    async def _pause(self, seconds: float) -> None:
        """Move the poster's clock on, and let files that are on their way come nearer."""
        await self.seconds.sleep(seconds)
        await asyncio.sleep(0.01)

    def _outbox_worker(self, memory: ChatMemory, group: GroupSide) -> OutboxWorker:
        limits = Limits(self.seconds, self.seconds.sleep)
        calls = Calls(self.bot, memory.empty)
        return _HastyOutbox(calls, self.stores.outbox, limits, LetterNews(memory, group), pause=0)

    def places(self) -> list[Place]:
        """Return where something can happen now: private chats, and the topics of the group."""
        threads = [row["thread"] for row in self.database.query("select thread from cases") if row["thread"]]
        cases = [row["id"] for row in self.database.query("select id from cases")]
        taps = (TakeCase(), AskReason(), CloseCase(CloseReason.ANSWERED), GiveCase(_NOOR))
        desk = [encode_desk_button(tap, CaseId(case)) for case in cases for tap in taps]
        seen = [data for _, data in self.buttons]
        commands = [*self._commands, *self._phrases]
        people = []
        for each in (*PEOPLE, SAM):
            # People mostly tap what they see, sometimes what somebody else saw.
            own = [data for number, data in self.buttons if number == each][-12:]
            data = [*own * 4, *seen, *desk, *self._useful]
            people.append(Place(each, each, sayings=self._sayings, data=data))
        group = [Place(GROUP, each, True, threads, commands, desk) for each in (SAM, NOOR, STRANGER)]
        return [*people, *group]

    def next_number(self) -> int:
        """Return the number of the next update, and move its time on."""
        self._last += 1
        self.date += _STEP
        return self._last

    def keep(self, payload: Any) -> bool:
        """Store an update as polling and the webhook do; tell whether it is one."""
        try:
            update = read_received(payload)
        except ValueError:
            return False
        is_new = self.stores.inbox.keep([update]) == 1
        if is_new:
            self.arrived.append(update.id)
        return is_new

    async def settle(self) -> None:
        """Handle what came, send what is to be sent, post what is to be posted."""
        self.worker._take_up()
        await _done(self.worker._tasks)
        self._collect_buttons()
        self.outbox._take_up()
        await _done(self.outbox._tasks)
        self.poster.wake()
        await self.poster.post_waiting()
        self.outbox._take_up()
        await _done(self.outbox._tasks)

    async def pass_time(self) -> None:
        """Run what runs by itself now and then."""
        for job in self.scheduler.get_jobs():
            await job.func(*job.args)
        await self.understanding.forget_waiting()

    def _collect_buttons(self) -> None:
        for row in self.database.query("select lane, payload from outbox"):
            payload = decode_payload(row["payload"])
            if isinstance(payload, SendText | ReplaceText):
                for line in payload.rows:
                    self.buttons += [(int(row["lane"]), data) for _, data in line]
        self.buttons = self.buttons[-150:]

    def snapshot(self, number: int) -> str:
        """Return everything that is kept about a person, to compare."""
        query = "select id from people where channel = ? and number = ?"
        found = list(self.database.query(query, [CHANNEL, str(number)]))
        return repr(self.stores.personal.copy_of(PersonId(found[0]["id"]))) if found else ""

    def inconsistencies(self) -> list[str]:
        """Return what is wrong with the store after everything was handled."""
        found = [str(row) for row in self.database.query("pragma foreign_key_check")]
        ((checked,),) = self.database.execute("pragma quick_check").fetchall()
        found += [checked] if checked != "ok" else []
        found += [
            f"{name} waits" for name in ("inbox", "outbox") if getattr(self.stores, name).count_waiting()
        ]
        for table in ("cases", "deadlines", "interviews", "pending_questions", "chat_messages"):
            query = f"select count(*) from {table} where person not in (select id from people)"  # noqa: S608
            ((orphans,),) = self.database.execute(query).fetchall()
            found += [f"{orphans} orphans in {table}"] if orphans else []
        return found


class _CheckedHandler:
    """The real handler; notes what it raises, the order of each chat, and who else is changed by a tap."""

    def __init__(self, world: World, handler: UpdateHandler) -> None:
        self._world = world
        self._handler = handler

    async def handle(self, update: Update, verdict: Verdict) -> str:
        """Handle an update, and note whatever should not happen."""
        world, chat = self._world, update.effective_chat
        other = next((each for each in PEOPLE if chat is None or each != chat.id), 0)
        if world.chance.one_in(2):
            other = world.chance.one_of([each for each in PEOPLE if chat is None or each != chat.id])
        watch = (
            chat is not None and chat.id > 0 and (update.callback_query is not None or world.chance.one_in(8))
        )
        before = world.snapshot(other) if watch else ""
        try:
            words = await self._handler.handle(update, verdict)
        except PreparationNeeded:
            raise
        except Exception:
            told = f"{traceback.format_exc()[-3000:]}\n{update.to_json()[:3000]}"
            world.faults.append((update.update_id, told))
            raise
        if watch and world.snapshot(other) != before:
            told = f"{other} was changed by {update.to_json()[:3000]}"
            world.faults.append((update.update_id, told))
        asked_for = update.message or update.edited_message or update.callback_query
        if chat is not None and asked_for is not None:
            # Kinds that Telegram is not asked for share a lane, whatever chat they are about.
            world.handled.setdefault(chat.id, []).append(update.update_id)
        return words

    async def apologise(self, update: Update, error_id: str) -> None:
        """Apologise."""
        await self._handler.apologise(update, error_id)


class _HastyOutbox(OutboxWorker):
    """Sends without a pause between the messages of one chat."""

    def _window(self, name: str) -> Window:
        del name
        return Window(10**9, 1.0, lambda: 0.0)


async def _done(tasks: set[asyncio.Task[None]]) -> None:
    while tasks:
        await asyncio.gather(*tasks)
        await asyncio.sleep(0)


def open_fast(folder: Path) -> EncryptedDatabase:
    """Open an encrypted database that does not wait for the disk: nothing here survives anyway."""
    database = open_database(folder, folder / "key")
    database.execute("pragma synchronous = off")
    return database


def _settings() -> Settings:
    return load_settings(
        {"COUNSELLOR_GROUP_ID": str(GROUP), "WEGWIJZER_COUNSELLORS_FILE": "counsellors.yml"}, None
    )


def lines_of(found: Sequence[object]) -> str:
    """Return findings as one text for a failing test, the first few of them."""
    return "\n\n".join(str(each) for each in found[:5])
