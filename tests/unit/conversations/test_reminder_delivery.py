"""Deciding about a reminder that is due."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.deadlines import (
    Deadline,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    Reminder,
    ReminderSettings,
)
from conversations.events import Address
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import a_deadline, at, waiting
from tests.fakes import AMSTERDAM, words

_MORNING = datetime(2026, 12, 12, 7, tzinfo=UTC)
"""Eight o'clock on the last day, in the Netherlands."""

_WATCH = datetime(2026, 12, 12, 16, tzinfo=UTC)


@pytest.fixture
def delivery(kept: Stores, content: Content) -> ReminderDelivery:
    """Return what is tested."""
    return ReminderDelivery(kept.deadlines, kept.people, kept.cases, lambda: content, AMSTERDAM)


@pytest.fixture
def person(kept: Stores) -> Person:
    """Return a person who speaks English."""
    person = kept.people.find_or_add(Address("telegram", "1001"))
    kept.people.set_language(person.id, LanguageCode("en"))
    return kept.people.find_or_add(person.address)


def _add(kept: Stores, deadline: Deadline, *planned: PlannedReminder) -> Reminder:
    """Store a deadline and return its first reminder."""
    kept.deadlines.add(deadline, planned)
    return min((each for each in waiting(kept) if each.deadline == deadline.id), key=lambda each: each.due_at)


def _send(delivery: ReminderDelivery, kept: Stores, until: datetime) -> int:
    """Deliver everything that is due, and return how much was sent."""
    sent = 0
    for reminder in kept.deadlines.due(until, 100):
        if delivery.begin(reminder, until) is not None:
            delivery.sent(reminder)
            sent += 1
    return sent


def test_a_letter_to_the_person(
    delivery: ReminderDelivery, kept: Stores, person: Person, composer: Composer
) -> None:
    """On time the message is the reminder, with the time that truly remains."""
    deadline = a_deadline(person.id)
    reminder = _add(kept, deadline, at(_MORNING - timedelta(days=1)))
    now = reminder.due_at + timedelta(minutes=29)
    letter = delivery.begin(reminder, now)

    assert letter is not None
    assert letter.person.address == person.address
    expected = composer.reminder(deadline, LanguageCode("en"), now, AMSTERDAM, discreet=False, late=False)
    assert letter.message == expected


def test_a_late_letter_says_so(
    delivery: ReminderDelivery, kept: Stores, person: Person, composer: Composer
) -> None:
    """More than half an hour is late."""
    reminder = _add(kept, a_deadline(person.id), at(_MORNING))
    letter = delivery.begin(reminder, _MORNING + timedelta(minutes=31))

    assert letter is not None
    assert words(composer.notice(["reminder_late"], LanguageCode("en"))) in words(letter.message)


@pytest.mark.parametrize("discreet", [False, True])
def test_the_letter_is_as_discreet_as_was_chosen(
    delivery: ReminderDelivery, kept: Stores, person: Person, composer: Composer, *, discreet: bool
) -> None:
    """What the person chose last counts, also for reminders that were planned before."""
    deadline = a_deadline(person.id)
    reminder = _add(kept, deadline, at(_MORNING))
    kept.deadlines.choose(person.id, ReminderSettings(discreet=discreet))
    letter = delivery.begin(reminder, _MORNING)

    assert letter is not None
    assert letter.message == composer.reminder(
        deadline, LanguageCode("en"), _MORNING, AMSTERDAM, discreet=discreet, late=False
    )


@pytest.mark.parametrize(("chosen", "spoken"), [("ti", "ti"), (None, "nl"), ("xx", "nl")])
def test_the_letter_is_in_the_language_of_the_person(
    delivery: ReminderDelivery, kept: Stores, chosen: str | None, spoken: str
) -> None:
    """Who never chose one, or chose one that is no longer served, is spoken to in Dutch."""
    person = kept.people.find_or_add(Address("telegram", "2002"))
    if chosen:
        kept.people.set_language(person.id, LanguageCode(chosen))
    letter = delivery.begin(_add(kept, a_deadline(person.id), at(_MORNING)), _MORNING)

    assert letter is not None
    assert letter.message.language == spoken


@pytest.mark.parametrize("state", [state for state in DeadlineState if state is not DeadlineState.ACTIVE])
def test_not_wanted_any_more(
    delivery: ReminderDelivery, kept: Stores, person: Person, state: DeadlineState
) -> None:
    """A reminder that is due while the date was ended is not sent, now or later."""
    deadline = replace(a_deadline(person.id), state=state)
    reminder = _add(kept, deadline, at(_MORNING))

    assert delivery.begin(reminder, _MORNING) is None
    assert waiting(kept) == ()


def test_cancelled_since_it_was_looked_up(delivery: ReminderDelivery, kept: Stores, person: Person) -> None:
    """A change between looking up and sending counts."""
    deadline = a_deadline(person.id)
    reminder = _add(kept, deadline, at(_MORNING))
    kept.deadlines.replan(deadline, ())

    assert delivery.begin(reminder, _MORNING) is None


def test_forgotten_since_it_was_looked_up(delivery: ReminderDelivery, kept: Stores, person: Person) -> None:
    """Who was forgotten in the meantime gets nothing."""
    reminder = _add(kept, a_deadline(person.id), at(_MORNING))
    kept.people.forget(person.id)

    assert delivery.begin(reminder, _MORNING) is None


def test_only_the_last_of_several_that_are_late(
    delivery: ReminderDelivery, kept: Stores, person: Person
) -> None:
    """After a long outage one message comes, not five."""
    planned = [at(_MORNING - timedelta(days=days), distance) for days, distance in _DAYS.items()]
    _add(kept, a_deadline(person.id), *planned)

    assert _send(delivery, kept, _MORNING + timedelta(hours=1)) == 1
    (sent,) = kept.deadlines.sent_for(a_deadline(person.id).id)
    assert (sent.distance, waiting(kept)) == (Distance.SAME_MORNING, ())


_DAYS = {7: Distance.DAYS_7, 3: Distance.DAYS_3, 1: Distance.DAYS_1, 0: Distance.SAME_MORNING}


def test_the_watch_does_not_take_the_place_of_a_reminder(
    delivery: ReminderDelivery, kept: Stores, person: Person
) -> None:
    """When the machine was off all day, the evening still brings the word that this is the last day."""
    deadline = a_deadline(person.id, tells_counsellor=True)
    _add(kept, deadline, at(_MORNING, Distance.SAME_MORNING), at(_WATCH, Distance.NO_ANSWER))

    assert _send(delivery, kept, _WATCH + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("kind", "begins", "late", "sent"),
    [
        (DeadlineKind.IOM_APPOINTMENT, time(10), timedelta(hours=1), 1),
        (DeadlineKind.IOM_APPOINTMENT, time(10), timedelta(hours=2), 0),
        (DeadlineKind.IOM_APPOINTMENT, None, timedelta(hours=12), 1),
        (DeadlineKind.IOM_APPOINTMENT, None, timedelta(days=1), 0),
        (DeadlineKind.DEPARTURE_TERM, None, timedelta(days=3), 1),
        (DeadlineKind.OWN, time(8), timedelta(days=3), 1),
        (DeadlineKind.WEEKLY_REPORT, None, timedelta(hours=3), 1),
        (DeadlineKind.WEEKLY_REPORT, None, timedelta(days=1), 0),
        (DeadlineKind.RULING, None, timedelta(days=3), 1),
    ],
)
def test_pointless_when_it_is_over(
    delivery: ReminderDelivery,
    kept: Stores,
    person: Person,
    kind: DeadlineKind,
    begins: time | None,
    late: timedelta,
    sent: int,
) -> None:
    """An appointment that is over needs no word; a term that ended while the machine was off does."""
    _add(kept, a_deadline(person.id, kind, clock=begins), at(_MORNING, Distance.SAME_MORNING))

    assert _send(delivery, kept, _MORNING + late) == sent
