"""Everything that is kept, in memory or in an encrypted database, with a clock that a test sets."""

from typing import Any

from bot.composition import put_together
from bot.stores import Stores
from conversations.store.database import EncryptedDatabase
from tests.fakes import AMSTERDAM, FakePeople, SettableClock
from tests.fakes_of_boxes import FakeInbox, FakeOutbox
from tests.fakes_of_cases import FakeCases
from tests.fakes_of_deadlines import FakeDeadlines, FakeInterviews
from tests.fakes_of_privacy import FakeChatMessages, FakeErasedTopics, FakePersonalData
from tests.fakes_of_requests import FakeRequests
from tests.fakes_of_statistics import FakeStatistics


def kept_in_memory(clock: SettableClock, **given: Any) -> Stores:
    """Return stores in memory; `given` ones take the place of fresh ones."""
    statistics = given.get("statistics", FakeStatistics(clock))
    people = given.get("people", FakePeople(clock))
    interviews, deadlines = FakeInterviews(clock), FakeDeadlines()
    cases, messages = FakeCases(clock, statistics), FakeChatMessages(people, clock)
    fresh = {
        "people": people,
        "interviews": interviews,
        "deadlines": deadlines,
        "cases": cases,
        "personal": FakePersonalData(people, interviews, deadlines, cases, messages),
        "messages": messages,
        "erased_topics": FakeErasedTopics(),
        "inbox": FakeInbox(clock),
        "outbox": FakeOutbox(clock),
        "requests": FakeRequests(clock),
        "statistics": statistics,
    }
    return Stores(**(fresh | given))


def kept_on_disk(database: EncryptedDatabase, clock: SettableClock) -> Stores:
    """Return the real stores around `database`."""
    return put_together(database, "telegram", clock, AMSTERDAM)
