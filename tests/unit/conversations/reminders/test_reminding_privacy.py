"""Dates stay with the person: not for others, discreet when wanted, erased for good."""

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions import ForgetMe
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
    ToggleDiscreet,
)
from conversations.composer import Composer
from conversations.deadlines import Deadline, DeadlineKind
from conversations.events import Address
from conversations.messages import Message
from conversations.talk import Talk
from tests.dates import a_deadline, begin, dates_of, me, waiting
from tests.fakes import Chat, say, words

_EN = LanguageCode("en")


@pytest.mark.parametrize(
    "action",
    [ShowDeadline, ChangeDeadline, CancelDeadline, GetCalendarFile, MarkDone, RemindLater, AskForHelp],
)
async def test_dates_of_another_person_are_never_found(
    settled_chat: Chat, kept: Stores, composer: Composer, term: Deadline, talk: Talk, action: type
) -> None:
    """A button with the id of somebody else's date says that it is gone, and changes nothing."""
    before = (dates_of(kept, settled_chat), waiting(kept))
    other = Chat(talk, Address("telegram", "2002", _EN))
    messages = await other.tap(action(term.id))

    assert words(messages[0]) == say(composer, "deadline_gone")
    assert "12" not in "".join(map(words, messages))
    assert (dates_of(kept, settled_chat), waiting(kept)) == before
    assert kept.cases.all_open() == ()


@pytest.mark.parametrize("came", [True, False])
async def test_the_ruling_of_another_person_is_not_touched(
    settled_chat: Chat, kept: Stores, term: Deadline, talk: Talk, *, came: bool
) -> None:
    """An answer about somebody else's ruling neither ends it nor counts as their reaction."""
    await _as_other(talk).tap(RulingCame(term.id, came=came))
    await _as_other(talk).tap(AllowTelling(term.id, allowed=True))

    assert [each.answered for each in kept.deadlines.sent_for(term.id)] == [False]
    assert dates_of(kept, settled_chat) == (term,)


def _as_other(talk: Talk) -> Chat:
    return Chat(talk, Address("telegram", "2002", _EN))


def _calendar_title(message: Message) -> tuple[str, str]:
    assert message.calendar is not None
    return message.calendar.title, message.calendar.description


async def test_a_calendar_file_is_as_discreet_as_the_reminders(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """The entry names the date, unless others may not see it: then neither the kind nor the note."""
    person = me(kept, settled_chat)
    deadline = a_deadline(person, DeadlineKind.IOM_APPOINTMENT, note="bring my id")
    kept.deadlines.add(deadline, ())
    (plain,) = await settled_chat.tap(GetCalendarFile(deadline.id))
    await settled_chat.tap(ToggleDiscreet())
    (discreet,) = await settled_chat.tap(GetCalendarFile(deadline.id))

    label = composer.content.interface
    assert _calendar_title(plain) == (label("deadline_iom_appointment", _EN), "bring my id")
    assert _calendar_title(discreet) == (label("calendar_discreet", _EN), "")


@pytest.mark.parametrize("kept", ["on disk"], indirect=True)
async def test_forget_erases_everything(
    settled_chat: Chat, kept: Stores, fresh_database: Database, term: Deadline
) -> None:
    """After /forget no row of the person is left: dates, reminders, attempts, settings, interview, cases."""
    await settled_chat.tap(ToggleDiscreet())
    await settled_chat.tap(AskForHelp(term.id))
    await begin(settled_chat)
    kept.deadlines.replan(replace(term, day=date(2026, 12, 20)), ())
    await settled_chat.tap(ForgetMe(confirmed=True))

    left = {table.name: table.count for table in fresh_database.tables if "migrations" not in table.name}
    left.pop("daily_counts")  # in which there is no person
    left.pop("forgotten_conversations")  # the pseudonym alone, until Rasa has heard of it
    assert {name: count for name, count in left.items() if count and not name.startswith("_")} == {}
