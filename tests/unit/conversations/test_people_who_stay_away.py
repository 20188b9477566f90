"""Who has not been here for a long time is erased, unless something is still to come for them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.retention import purge
from bot.stores import Stores
from conversations.cases import CaseReason, CaseState
from conversations.deadlines import DeadlineState
from conversations.events import Address
from conversations.people import Person
from conversations.personal_data import Keeping
from tests.dates import a_deadline
from tests.fakes import AMSTERDAM, SettableClock

_KEEPING = Keeping()


@pytest.fixture
def person(kept: Stores) -> Person:
    """Return a person who was here today."""
    return kept.people.find_or_add(Address("telegram", "1001"))


def _known(kept: Stores, person: Person) -> bool:
    return kept.people.find(person.id) is not None


@pytest.mark.parametrize(("days", "known"), [(0, True), (365, True), (366, False), (2000, False)])
def test_a_year_without_a_word(
    kept: Stores, person: Person, clock: SettableClock, days: int, *, known: bool
) -> None:
    """After a year in which somebody did nothing, nothing of them is left."""
    clock.advance(days=days)
    purge(kept, clock, AMSTERDAM, _KEEPING)

    assert _known(kept, person) == known


def test_every_word_counts(kept: Stores, person: Person, clock: SettableClock) -> None:
    """The year begins anew whenever the person does something."""
    clock.advance(days=300)
    kept.people.find_or_add(person.address)
    clock.advance(days=300)
    purge(kept, clock, AMSTERDAM, _KEEPING)

    assert _known(kept, person)


def test_a_shorter_time_can_be_set(kept: Stores, person: Person, clock: SettableClock) -> None:
    """The operator can have people erased earlier."""
    clock.advance(days=31)
    purge(kept, clock, AMSTERDAM, Keeping(people=timedelta(days=30)))

    assert not _known(kept, person)


@pytest.mark.parametrize(
    ("state", "ahead", "known"),
    [
        (DeadlineState.ACTIVE, 0, True),
        (DeadlineState.ACTIVE, 10, True),
        (DeadlineState.STOPPED, 10, True),
        (DeadlineState.DONE, 10, False),
        (DeadlineState.CANCELLED, 10, False),
        (DeadlineState.ACTIVE, -1, False),
    ],
)
def test_a_date_to_come_keeps_a_person(
    kept: Stores, person: Person, clock: SettableClock, state: DeadlineState, ahead: int, *, known: bool
) -> None:
    """Whoever still counts on a date is not erased before it; a date that is over does not keep anybody."""
    clock.advance(days=400)
    day = clock.today() + timedelta(days=ahead)
    kept.deadlines.add(replace(a_deadline(person.id, day=day), state=state), ())
    purge(kept, clock, AMSTERDAM, _KEEPING)

    assert _known(kept, person) == known


@pytest.mark.parametrize("is_open", [True, False])
def test_an_open_case_keeps_a_person(
    kept: Stores, person: Person, clock: SettableClock, *, is_open: bool
) -> None:
    """A conversation that goes on is not cut off; one that has ended keeps nobody."""
    case = kept.cases.open(person.id, CaseReason.ASKED_FOR)
    if not is_open:
        kept.cases.save(replace(case, state=CaseState.CLOSED))
    clock.advance(days=400)
    purge(kept, clock, AMSTERDAM, _KEEPING)

    assert _known(kept, person) == is_open


@pytest.mark.parametrize("kept", ["on disk"], indirect=True)
def test_many_at_once(kept: Stores, clock: SettableClock) -> None:
    """However many stay away, one night is enough, and who was here stays."""
    for number in range(450):
        kept.people.find_or_add(Address("telegram", str(number)))
    clock.advance(days=400)
    here = kept.people.find_or_add(Address("telegram", "1"))

    assert kept.personal.purge_people(clock.today() - _KEEPING.people, clock.today()) == 449
    assert _known(kept, here)
