"""Setting, changing and cancelling dates, and what is said about the reminders."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.stores import Stores
from content.formatting import format_date_and_time
from content.markup import Bullets
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AcceptProposal,
    AllowTelling,
    ShowDeadline,
    StartInterview,
)
from conversations.composer import Composer
from conversations.deadlines import DeadlineKind, DeadlineState
from conversations.events import Command
from conversations.flows.interview import InterviewId
from conversations.messages import Message
from conversations.people import Consent
from conversations.reminding import MOST_DEADLINES
from conversations.understanding import ShowDates, Start
from tests.dates import (
    LAST_DAY,
    LETTER,
    WAITING_FOR_RULING,
    a_deadline,
    answers_offered,
    begin,
    dates_of,
    go_through,
    me,
    only,
    set_date,
    waiting,
)
from tests.fakes import AMSTERDAM, Chat, FakeUnderstanding, SettableClock, actions, words

_EN = LanguageCode("en")
_TERM = InterviewId.DEPARTURE_TERM


def _moments(message: Message) -> list[str]:
    """Return the moments that a confirmation names."""
    (bullets,) = [block for block in message.blocks if isinstance(block, Bullets)]
    return words(replace(message, blocks=(bullets,))).splitlines()


def _planned(kept: Stores) -> list[str]:
    local = [reminder.due_at.astimezone(AMSTERDAM) for reminder in waiting(kept)]
    return [format_date_and_time(moment.date(), moment.time(), "en") for moment in sorted(local)]


async def test_a_result_is_one_tap_from_its_reminders(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """The last day in the letter is set with the reminders that are named: those that are truly planned."""
    result = await go_through(settled_chat, _TERM, LETTER)
    confirmed, _ = await settled_chat.tap(only(result, AcceptProposal))
    (deadline,) = dates_of(kept, settled_chat)

    assert (deadline.kind, deadline.day, deadline.estimated) == (DeadlineKind.DEPARTURE_TERM, LAST_DAY, False)
    assert words(composer.notice(["deadline_moments"], _EN)) in words(confirmed)
    assert (_moments(confirmed), len(_moments(confirmed))) == (_planned(kept), 5)


@pytest.mark.parametrize(
    ("kind", "typed", "begins", "note", "moments"),
    [
        (DeadlineKind.VBL_STAY, ["12 december 2026"], None, "", 5),
        (DeadlineKind.DOCUMENT_W, ["5 november 2026"], None, "", 2),
        (
            DeadlineKind.IOM_APPOINTMENT,
            ["12 december 2026", "10:30", "bring my id"],
            time(10, 30),
            "bring my id",
            3,
        ),
        (DeadlineKind.OTHER_APPOINTMENT, ["12 december 2026", "skip", "skip"], None, "", 2),
        (
            DeadlineKind.OWN,
            ["12 december 2026", "11:15", "call the school"],
            time(11, 15),
            "call the school",
            1,
        ),
        (DeadlineKind.WEEKLY_REPORT, ["12 december 2026"], None, "", 1),
    ],
    ids=lambda value: value if isinstance(value, DeadlineKind) else "",
)
async def test_a_date_is_set_from_the_list(
    settled_chat: Chat,
    kept: Stores,
    kind: DeadlineKind,
    typed: list[str],
    begins: time | None,
    note: str,
    moments: int,
) -> None:
    """From /deadlines on every kind can be set, and what is told is what is planned."""
    (listed,) = await settled_chat.command(Command.DEADLINES)
    assert StartInterview(InterviewId.NEW_DEADLINE) in actions(listed)

    confirmed = (await set_date(settled_chat, kind, *typed))[0]
    (deadline,) = dates_of(kept, settled_chat)

    assert (deadline.kind, deadline.clock, deadline.note) == (kind, begins, note)
    assert (_moments(confirmed), len(_moments(confirmed))) == (_planned(kept), moments)


async def test_a_day_in_the_request_is_not_asked_again(
    settled_chat: Chat, kept: Stores, composer: Composer, understanding: FakeUnderstanding
) -> None:
    """Who writes the day in the first message is asked only for the rest."""
    text = "remind me on 12 december 2026"
    understanding.expect(text, Start(InterviewId.NEW_DEADLINE))
    question = (await settled_chat.write(text))[0]
    (tap,) = [each for each in answers_offered(question) if each.answer == DeadlineKind.VBL_STAY]
    (confirm,) = await settled_chat.tap(tap)
    await settled_chat.tap(only(confirm, AcceptProposal))

    assert words(composer.notice(["new_deadline_ask_kind"], _EN)) in words(question)
    assert [each.day for each in dates_of(kept, settled_chat)] == [LAST_DAY]


async def test_a_request_without_consent_asks_for_it(
    settled_chat: Chat, kept: Stores, understanding: FakeUnderstanding
) -> None:
    """A date in a message is not kept before the person agreed."""
    kept.people.set_consent(me(kept, settled_chat), Consent.REFUSED)
    text = "remind me on 12 december 2026"
    understanding.expect(text, Start(InterviewId.NEW_DEADLINE))
    await settled_chat.write(text)

    assert kept.interviews.current(me(kept, settled_chat)) is None


async def test_dates_can_be_asked_for_in_words(
    settled_chat: Chat, kept: Stores, understanding: FakeUnderstanding
) -> None:
    """The list comes by typing as it does by command."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    understanding.expect("what are my dates", ShowDates())

    assert await settled_chat.write("what are my dates") == await settled_chat.command(Command.DEADLINES)


async def test_appointments_are_a_list_of_their_own(settled_chat: Chat, kept: Stores) -> None:
    """/appointments leaves out everything else."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    await set_date(settled_chat, DeadlineKind.IOM_APPOINTMENT, "13 december 2026", "10:30", "skip")
    stay, appointment = dates_of(kept, settled_chat)
    (listed,) = await settled_chat.command(Command.APPOINTMENTS)

    assert ShowDeadline(appointment.id) in actions(listed)
    assert ShowDeadline(stay.id) not in actions(listed)


async def test_the_same_date_is_set_once(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """Who taps twice or sets a date again gets no double reminders, and reads that it is there already."""
    result = await go_through(settled_chat, _TERM, LETTER)
    await settled_chat.tap(only(result, AcceptProposal))
    planned = waiting(kept)
    (told,) = await settled_chat.tap(only(result, AcceptProposal))

    assert (len(dates_of(kept, settled_chat)), waiting(kept)) == (1, planned)
    assert words(composer.notice(["deadline_exists"], _EN)) in words(told)


async def test_a_stopped_date_that_is_set_again_is_reminded_of(settled_chat: Chat, kept: Stores) -> None:
    """Who sets a date anew wants its reminders, also when they were stopped before."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    (deadline,) = dates_of(kept, settled_chat)
    kept.deadlines.replan(replace(deadline, state=DeadlineState.STOPPED), ())
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")

    assert (len(dates_of(kept, settled_chat)), len(waiting(kept))) == (1, 5)


async def test_a_ruling_is_asked_for_once_a_month(
    settled_chat: Chat, kept: Stores, composer: Composer, clock: SettableClock
) -> None:
    """While the term stands still one question comes each month, however often that was agreed to."""
    result = await go_through(settled_chat, _TERM, WAITING_FOR_RULING)
    (confirmed,) = await settled_chat.tap(only(result, AcceptProposal))
    clock.advance(days=3)
    again = await go_through(settled_chat, _TERM, WAITING_FOR_RULING)
    await settled_chat.tap(only(again, AcceptProposal))

    assert words(confirmed) == words(composer.notice(["deadline_set_ruling"], _EN))
    assert [each.day for each in dates_of(kept, settled_chat)] == [date(2026, 12, 2)]


async def test_a_day_that_passed_before_the_confirmation(
    settled_chat: Chat, kept: Stores, composer: Composer, clock: SettableClock
) -> None:
    """A confirmation tapped too late sets nothing and says so, with the way to a person."""
    question = await begin(settled_chat, InterviewId.NEW_DEADLINE)
    (tap,) = [each for each in answers_offered(question) if each.answer == DeadlineKind.VBL_STAY]
    await settled_chat.tap(tap)
    (confirm,) = await settled_chat.write("today")
    clock.advance(days=1)

    assert await settled_chat.tap(only(confirm, AcceptProposal)) == (
        composer.fallback("deadline_passed", _EN),
    )
    assert dates_of(kept, settled_chat) == ()


async def test_a_full_list(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """Nothing is set beyond 30 dates, and the person reads what to do."""
    for number in range(MOST_DEADLINES):
        kept.deadlines.add(a_deadline(me(kept, settled_chat), name=f"d{number}", note=str(number)), ())
    told = await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")

    assert told == (composer.notice(["deadline_too_many"], _EN),)
    assert len(dates_of(kept, settled_chat)) == MOST_DEADLINES


async def test_too_near_for_reminders(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """A date that leaves no time is kept in the list, and no reminder is promised."""
    (confirmed,) = await set_date(settled_chat, DeadlineKind.VBL_STAY, "today")

    assert words(composer.notice(["deadline_no_moments"], _EN)) in words(confirmed)
    assert (len(dates_of(kept, settled_chat)), waiting(kept)) == (1, ())


async def test_weekly_reporting_set_on_its_own_day(
    settled_chat: Chat, kept: Stores, clock: SettableClock
) -> None:
    """Today's is too near: the next one is confirmed and reminded of, however often it is set."""
    (confirmed,) = await set_date(settled_chat, DeadlineKind.WEEKLY_REPORT, "today")
    clock.advance(hours=1)
    await set_date(settled_chat, DeadlineKind.WEEKLY_REPORT, "today")

    assert [each.day for each in dates_of(kept, settled_chat)] == [date(2026, 11, 9)]
    assert [each.due_at for each in waiting(kept)] == [datetime(2026, 11, 9, 7, tzinfo=UTC)]
    assert _moments(confirmed) == _planned(kept)


async def test_telling_is_asked_only_where_counsellors_can_be_told(settled_chat: Chat, kept: Stores) -> None:
    """The question comes for the departure term and for nothing else."""
    _, asked = await set_date(settled_chat, DeadlineKind.DEPARTURE_TERM, "12 december 2026")
    stay = await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    term = dates_of(kept, settled_chat)[0]

    assert actions(asked) == [AllowTelling(term.id, allowed=True), AllowTelling(term.id, allowed=False)]
    assert len(stay) == 1
