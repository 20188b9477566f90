"""What every store of counsellors' requests does, in memory and on disk."""

from datetime import date, time, timedelta

import pytest
from sqlite_utils import Database

from bot.retention import purge
from bot.stores import Stores
from conversations.cases import Case, CaseReason
from conversations.counsellor_requests import (
    REQUESTS_KEPT,
    AskedQuestion,
    OfferedDate,
    Request,
    RequestId,
)
from conversations.deadlines import DeadlineKind
from conversations.events import Address
from conversations.personal_data import Keeping
from conversations.store.cases import StoredCases
from conversations.store.people import StoredPeople
from conversations.store.requests import StoredRequests
from tests.fakes import AMSTERDAM, SettableClock

_ABOUT = (
    AskedQuestion("lawyer"),
    OfferedDate(DeadlineKind.DEPARTURE_TERM, date(2026, 12, 12)),
    OfferedDate(
        DeadlineKind.OTHER_APPOINTMENT, date(2026, 12, 12), time(9, 5), place="Plein 1 'x'", bring="ክሰርሕ"
    ),
    OfferedDate(DeadlineKind.OWN, date(2028, 2, 29), words="formulier; inleveren"),
)
_SECOND = timedelta(seconds=1)


@pytest.fixture
def case(kept: Stores) -> Case:
    """Return the case of a person."""
    person = kept.people.find_or_add(Address("telegram", "1001"))
    return kept.cases.open(person.id, CaseReason.ASKED_FOR)


@pytest.mark.parametrize("about", _ABOUT)
def test_a_request_is_kept_word_for_word(
    kept: Stores, case: Case, clock: SettableClock, about: AskedQuestion | OfferedDate
) -> None:
    """What the person confirms is exactly what the counsellor proposed."""
    request = kept.requests.ask(case.person, case.id, about)

    assert request == Request(request.id, case.person, case.id, about, clock())
    assert kept.requests.find(case.person, request.id) == request


def test_only_the_person_who_was_asked_finds_it(kept: Stores, case: Case) -> None:
    """A forged button does nothing with what somebody else was asked."""
    request = kept.requests.ask(case.person, case.id, _ABOUT[0])
    other = kept.people.find_or_add(Address("telegram", "2002"))

    assert kept.requests.find(other.id, request.id) is None
    assert kept.requests.find(case.person, RequestId("unknown")) is None


def test_an_answered_request_is_forgotten(kept: Stores, case: Case) -> None:
    """The second tap finds nothing; the other request is still there."""
    first, second = (kept.requests.ask(case.person, case.id, about) for about in _ABOUT[:2])
    kept.requests.answered(first.id)
    kept.requests.answered(first.id)

    assert [kept.requests.find(case.person, each.id) for each in (first, second)] == [None, second]


@pytest.mark.parametrize(("age", "found"), [(REQUESTS_KEPT, True), (REQUESTS_KEPT + _SECOND, False)])
def test_a_request_can_be_answered_for_fourteen_days(
    kept: Stores, case: Case, clock: SettableClock, age: timedelta, found: bool
) -> None:
    """After that it does nothing, and the night takes it away."""
    request = kept.requests.ask(case.person, case.id, _ABOUT[0])
    clock.moment += age

    assert (kept.requests.find(case.person, request.id) is not None) == found
    assert kept.requests.purge(clock() - REQUESTS_KEPT) == (not found)


def test_the_night_takes_a_case_whose_request_nobody_answered(
    kept: Stores, case: Case, clock: SettableClock
) -> None:
    """An unanswered request keeps no case alive, and breaks no clean-up."""
    kept.requests.ask(case.person, case.id, _ABOUT[0])
    kept.cases.save(kept.cases.find(case.id) or case)
    clock.advance(days=400)
    purge(kept, clock, AMSTERDAM, Keeping())

    assert kept.requests.purge(clock()) == 0


def test_forgetting_a_person_erases_what_they_were_asked(
    fresh_database: Database, clock: SettableClock
) -> None:
    """Nothing of a proposal stays behind."""
    people = StoredPeople(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1001"))
    case = StoredCases(fresh_database, clock).open(person.id, CaseReason.ASKED_FOR)
    StoredRequests(fresh_database, clock).ask(person.id, case.id, _ABOUT[2])
    people.forget(person.id)

    assert fresh_database.table("counsellor_requests").count == 0
