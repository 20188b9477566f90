"""What people tap below a reminder, and what becomes of their dates then."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AllowTelling,
    AskForHelp,
    CancelDeadline,
    MarkDone,
    RemindLater,
    RulingCame,
    ShowDeadline,
    StopReminders,
    ToggleDiscreet,
)
from conversations.assistant import Assistant
from conversations.cases import CaseReason, CaseState
from conversations.composer import Composer
from conversations.deadlines import TERM_DISTANCES, Deadline, DeadlineKind, DeadlineState, Distance
from tests.dates import a_deadline, at, dates_of, distances, me, set_date, waiting
from tests.fakes import AMSTERDAM, NOON, Chat, FixedLanguages, SettableClock, actions, say, words
from tests.talks import build_talk

_EN = LanguageCode("en")


@pytest.mark.parametrize(
    ("action", "state", "key"),
    [(MarkDone, None, "reminder_done_noted"), (StopReminders, DeadlineState.STOPPED, "reminder_stopped")],
    ids=["done", "stop"],
)
async def test_no_more_reminders_after_done_and_stop(
    settled_chat: Chat,
    kept: Stores,
    composer: Composer,
    term: Deadline,
    action: type[MarkDone | StopReminders],
    state: DeadlineState | None,
    key: str,
) -> None:
    """What is arranged leaves the list; what is only stopped stays in it. Neither reminds any more."""
    (noted,) = await settled_chat.tap(action(term.id))

    assert words(noted) == say(composer, key)
    assert [each.state for each in dates_of(kept, settled_chat)] == ([state] if state else [])
    assert waiting(kept) == ()


async def test_stopped_reminders_are_told_beside_the_date(
    settled_chat: Chat, composer: Composer, term: Deadline
) -> None:
    """Who looks at the date later sees why no message comes."""
    await settled_chat.tap(StopReminders(term.id))
    (shown,) = await settled_chat.tap(ShowDeadline(term.id))

    assert say(composer, "deadline_reminders_off") in words(shown)


async def test_later_adds_a_reminder_and_says_when(
    settled_chat: Chat, kept: Stores, composer: Composer, term: Deadline
) -> None:
    """Days ahead it comes again tomorrow morning; the planned ones stay."""
    (noted,) = await settled_chat.tap(RemindLater(term.id))
    tomorrow = datetime(2026, 11, 3, 8, tzinfo=UTC)
    (later,) = [each for each in waiting(kept) if each.distance is Distance.LATER]

    assert (later.due_at, distances(kept)) == (tomorrow, {Distance.LATER, *TERM_DISTANCES})
    assert composer.moment_text(tomorrow, _EN, AMSTERDAM) in words(noted)


@pytest.mark.parametrize(
    ("day", "begins_at"),
    [(date(2026, 11, 2), time(14, 30)), (date(2026, 11, 3), time(8, 30))],
    ids=["in an hour and a half", "tomorrow before nine"],
)
async def test_later_comes_before_an_appointment(
    settled_chat: Chat, kept: Stores, day: date, begins_at: time
) -> None:
    """A promise to remind again that comes after the appointment helps nobody, and is never sent."""
    person = me(kept, settled_chat)
    kept.deadlines.add(a_deadline(person, DeadlineKind.IOM_APPOINTMENT, day, begins_at), ())
    await settled_chat.tap(RemindLater(a_deadline(person).id))

    begins = datetime.combine(day, begins_at, AMSTERDAM)
    assert all(each.due_at < begins for each in waiting(kept))


async def test_later_on_a_weekly_report_comes_the_same_day(settled_chat: Chat, kept: Stores) -> None:
    """The day of the report is today: tomorrow would be too late, even though the next week is planned."""
    person = me(kept, settled_chat)
    kept.deadlines.add(a_deadline(person, DeadlineKind.WEEKLY_REPORT, date(2026, 11, 9)), ())
    await settled_chat.tap(RemindLater(a_deadline(person).id))

    assert sorted(each.due_at.date() for each in waiting(kept)) == [date(2026, 11, 2), date(2026, 11, 9)]


async def test_later_after_stop_is_no_empty_promise(settled_chat: Chat, kept: Stores, term: Deadline) -> None:
    """Who stopped and then taps "later" is reminded again, or is not told that they will be."""
    await settled_chat.tap(StopReminders(term.id))
    await settled_chat.tap(RemindLater(term.id))
    (deadline,) = dates_of(kept, settled_chat)

    assert (deadline.state is DeadlineState.ACTIVE) == bool(waiting(kept))


async def test_later_survives_a_change_of_settings(settled_chat: Chat, kept: Stores, term: Deadline) -> None:
    """What the person asked for by tapping "later" comes, whatever they allow or switch afterwards."""
    await settled_chat.tap(RemindLater(term.id))
    await settled_chat.tap(AllowTelling(term.id, allowed=True))

    assert Distance.LATER in distances(kept)


@pytest.mark.parametrize("connected", [True, False])
async def test_help_opens_a_case_and_promises_only_what_is_true(
    settled_chat: Chat,
    kept: Stores,
    composer: Composer,
    assistant: Assistant,
    languages: FixedLanguages,
    clock: SettableClock,
    term: Deadline,
    *,
    connected: bool,
) -> None:
    """The case is kept in any case; that counsellors get it is said only where they have a group."""
    talk = build_talk(assistant, kept, languages, clock, connected=connected)
    (told,) = await Chat(talk, settled_chat.address).tap(AskForHelp(term.id))
    (case,) = kept.cases.all_open()

    assert (case.person, case.reason, case.deadline) == (term.person, CaseReason.HELP_WANTED, term.id)
    assert (say(composer, "reminder_help_kept") in words(told)) == connected
    assert words(composer.counsellor(_EN)) in words(told)


async def test_help_twice_is_one_case(settled_chat: Chat, kept: Stores, term: Deadline) -> None:
    """Counsellors are not told the same thing twice."""
    await settled_chat.tap(AskForHelp(term.id))
    await settled_chat.tap(AskForHelp(term.id))

    assert len(kept.cases.all_open()) == 1


async def test_help_after_an_answer_waits_again(
    settled_chat: Chat, kept: Stores, clock: SettableClock, term: Deadline
) -> None:
    """Who was answered and taps "I need help" again stands among those who wait, from now on."""
    case = kept.cases.open(term.person, CaseReason.DANGER)
    kept.cases.save(replace(case, state=CaseState.TAKEN, waiting_since=None))
    clock.advance(hours=2)
    await settled_chat.tap(AskForHelp(term.id))

    assert [(each.reason, each.waiting_since) for each in kept.cases.all_open()] == [
        (CaseReason.DANGER, clock())
    ]


@pytest.mark.parametrize("allowed", [True, False])
async def test_telling_a_counsellor_is_agreed_to_or_not(
    settled_chat: Chat, kept: Stores, composer: Composer, *, allowed: bool
) -> None:
    """Only who agrees is looked after on the last day; the reminders are the same."""
    await set_date(settled_chat, DeadlineKind.DEPARTURE_TERM, "12 december 2026")
    before = distances(kept)
    (term,) = dates_of(kept, settled_chat)
    (noted,) = await settled_chat.tap(AllowTelling(term.id, allowed=allowed))

    assert words(noted) == say(composer, "deadline_tell_noted")
    assert distances(kept) - before == ({Distance.NO_ANSWER} if allowed else set())
    assert before <= distances(kept)
    assert [each.tells_counsellor for each in dates_of(kept, settled_chat)] == [allowed]


async def test_every_tap_is_a_reaction(settled_chat: Chat, kept: Stores, term: Deadline) -> None:
    """Who looks at the date has seen the reminder: no counsellor need ask after them."""
    await settled_chat.tap(ShowDeadline(term.id))

    assert [each.answered for each in kept.deadlines.sent_for(term.id)] == [True]


async def _ruling(chat: Chat, kept: Stores) -> Deadline:
    deadline = a_deadline(me(kept, chat), DeadlineKind.RULING, date(2026, 12, 2))
    kept.deadlines.add(deadline, [at(NOON + timedelta(days=30), Distance.SAME_MORNING)])
    return deadline


async def test_the_ruling_came(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """The monthly question ends, and the interview that counts the last day begins."""
    ruling = await _ruling(settled_chat, kept)
    (question,) = await settled_chat.tap(RulingCame(ruling.id, came=True))

    assert say(composer, "departure_term_ask_is_unaccompanied_minor") in words(question)
    assert (dates_of(kept, settled_chat), waiting(kept)) == ((), ())


async def test_the_ruling_did_not_come(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """The question comes again in a month."""
    ruling = await _ruling(settled_chat, kept)
    (noted,) = await settled_chat.tap(RulingCame(ruling.id, came=False))

    assert words(noted) == say(composer, "reminder_not_yet_noted")
    assert len(waiting(kept)) == 1


async def test_no_promise_about_a_ruling_that_is_not_asked_for(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """ "Not yet" below an old reminder does not promise a question that never comes."""
    ruling = await _ruling(settled_chat, kept)
    await settled_chat.tap(CancelDeadline(ruling.id, confirmed=True))
    messages = await settled_chat.tap(RulingCame(ruling.id, came=False))

    assert say(composer, "reminder_not_yet_noted") not in map(words, messages)


@pytest.mark.parametrize("kind", [DeadlineKind.DEPARTURE_TERM, DeadlineKind.RULING])
async def test_who_is_reminded_discreetly_can_do_the_same(
    settled_chat: Chat, kept: Stores, composer: Composer, kind: DeadlineKind
) -> None:
    """Behind the button "show" stands all that an open reminder offers: help, stop, done, the ruling."""
    deadline = a_deadline(me(kept, settled_chat), kind)
    kept.deadlines.add(deadline, ())
    await settled_chat.tap(ToggleDiscreet())
    (shown,) = await settled_chat.tap(ShowDeadline(deadline.id))
    reminder = composer.reminder(deadline, _EN, NOON, AMSTERDAM, discreet=False, late=False)
    wanted = (MarkDone, AskForHelp, StopReminders, RulingCame)

    assert {each for each in actions(reminder) if isinstance(each, wanted)} <= set(actions(shown))
