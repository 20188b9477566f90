"""Updates on their way in, in memory and in the encrypted database."""

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from conversations.errors import StoreUnavailableError
from conversations.events import Address
from conversations.inbox import Inbox, ReceivedUpdate
from conversations.store.database import transaction
from conversations.store.inbox import StoredInbox
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock

_HIGHEST = 2**63 - 1


def _update(number: int, lane: str = "42", payload: str = "{}") -> ReceivedUpdate:
    return ReceivedUpdate(number, lane, payload)


def _numbers(inbox: Inbox) -> list[int]:
    return [update.id for update in inbox.waiting()]


@pytest.fixture
def inbox(kept: Stores) -> Inbox:
    """Return the inbox among what is kept."""
    return kept.inbox


@pytest.fixture
def stored(fresh_database: Database, clock: SettableClock) -> StoredInbox:
    """Return an inbox on disk."""
    return StoredInbox(fresh_database, clock)


def test_in_order_of_arrival(inbox: Inbox) -> None:
    """Updates come out as they came in, with everything that was in them."""
    first, second = _update(9, "-100", '{"text": "ክሰርሕ"}'), _update(3, payload="not json")
    inbox.keep([first, second])
    inbox.keep([_update(5)])
    assert inbox.waiting() == (first, second, _update(5))


def test_returned_once(inbox: Inbox) -> None:
    """Whoever asks again gets only what is new."""
    inbox.keep([_update(1)])
    assert _numbers(inbox) == [1]
    inbox.keep([_update(2)])
    assert _numbers(inbox) == [2]
    assert _numbers(inbox) == []


@pytest.mark.parametrize("state", ["waiting", "done", "set aside"])
def test_repetitions_are_left_alone(inbox: Inbox, state: str) -> None:
    """What Telegram sends again is not handled again, whatever became of it."""
    inbox.keep([_update(1, payload="first")])
    inbox.waiting()
    if state == "done":
        inbox.done(1)
    elif state == "set aside":
        inbox.set_aside(1)
    assert inbox.keep([_update(1, payload="second"), _update(2), _update(2)]) == 1
    assert _numbers(inbox) == [2]


def test_large_numbers(inbox: Inbox) -> None:
    """The largest number that can be kept is kept."""
    inbox.keep([_update(_HIGHEST, "9" * 40)])
    assert inbox.waiting() == (_update(_HIGHEST, "9" * 40),)


def test_counts(inbox: Inbox) -> None:
    """What waits and what was set aside is counted; what is done is neither."""
    inbox.keep([_update(number) for number in range(4)])
    inbox.done(0)
    inbox.set_aside(1)
    assert (inbox.count_waiting(), inbox.count_set_aside()) == (2, 1)


def test_failures_are_counted(inbox: Inbox) -> None:
    """Each update has its own count of failed tries."""
    inbox.keep([_update(1), _update(2)])
    assert [inbox.failed(1), inbox.failed(1), inbox.failed(2), inbox.failed(1)] == [1, 2, 1, 3]


def test_purge(inbox: Inbox, clock: SettableClock) -> None:
    """Old numbers of what is done or set aside go; what waits never does."""
    inbox.keep([_update(number) for number in range(3)])
    inbox.done(0)
    inbox.set_aside(1)
    clock.advance(days=1)
    inbox.keep([_update(3)])
    inbox.done(3)
    assert inbox.purge(clock()) == 2
    assert (inbox.count_waiting(), inbox.count_set_aside()) == (1, 0)
    assert inbox.keep([_update(0), _update(3)]) == 1


def test_a_new_start_finds_what_waits(
    stored: StoredInbox, fresh_database: Database, clock: SettableClock
) -> None:
    """After a start everything that is not done is returned again, in order, with its tries."""
    stored.keep([_update(number) for number in range(4)])
    stored.waiting()
    stored.failed(3)
    stored.done(0)
    stored.set_aside(2)
    again = StoredInbox(fresh_database, clock)
    assert again.waiting() == (_update(1), ReceivedUpdate(3, "42", "{}", tries=1))


def test_what_is_done_leaves_no_words(stored: StoredInbox, fresh_database: Database) -> None:
    """Of an update that was handled only the number stays."""
    stored.keep([_update(1, payload="my name is Yonas")])
    stored.done(1)
    assert [row["payload"] for row in fresh_database["inbox"].rows] == [""]


def test_a_turn_that_is_rolled_back(stored: StoredInbox, fresh_database: Database) -> None:
    """An update counts as done only when the transaction around it is on disk."""
    stored.keep([_update(1)])

    def turn() -> None:
        with transaction(fresh_database):
            stored.done(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        turn()
    assert stored.count_waiting() == 1


def test_a_batch_is_kept_together(
    stored: StoredInbox, fresh_database: Database, clock: SettableClock
) -> None:
    """When a batch cannot be stored nothing of it is: it is fetched again as a whole."""
    fresh_database.execute("pragma max_page_count = 1")
    with pytest.raises(StoreUnavailableError):
        stored.keep([_update(1), _update(2, payload="long " * 20_000)])
    fresh_database.execute("pragma max_page_count = 100000")
    assert stored.count_waiting() == 0
    assert stored.keep([_update(1), _update(2)]) == 2


def test_forgetting_a_person(stored: StoredInbox, fresh_database: Database, clock: SettableClock) -> None:
    """With a person goes what was set aside of them; what they sent since waits, and others keep theirs."""
    people = StoredPeople(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "42"))
    stored.keep([_update(1, payload="Yonas"), _update(2, payload="/start"), _update(3, "43", "Sara")])
    stored.set_aside(1)
    stored.set_aside(3)
    people.forget(person.id)
    rows = {row["update_id"]: row["payload"] for row in fresh_database["inbox"].rows}
    assert rows == {2: "/start", 3: "Sara"}
    assert (stored.count_waiting(), stored.count_set_aside()) == (1, 1)
