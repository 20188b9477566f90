"""Doors: who is on no list changes nothing, and a button does nothing to anybody but the one who taps it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.composition import utc_now
from bot.desk.buttons import TAKE, encode_desk_button
from bot.telegram.callback_data import encode
from content.model import LanguageCode
from conversations.actions import AnswerQuestion, ConfirmDate, EndCase, ShareFile, ShareLocation
from conversations.actions_of_interviews import (
    AllowTelling,
    AskForHelp,
    CancelDeadline,
    ChangeDeadline,
    GetCalendarFile,
    MarkDone,
    RemindLater,
    RulingCame,
    ShowDeadline,
    StopInterview,
    StopReminders,
)
from conversations.cases import Case, CaseReason, CloseReason, CounsellorId, Sharing
from conversations.counsellor_requests import AskedQuestion, OfferedDate
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind
from conversations.desk_buttons import AskReason, CloseCase, GiveCase, TakeCase
from conversations.events import Address
from conversations.interview_state import Run
from conversations.people import Consent
from tests.fuzz.chance import Chance
from tests.fuzz.contents import whole_content
from tests.fuzz.telegram import CheckedTelegram
from tests.fuzz.world import GROUP, PEOPLE, SAM, STRANGER, World, open_fast

_NEVER = 10**9
_VICTIM, _OTHER = PEOPLE[:2]
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@dataclass
class Scene:
    """A world in which one person has what a person can have: a case, dates, questions to answer."""

    world: World
    case: Case
    data: list[str]
    """What the buttons of that person have."""

    async def happens(self, who: int, chat: int, **what: Any) -> None:
        """Let somebody write or tap, and let everything that follows happen."""
        world, number = self.world, self.world.next_number()
        user = {"id": who, "is_bot": False, "first_name": "x", "language_code": "en"}
        place = {"id": chat, "type": "supergroup" if chat < 0 else "private"}
        date = int(world.date.timestamp())
        message = {
            "message_id": number + 10_000,
            "date": date,
            "chat": place,
            "from": user,
        }
        if chat < 0:
            message |= {"message_thread_id": self.thread, "is_topic_message": True}
        update: dict[str, Any] = {"update_id": number}
        if "tap" in what:
            tap = {"id": "1", "from": user, "chat_instance": "1", "data": what["tap"], "message": message}
            update["callback_query"] = tap
        else:
            update["edited_message" if what.pop("edited", False) else "message"] = message | what
        assert world.keep(update)
        await world.settle()
        assert world.faults == []

    @property
    def thread(self) -> int | None:
        """Return the topic of the case."""
        now = self.world.stores.cases.find(self.case.id)
        return now.thread if now is not None else None

    @property
    def desk_data(self) -> list[str]:
        """Return what the buttons in the topic of the case have."""
        taps = (TakeCase(), AskReason(), CloseCase(CloseReason.ANSWERED), GiveCase(CounsellorId("Noor")))
        return [encode_desk_button(tap, self.case.id) for tap in taps]

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row about cases and people, apart from what is only counted or passes through."""
        names = (
            "people",
            "cases",
            "deadlines",
            "reminders",
            "counsellor_requests",
            "interviews",
            "desk_posts",
        )
        return {name: list(self.world.database.table(name).rows) for name in names}

    def said_to(self, chat: int) -> list[str]:
        """Return the calls that reached a chat so far."""
        return [name for name, values in self.world.telegram.calls if str(values.get("chat_id")) == str(chat)]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Return a world in which Telegram refuses nothing."""
    chance = Chance(Random(1))  # noqa: S311 - nothing depends on it
    world = World(whole_content(), chance, CheckedTelegram(chance, _NEVER), open_fast(tmp_path))
    await world.start()
    stores, clock = world.stores, utc_now()
    person = stores.people.find_or_add(Address("telegram", str(_VICTIM)))
    stores.people.set_language(person.id, LanguageCode("en"))
    stores.people.set_consent(person.id, Consent.GIVEN)
    case = stores.cases.open(person.id, CaseReason.ASKED_FOR, sharing=Sharing.NOTHING)
    day = clock.date() + timedelta(days=20)
    deadline = Deadline(DeadlineId("d00d1e"), person.id, DeadlineKind.IOM_APPOINTMENT, day)
    stores.deadlines.add(deadline, ())
    dated = stores.requests.ask(person.id, case.id, OfferedDate(DeadlineKind.IOM_APPOINTMENT, day))
    asked = stores.requests.ask(
        person.id, case.id, AskedQuestion(next(iter(world.content.texts[LanguageCode("nl")].asked)))
    )
    made = Scene(world, case, [])
    await world.settle()
    await made.happens(_VICTIM, _VICTIM, text="/calculate")
    await made.happens(_VICTIM, _VICTIM, location={"latitude": 52.0, "longitude": 5.0})
    kinds = (ShowDeadline, ChangeDeadline, GetCalendarFile, MarkDone, RemindLater, AskForHelp, StopReminders)
    actions = (
        *(kind(deadline.id) for kind in kinds),
        CancelDeadline(deadline.id, confirmed=True),
        AllowTelling(deadline.id, allowed=True),
        RulingCame(deadline.id, came=True),
        ConfirmDate(dated.id, accepted=True),
        AnswerQuestion(asked.id, "yes"),
        ShareLocation(10_002, allowed=True),
        ShareFile(10_002, allowed=True),
        StopInterview(Run("a1b2c3")),
        EndCase(),
    )
    seen = [data for number, data in world.buttons if number == _VICTIM]
    made.data = [*(encode(action) for action in actions), *seen]
    yield made
    world.database.close()


async def test_buttons_of_another_person(scene: Scene) -> None:
    """Whoever taps what another person's buttons say changes nothing about that person or their case."""
    before, said = scene.world.snapshot(_VICTIM), scene.said_to(_VICTIM)
    for data in (*scene.data, *scene.desk_data):
        for thief in (_OTHER, STRANGER):
            await scene.happens(thief, thief, tap=data)
    assert scene.world.snapshot(_VICTIM) == before
    assert scene.said_to(_VICTIM) == said


async def test_own_buttons_do_something(scene: Scene) -> None:
    """The same buttons change something for the one whose they are, or the test above would prove nothing."""
    before = scene.world.snapshot(_VICTIM)
    for data in scene.data:
        await scene.happens(_VICTIM, _VICTIM, tap=data)
    assert scene.world.snapshot(_VICTIM) != before


@pytest.mark.parametrize("taken", [False, True], ids=["waiting", "taken"])
async def test_a_member_who_is_no_counsellor(scene: Scene, taken: bool) -> None:
    """No command, button, word, file or edit of a member who is not on the list does anything."""
    if taken:
        await scene.happens(SAM, GROUP, text="/take")
    world = scene.world
    before, said = scene.tables(), scene.said_to(_VICTIM)
    commands = [f"{command}{words}" for command in world._commands for words in ("", "1", "hello")]
    for text in (*commands, "/undo", "/unknown", "hello", "/take@wegwijzer_bot", " /take", "/TAKE"):
        await scene.happens(STRANGER, GROUP, text=text)
        await scene.happens(STRANGER, GROUP, text=text, edited=True)
        await scene.happens(STRANGER, GROUP, photo=_PHOTO, caption=text)
    for tap in (*scene.desk_data, *scene.data):
        await scene.happens(STRANGER, GROUP, tap=tap)
    assert scene.tables() == before
    assert scene.said_to(_VICTIM) == said


async def test_a_counsellor_does_something(scene: Scene) -> None:
    """The same commands work for who is on the list, or the test above would prove nothing."""
    before = scene.tables()
    await scene.happens(SAM, GROUP, tap=f"{TAKE}:{scene.case.id}")
    await scene.happens(SAM, GROUP, text="hello")
    assert scene.tables() != before
    assert len(scene.said_to(_VICTIM)) > 1


async def test_a_counsellor_outside_the_group(scene: Scene) -> None:
    """In a private chat a counsellor is a person like everybody: the desk is not there."""
    before, said = scene.tables(), scene.said_to(_VICTIM)
    await scene.happens(SAM, SAM, tap=f"{TAKE}:{scene.case.id}")
    for command in scene.world._commands:
        if command.strip() not in ("/language", "/appointment"):
            await scene.happens(SAM, SAM, text=f"{command}hello")
    after = scene.tables()
    assert (after["cases"], after["desk_posts"]) == (before["cases"], before["desk_posts"])
    assert scene.said_to(_VICTIM) == said
