"""What tests of reminders start from."""

from datetime import timedelta

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode
from conversations.deadlines import Deadline, Distance, ReminderState
from conversations.events import Address
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import a_deadline, at, me
from tests.fakes import AMSTERDAM, NOON, Chat


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


@pytest.fixture
def term(settled_chat: Chat, kept: Stores) -> Deadline:
    """Return a departure term with one reminder that was sent and one to come."""
    deadline = a_deadline(me(kept, settled_chat))
    kept.deadlines.add(deadline, [at(NOON), at(NOON + timedelta(days=3), Distance.DAYS_3)])
    (sent,) = kept.deadlines.due(NOON, 10)
    kept.deadlines.begin(sent, None)
    kept.deadlines.finish(sent.id, ReminderState.SENT)
    return deadline
