"""Messages on their way out, in memory and in the encrypted database."""

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from conversations.events import Address
from conversations.outbox import Outbox, Outgoing, OutgoingId
from conversations.store.database import transaction
from conversations.store.outbox import StoredOutbox
from conversations.store.people import StoredPeople
from tests.fakes import NOON, SettableClock


@pytest.fixture
def outbox(kept: Stores) -> Outbox:
    """Return the outbox among what is kept."""
    return kept.outbox


@pytest.fixture
def stored(fresh_database: Database, clock: SettableClock) -> StoredOutbox:
    """Return an outbox on disk."""
    return StoredOutbox(fresh_database, clock)


def _payloads(outbox: Outbox) -> list[str]:
    return [message.payload for message in outbox.waiting()]


def test_in_order(outbox: Outbox) -> None:
    """Messages come out in the order in which they were put, each once, with all that was said of them."""
    outbox.put("42", "one")
    outbox.put("-100", "two", urgent=True)
    assert outbox.waiting() == (
        Outgoing(OutgoingId(1), "42", "one"),
        Outgoing(OutgoingId(2), "-100", "two", urgent=True),
    )
    outbox.put("42", "three")
    assert _payloads(outbox) == ["three"]
    assert _payloads(outbox) == []


def test_numbers_are_not_used_twice(outbox: Outbox) -> None:
    """When the newest message is gone the next one has another number, and is not missed."""
    outbox.put("42", "one")
    outbox.gone(outbox.waiting()[0].id)
    outbox.put("42", "two")
    assert _payloads(outbox) == ["two"]


def test_counting(outbox: Outbox, clock: SettableClock) -> None:
    """How many messages are on their way, and since when, can be seen until they are gone."""
    assert (outbox.count_waiting(), outbox.oldest()) == (0, None)
    outbox.put("42", "one")
    clock.advance(minutes=5)
    outbox.put("42", "two")
    assert (outbox.count_waiting(), outbox.oldest()) == (2, NOON)
    outbox.gone(outbox.waiting()[0].id)
    assert (outbox.count_waiting(), outbox.oldest()) == (1, clock())


def test_gone_twice(outbox: Outbox) -> None:
    """Forgetting a message that is forgotten already is no error."""
    outbox.put("42", "one")
    (message,) = outbox.waiting()
    outbox.gone(message.id)
    outbox.gone(message.id)
    assert outbox.count_waiting() == 0


def test_still_waiting(outbox: Outbox) -> None:
    """Whether a message is still to be sent can be asked until it is gone, also after it was taken up."""
    outbox.put("42", "one")
    outbox.put("42", "two")
    first, second = outbox.waiting()
    outbox.gone(first.id)
    assert (outbox.is_waiting(first.id), outbox.is_waiting(second.id)) == (False, True)


def test_a_new_start_finds_what_waits(
    stored: StoredOutbox, fresh_database: Database, clock: SettableClock
) -> None:
    """After a start everything that did not arrive is returned again, in order."""
    for payload in ("one", "two", "three"):
        stored.put("42", payload)
    stored.gone(stored.waiting()[1].id)
    assert _payloads(StoredOutbox(fresh_database, clock)) == ["one", "three"]


def test_a_turn_that_is_rolled_back(stored: StoredOutbox, fresh_database: Database) -> None:
    """What a turn said that came to nothing is never sent, and what is said after it is."""

    def turn() -> None:
        with transaction(fresh_database):
            stored.put("42", "never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        turn()
    assert _payloads(stored) == []
    stored.put("42", "said")
    assert _payloads(stored) == ["said"]


def test_forgetting_a_person(stored: StoredOutbox, fresh_database: Database, clock: SettableClock) -> None:
    """With a person goes what is on its way to them, and nobody else's."""
    people = StoredPeople(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "42"))
    stored.put("42", "for Yonas")
    stored.put("43", "for Sara")
    taken_up = StoredOutbox(fresh_database, clock).waiting()
    people.forget(person.id)
    assert _payloads(stored) == ["for Sara"]
    assert [stored.is_waiting(message.id) for message in taken_up] == [False, True]
