"""What follows from a reminder: the next occurrence, the look for answers, and cases."""

from datetime import date, timedelta

import pytest

from bot.stores import Stores
from conversations.cases import CaseReason
from conversations.deadlines import (
    DeadlineKind,
    Distance,
    Reminder,
    ReminderState,
)
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import (
    FAR_AHEAD,
    LAST_EVENING,
    LAST_MORNING,
    a_deadline,
    at,
    keep_deadline,
    waiting,
)
from tests.fakes import AMSTERDAM, words


@pytest.mark.parametrize(
    ("kind", "following"),
    [(DeadlineKind.WEEKLY_REPORT, date(2026, 12, 19)), (DeadlineKind.RULING, date(2027, 1, 12))],
)
@pytest.mark.parametrize("crashed", [False, True], ids=["at once", "begun twice after a crash"])
def test_what_comes_again_is_planned_once(
    delivery: ReminderDelivery,
    kept: Stores,
    person: Person,
    kind: DeadlineKind,
    following: date,
    *,
    crashed: bool,
) -> None:
    """The next occurrence is planned with the first attempt, and a crash neither loses nor doubles it."""
    reminder = keep_deadline(kept, a_deadline(person.id, kind), at(LAST_MORNING, Distance.SAME_MORNING))
    letter = delivery.begin(reminder, LAST_MORNING)
    if crashed:
        (left_behind,) = kept.deadlines.due(LAST_MORNING, 10)
        letter = delivery.begin(left_behind, LAST_MORNING)
    assert letter is not None
    delivery.sent(reminder)

    assert [each.day for each in kept.deadlines.all_of(person.id)] == [following]
    assert [each.due_at.astimezone(AMSTERDAM).date() for each in waiting(kept)] == [following]


def test_a_second_attempt_plans_nothing(delivery: ReminderDelivery, kept: Stores, person: Person) -> None:
    """A weekly reminder that could not be sent at once is planned once for the next week."""
    weekly = a_deadline(person.id, DeadlineKind.WEEKLY_REPORT)
    keep_deadline(kept, weekly, at(LAST_MORNING, Distance.SAME_MORNING))
    for minutes in (0, 5, 10):
        (reminder,) = kept.deadlines.due(LAST_MORNING + timedelta(minutes=minutes), 10)
        delivery.begin(reminder, LAST_MORNING + timedelta(minutes=minutes))
        delivery.try_later(reminder, LAST_MORNING + timedelta(minutes=minutes + 5), "try_later")

    assert len(kept.deadlines.due(FAR_AHEAD, 10)) == 2


def test_a_repeated_weekly_reminder_names_its_own_day(
    delivery: ReminderDelivery, kept: Stores, person: Person
) -> None:
    """After "later" the report of today is meant, although the date already stands at next week."""
    weekly = a_deadline(person.id, DeadlineKind.WEEKLY_REPORT, date(2026, 12, 19))
    letter = delivery.begin(keep_deadline(kept, weekly, at(LAST_MORNING, Distance.LATER)), LAST_MORNING)

    assert letter is not None
    assert "19" not in words(letter.message)


def _watched(kept: Stores, person: Person, *, agreed: bool, answered: bool, sent: int = 2) -> Reminder:
    deadline = a_deadline(person.id, tells_counsellor=agreed)
    before = [at(LAST_MORNING - timedelta(days=number)) for number in range(sent)]
    keep_deadline(kept, deadline, at(LAST_EVENING, Distance.NO_ANSWER), *before)
    (watch,) = (each for each in waiting(kept) if each.distance is Distance.NO_ANSWER)
    for reminder in kept.deadlines.due(LAST_MORNING, 10):
        kept.deadlines.begin(reminder, None)
        kept.deadlines.finish(reminder.id, ReminderState.SENT)
    if answered:
        kept.deadlines.answered(deadline.id)
    return watch


@pytest.mark.parametrize(
    ("agreed", "answered", "sent", "cases"),
    [
        (True, False, 2, [CaseReason.REMINDERS_UNANSWERED]),
        (True, False, 1, [CaseReason.REMINDERS_UNANSWERED]),
        (True, True, 2, []),
        (False, False, 2, []),
        (True, False, 0, []),
    ],
    ids=["no answer", "no answer to the only one", "answered", "not agreed", "nothing was sent"],
)
def test_a_counsellor_hears_of_silence_only_when_that_was_agreed(
    delivery: ReminderDelivery,
    kept: Stores,
    person: Person,
    *,
    agreed: bool,
    answered: bool,
    sent: int,
    cases: list[CaseReason],
) -> None:
    """The watch sends nothing; it opens a case for who agreed and did not react."""
    watch = _watched(kept, person, agreed=agreed, answered=answered, sent=sent)

    assert delivery.begin(watch, LAST_EVENING) is None
    assert [case.reason for case in kept.cases.all_open()] == cases
    assert waiting(kept) == ()


@pytest.mark.parametrize(
    ("kind", "cases"),
    [
        (DeadlineKind.DEPARTURE_TERM, [CaseReason.REMINDER_UNREACHABLE]),
        (DeadlineKind.VBL_STAY, [CaseReason.REMINDER_UNREACHABLE]),
        (DeadlineKind.DOCUMENT_W, [CaseReason.REMINDER_UNREACHABLE]),
        (DeadlineKind.IOM_APPOINTMENT, []),
        (DeadlineKind.OWN, []),
    ],
)
@pytest.mark.parametrize("state", [ReminderState.UNREACHABLE, ReminderState.FAILED])
def test_an_urgent_reminder_that_cannot_arrive_is_a_case(
    delivery: ReminderDelivery,
    kept: Stores,
    person: Person,
    kind: DeadlineKind,
    cases: list[CaseReason],
    state: ReminderState,
) -> None:
    """For a term a counsellor is told; for an appointment nobody is."""
    reminder = keep_deadline(kept, a_deadline(person.id, kind), at(LAST_MORNING, Distance.SAME_MORNING))
    delivery.begin(reminder, LAST_MORNING)
    delivery.not_sent(reminder, state)

    assert [case.reason for case in kept.cases.all_open()] == cases
    assert waiting(kept) == ()
