"""Reminders that were missed do not wake anybody."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.stores import Stores
from content.loader import Content
from conversations.deadlines import DeadlineKind, Distance, PlannedReminder
from conversations.events import Address
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import a_deadline
from tests.fakes import AMSTERDAM

_NIGHT = datetime(2026, 12, 9, 1, 30, tzinfo=UTC)
"""Half past two at night in the Netherlands."""

_MORNING = datetime(2026, 12, 9, 7, tzinfo=UTC)


@pytest.fixture
def delivery(kept: Stores, content: Content) -> ReminderDelivery:
    """Return what is tested."""
    return ReminderDelivery(kept.deadlines, kept.people, kept.cases, lambda: content, AMSTERDAM)


def _begin(kept: Stores, delivery: ReminderDelivery, kind: DeadlineKind, planned: PlannedReminder) -> bool:
    """Store a date three days ahead, deliver its reminder at night, and tell whether it goes out at once."""
    person = kept.people.find_or_add(Address("telegram", "1"))
    kept.deadlines.add(a_deadline(person.id, kind, _NIGHT.date() + timedelta(days=3)), [planned])
    (reminder,) = kept.deadlines.due(_NIGHT, 10)
    return delivery.begin(reminder, _NIGHT) is not None


def test_a_missed_reminder_waits_for_the_morning(kept: Stores, delivery: ReminderDelivery) -> None:
    """What was missed while the machine was off comes at eight, and is not lost."""
    missed = PlannedReminder(Distance.DAYS_7, _NIGHT - timedelta(days=4))

    assert not _begin(kept, delivery, DeadlineKind.DEPARTURE_TERM, missed)
    assert kept.deadlines.due(_NIGHT, 10) == ()
    assert kept.deadlines.next_due() == _MORNING
    (reminder,) = kept.deadlines.due(_MORNING, 10)
    assert delivery.begin(reminder, _MORNING) is not None


def test_what_was_asked_for_at_night_comes_at_night(kept: Stores, delivery: ReminderDelivery) -> None:
    """Somebody who wants to be reminded at half past two is."""
    assert _begin(kept, delivery, DeadlineKind.OWN, PlannedReminder(Distance.AT_TIME, _NIGHT))


def test_what_cannot_wait_comes_at_night(kept: Stores, delivery: ReminderDelivery) -> None:
    """An appointment before the morning is worth waking somebody."""
    person = kept.people.find_or_add(Address("telegram", "1"))
    early = a_deadline(person.id, DeadlineKind.OTHER_APPOINTMENT, _MORNING.date(), time(5))
    kept.deadlines.add(early, [PlannedReminder(Distance.HOURS_2, _NIGHT - timedelta(hours=1))])
    (reminder,) = kept.deadlines.due(_NIGHT, 10)

    assert delivery.begin(reminder, _NIGHT) is not None
