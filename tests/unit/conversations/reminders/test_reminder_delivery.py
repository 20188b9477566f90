"""Deciding about a reminder that is due."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.deadlines import (
    DeadlineKind,
    DeadlineState,
    Distance,
    ReminderSettings,
)
from conversations.events import Address
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import (
    LAST_EVENING,
    LAST_MORNING,
    a_deadline,
    at,
    keep_deadline,
    send_due,
    waiting,
)
from tests.fakes import AMSTERDAM, words


def test_a_letter_to_the_person(
    delivery: ReminderDelivery, kept: Stores, person: Person, composer: Composer
) -> None:
    """On time the message is the reminder, with the time that truly remains."""
    deadline = a_deadline(person.id)
    reminder = keep_deadline(kept, deadline, at(LAST_MORNING - timedelta(days=1)))
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
    reminder = keep_deadline(kept, a_deadline(person.id), at(LAST_MORNING))
    letter = delivery.begin(reminder, LAST_MORNING + timedelta(minutes=31))

    assert letter is not None
    assert words(composer.notice(["reminder_late"], LanguageCode("en"))) in words(letter.message)


@pytest.mark.parametrize("discreet", [False, True])
def test_the_letter_is_as_discreet_as_was_chosen(
    delivery: ReminderDelivery, kept: Stores, person: Person, composer: Composer, *, discreet: bool
) -> None:
    """What the person chose last counts, also for reminders that were planned before."""
    deadline = a_deadline(person.id)
    reminder = keep_deadline(kept, deadline, at(LAST_MORNING))
    kept.deadlines.choose(person.id, ReminderSettings(discreet=discreet))
    letter = delivery.begin(reminder, LAST_MORNING)

    assert letter is not None
    assert letter.message == composer.reminder(
        deadline, LanguageCode("en"), LAST_MORNING, AMSTERDAM, discreet=discreet, late=False
    )


@pytest.mark.parametrize(("chosen", "spoken"), [("ti", "ti"), (None, "nl"), ("xx", "nl")])
def test_the_letter_is_in_the_language_of_the_person(
    delivery: ReminderDelivery, kept: Stores, chosen: str | None, spoken: str
) -> None:
    """Who never chose one, or chose one that is no longer served, is spoken to in Dutch."""
    person = kept.people.find_or_add(Address("telegram", "2002"))
    if chosen:
        kept.people.set_language(person.id, LanguageCode(chosen))
    letter = delivery.begin(keep_deadline(kept, a_deadline(person.id), at(LAST_MORNING)), LAST_MORNING)

    assert letter is not None
    assert letter.message.language == spoken


@pytest.mark.parametrize("state", [state for state in DeadlineState if state is not DeadlineState.ACTIVE])
def test_not_wanted_any_more(
    delivery: ReminderDelivery, kept: Stores, person: Person, state: DeadlineState
) -> None:
    """A reminder that is due while the date was ended is not sent, now or later."""
    deadline = replace(a_deadline(person.id), state=state)
    reminder = keep_deadline(kept, deadline, at(LAST_MORNING))

    assert delivery.begin(reminder, LAST_MORNING) is None
    assert waiting(kept) == ()


def test_cancelled_since_it_was_looked_up(delivery: ReminderDelivery, kept: Stores, person: Person) -> None:
    """A change between looking up and sending counts."""
    deadline = a_deadline(person.id)
    reminder = keep_deadline(kept, deadline, at(LAST_MORNING))
    kept.deadlines.replan(deadline, ())

    assert delivery.begin(reminder, LAST_MORNING) is None


def test_forgotten_since_it_was_looked_up(delivery: ReminderDelivery, kept: Stores, person: Person) -> None:
    """Who was forgotten in the meantime gets nothing."""
    reminder = keep_deadline(kept, a_deadline(person.id), at(LAST_MORNING))
    kept.people.forget(person.id)

    assert delivery.begin(reminder, LAST_MORNING) is None


def test_only_the_last_of_several_that_are_late(
    delivery: ReminderDelivery, kept: Stores, person: Person
) -> None:
    """After a long outage one message comes, not five."""
    planned = [at(LAST_MORNING - timedelta(days=days), distance) for days, distance in _DAYS.items()]
    keep_deadline(kept, a_deadline(person.id), *planned)

    assert send_due(delivery, kept, LAST_MORNING + timedelta(hours=1)) == 1
    (sent,) = kept.deadlines.sent_for(a_deadline(person.id).id)
    assert (sent.distance, waiting(kept)) == (Distance.SAME_MORNING, ())


_DAYS = {7: Distance.DAYS_7, 3: Distance.DAYS_3, 1: Distance.DAYS_1, 0: Distance.SAME_MORNING}


def test_the_watch_does_not_take_the_place_of_a_reminder(
    delivery: ReminderDelivery, kept: Stores, person: Person
) -> None:
    """When the machine was off all day, the evening still brings the word that this is the last day."""
    deadline = a_deadline(person.id, tells_counsellor=True)
    keep_deadline(
        kept,
        deadline,
        at(LAST_MORNING, Distance.SAME_MORNING),
        at(LAST_EVENING, Distance.NO_ANSWER),
    )

    assert send_due(delivery, kept, LAST_EVENING + timedelta(hours=1)) == 1


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
    keep_deadline(kept, a_deadline(person.id, kind, clock=begins), at(LAST_MORNING, Distance.SAME_MORNING))

    assert send_due(delivery, kept, LAST_MORNING + late) == sent
