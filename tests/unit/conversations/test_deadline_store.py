"""What every store of dates, reminders, interviews and cases does, in memory and on disk."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    DeadlineState,
    Distance,
    Reminder,
    ReminderSettings,
    ReminderState,
)
from conversations.events import Address
from conversations.identifiers import PersonId
from tests.dates import FAR_AHEAD, a_deadline, at, waiting
from tests.fakes import AMSTERDAM, NOON

_HOUR = timedelta(hours=1)


@pytest.fixture
def person(kept: Stores) -> PersonId:
    """Return a person."""
    return kept.people.find_or_add(Address("telegram", "1001", LanguageCode("en"))).id


@pytest.fixture
def other(kept: Stores) -> PersonId:
    """Return another person."""
    return kept.people.find_or_add(Address("telegram", "2002")).id


def _sent(kept: Stores, reminder: Reminder) -> None:
    kept.deadlines.begin(reminder, None)
    kept.deadlines.finish(reminder.id, ReminderState.SENT)


def test_a_deadline_is_found_as_it_was_added(kept: Stores, person: PersonId) -> None:
    """Nothing of a date gets lost."""
    deadline = Deadline(
        id=DeadlineId("d1"),
        person=person,
        kind=DeadlineKind.EMBASSY_APPOINTMENT,
        day=date(2028, 2, 29),
        clock=time(10, 30),
        note="paspoort ንኽወስድ 📄 'quoted'",
        estimated=True,
        tells_counsellor=True,
        state=DeadlineState.STOPPED,
    )
    kept.deadlines.add(deadline, ())

    assert kept.deadlines.find(person, deadline.id) == deadline
    assert kept.deadlines.all_of(person) == (deadline,)


def test_nobody_finds_the_dates_of_another(kept: Stores, person: PersonId, other: PersonId) -> None:
    """The id alone is not enough."""
    kept.deadlines.add(a_deadline(person), ())

    assert kept.deadlines.find(other, a_deadline(person).id) is None
    assert kept.deadlines.find(person, DeadlineId("unknown")) is None
    assert kept.deadlines.all_of(other) == ()


def test_the_nearest_date_comes_first(kept: Stores, person: PersonId) -> None:
    """By day, then by time; a whole day before its times."""
    moments = [
        (date(2026, 12, 12), time(10)),
        (date(2026, 12, 12), None),
        (date(2026, 11, 30), time(23)),
        (date(2026, 12, 12), time(9, 5)),
    ]
    for number, (day, clock) in enumerate(moments):
        kept.deadlines.add(a_deadline(person, day=day, clock=clock, name=str(number)), ())

    assert [each.id for each in kept.deadlines.all_of(person)] == ["2", "1", "3", "0"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (DeadlineState.ACTIVE, 1),
        (DeadlineState.STOPPED, 1),
        (DeadlineState.DONE, 0),
        (DeadlineState.CANCELLED, 0),
    ],
)
def test_what_is_over_leaves_the_list(
    kept: Stores, person: PersonId, state: DeadlineState, shown: int
) -> None:
    """A date that is done or cancelled is no longer listed."""
    kept.deadlines.add(a_deadline(person), ())
    kept.deadlines.replan(replace(a_deadline(person), state=state), ())

    assert len(kept.deadlines.all_of(person)) == shown


def test_replanning_keeps_everything_that_changed(kept: Stores, person: PersonId) -> None:
    """What is confirmed to the person is what is stored, whichever part of the date changed."""
    kept.deadlines.add(replace(a_deadline(person), estimated=True), [at(NOON)])
    changed = replace(
        a_deadline(person, DeadlineKind.IOM_APPOINTMENT, date(2027, 1, 5), time(9)),
        note="bring my id",
        tells_counsellor=True,
    )
    kept.deadlines.replan(changed, [at(NOON + _HOUR)])

    assert kept.deadlines.find(person, changed.id) == changed
    assert [each.due_at for each in waiting(kept)] == [NOON + _HOUR]


def test_replanning_leaves_what_was_sent(kept: Stores, person: PersonId) -> None:
    """The record of what arrived stays."""
    deadline = a_deadline(person)
    kept.deadlines.add(deadline, [at(NOON), at(NOON + _HOUR)])
    _sent(kept, waiting(kept)[0])
    kept.deadlines.replan(deadline, ())

    assert ([each.due_at for each in kept.deadlines.sent_for(deadline.id)], waiting(kept)) == ([NOON], ())
    assert kept.deadlines.counts() == {ReminderState.SENT: 1, ReminderState.CANCELLED: 1}


def test_the_next_moment(kept: Stores, person: PersonId) -> None:
    """The earliest attempt counts, in UTC, whatever zone it was planned in."""
    assert kept.deadlines.next_due() is None

    local = datetime(2026, 11, 2, 12, 30, tzinfo=AMSTERDAM)
    kept.deadlines.add(a_deadline(person), [at(NOON), at(local)])

    assert kept.deadlines.next_due() == datetime(2026, 11, 2, 11, 30, tzinfo=UTC)


def test_due_until_a_moment(kept: Stores, person: PersonId) -> None:
    """What is due at that very moment counts; what is due later does not."""
    kept.deadlines.add(a_deadline(person), [at(NOON), at(NOON + timedelta(microseconds=1))])

    assert [each.due_at for each in kept.deadlines.due(NOON, 10)] == [NOON]
    assert (kept.deadlines.count_due(NOON), kept.deadlines.count_due(FAR_AHEAD)) == (1, 2)
    assert kept.deadlines.due(NOON - _HOUR, 10) == ()


def test_the_most_urgent_comes_first(kept: Stores, person: PersonId, other: PersonId) -> None:
    """By kind, then by time, over all people; a limit cuts off the least urgent."""
    for number, kind in enumerate(reversed(DeadlineKind)):
        owner = person if number % 2 else other
        deadline = a_deadline(owner, kind, name=kind)
        kept.deadlines.add(deadline, [at(NOON + _HOUR), at(NOON)])
    expected = [(kind.value, moment) for kind in DeadlineKind for moment in (NOON, NOON + _HOUR)]
    due = kept.deadlines.due(FAR_AHEAD, 100)

    assert [(each.deadline, each.due_at) for each in due] == expected
    assert kept.deadlines.due(FAR_AHEAD, 3) == due[:3]


@pytest.mark.parametrize(
    ("distance", "overtaken"),
    [(Distance.SAME_MORNING, True), (Distance.LATER, True), (Distance.NO_ANSWER, False)],
)
def test_overtaken_by_a_later_reminder(
    kept: Stores, person: PersonId, distance: Distance, *, overtaken: bool
) -> None:
    """Only a message that is due as well takes the place of an earlier one; the watch sends none."""
    kept.deadlines.add(a_deadline(person), [at(NOON), at(NOON + _HOUR, distance)])
    kept.deadlines.add(a_deadline(person, name="d2"), [at(NOON + _HOUR)])
    first = min(waiting(kept), key=lambda each: each.due_at)

    assert kept.deadlines.is_overtaken(first, NOON + _HOUR) == overtaken
    assert not kept.deadlines.is_overtaken(first, NOON + _HOUR / 2)


@pytest.mark.parametrize("end", ["sent", "cancelled"])
def test_begun_only_while_it_is_open(kept: Stores, person: PersonId, end: str) -> None:
    """A reminder that was sent or cancelled is not begun again."""
    deadline = a_deadline(person)
    kept.deadlines.add(deadline, [at(NOON)])
    (reminder,) = waiting(kept)
    assert kept.deadlines.begin(reminder, None)
    assert kept.deadlines.begin(reminder, None), "a machine that died tries again"
    if end == "sent":
        kept.deadlines.finish(reminder.id, ReminderState.SENT)
    else:
        kept.deadlines.replan(deadline, ())

    assert not kept.deadlines.begin(reminder, None)


def test_cancelled_while_it_was_sent_stays_cancelled(kept: Stores, person: PersonId) -> None:
    """Neither the success nor the failure of that attempt brings it back."""
    deadline = a_deadline(person)
    kept.deadlines.add(deadline, [at(NOON), at(NOON + _HOUR)])
    for reminder in waiting(kept):
        kept.deadlines.begin(reminder, None)
    first, second = waiting(kept)
    kept.deadlines.replan(deadline, ())
    kept.deadlines.finish(first.id, ReminderState.SENT)
    kept.deadlines.try_later(second.id, NOON + _HOUR, "try_later")

    assert (waiting(kept), kept.deadlines.sent_for(deadline.id)) == ((), ())
    assert kept.deadlines.counts() == {ReminderState.CANCELLED: 2}


def test_a_new_attempt(kept: Stores, person: PersonId) -> None:
    """It counts the tries, waits for its time and stays due at the old one."""
    kept.deadlines.add(a_deadline(person), [at(NOON)])
    (reminder,) = waiting(kept)
    kept.deadlines.begin(reminder, None)
    kept.deadlines.try_later(reminder.id, NOON + _HOUR, "try_later")
    (again,) = waiting(kept)

    assert again == replace(reminder, tries=1)
    assert (kept.deadlines.next_due(), kept.deadlines.due(NOON, 10)) == (NOON + _HOUR, ())


def test_the_next_occurrence_is_planned_with_the_first_attempt(kept: Stores, person: PersonId) -> None:
    """It is there once, with the day that follows."""
    weekly = a_deadline(person, DeadlineKind.WEEKLY_REPORT)
    kept.deadlines.add(weekly, [at(NOON)])
    (reminder,) = waiting(kept)
    following = replace(weekly, day=weekly.day + timedelta(days=7))
    kept.deadlines.begin(reminder, (following, at(NOON + timedelta(days=7))))
    (left_behind,) = kept.deadlines.due(NOON, 10)
    kept.deadlines.begin(left_behind, (following, at(NOON + timedelta(days=7))))

    assert kept.deadlines.find(person, weekly.id) == following
    assert len(waiting(kept)) == 2


def test_reactions_count_for_what_was_sent(kept: Stores, person: PersonId) -> None:
    """The last sent comes first; the watch is no message; a reaction says nothing of later ones."""
    deadline = a_deadline(person)
    kept.deadlines.add(deadline, [at(NOON), at(NOON + _HOUR), at(NOON + 2 * _HOUR, Distance.NO_ANSWER)])
    first, second, watch = waiting(kept)
    _sent(kept, first)
    kept.deadlines.answered(deadline.id)
    _sent(kept, second)
    _sent(kept, watch)

    sent = kept.deadlines.sent_for(deadline.id)
    assert [(each.id, each.answered) for each in sent] == [(second.id, False), (first.id, True)]


def test_settings_belong_to_one_person(kept: Stores, person: PersonId, other: PersonId) -> None:
    """What was chosen last counts; nobody else is touched."""
    chosen = ReminderSettings(frozenset({Distance.DAYS_1}), frozenset({Distance.HOURS_2}), discreet=True)
    kept.deadlines.choose(person, ReminderSettings(discreet=False))
    kept.deadlines.choose(person, chosen)

    assert (kept.deadlines.settings_of(person), kept.deadlines.settings_of(other)) == (
        chosen,
        ReminderSettings(),
    )


def test_old_dates_go_with_their_reminders(kept: Stores, person: PersonId) -> None:
    """A date before the limit is erased; a ruling has no date of its own and stays."""
    for name, kind, day in (
        ("old", DeadlineKind.OWN, date(2026, 8, 1)),
        ("limit", DeadlineKind.OWN, date(2026, 8, 2)),
        ("ruling", DeadlineKind.RULING, date(2026, 1, 1)),
    ):
        kept.deadlines.add(a_deadline(person, kind, day, name=name), [at(NOON)])
    for reminder in waiting(kept):
        kept.deadlines.begin(reminder, None)

    assert kept.deadlines.purge(date(2026, 8, 2)) == 1
    assert {each.id for each in kept.deadlines.all_of(person)} == {"limit", "ruling"}
    assert {each.deadline for each in waiting(kept)} == {"limit", "ruling"}
