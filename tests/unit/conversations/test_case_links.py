"""The contract of links between the two chats, of moved groups and of what waits, in memory and on disk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import Case, CaseReason, CaseState, PostKind, Waiting
from conversations.events import Address
from conversations.store.cases import StoredCases
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock
from tests.fakes_of_cases import FakeCases

AddCase = Callable[..., Case]


@pytest.fixture
def add_case(kept: Stores) -> AddCase:
    """Open cases of people by their number on Telegram; nothing is on its way any more."""

    def add(number: str = "1001") -> Case:
        case = kept.cases.open(kept.people.find_or_add(Address("telegram", number)).id, CaseReason.ASKED_FOR)
        kept.cases.arrived(kept.cases.posts_of(case.id))
        return case

    return add


@pytest.mark.parametrize(
    "attachment",
    [
        Attachment(AttachmentKind.DOCUMENT, "file", "words", ".pdf"),
        Attachment(AttachmentKind.LOCATION, latitude=52.1, longitude=5.1),
    ],
)
def test_an_attachment_comes_back_as_it_was(kept: Stores, add_case: AddCase, attachment: Attachment) -> None:
    """What waits has everything that is needed to send it later."""
    case = add_case()
    kept.cases.post(case.id, PostKind.ATTACHMENT, source=7, attachment=attachment, reply_to=6)
    (post,) = kept.cases.posts_of(case.id)

    assert (post.attachment, post.source, post.reply_to) == (attachment, 7, 6)


def test_cases_wait_in_turn(kept: Stores, add_case: AddCase) -> None:
    """Danger first, then what has waited longest, then what only needs its pin; each case once."""
    first, second, danger, pin = (add_case(number) for number in ("1", "2", "3", "4"))
    kept.cases.save(replace(first, group=-1, thread=5))
    kept.cases.post(pin.id, PostKind.PIN)
    kept.cases.post(first.id, PostKind.PIN)
    for case in (first, second, first):
        kept.cases.post(case.id, PostKind.WORDS, "x")
    kept.cases.post(danger.id, PostKind.TEXT, "y", urgent=True)

    assert kept.cases.waiting() == (
        Waiting(danger.id, None, None, urgent=True),
        Waiting(first.id, -1, 5),
        Waiting(second.id, None, None),
        Waiting(pin.id, None, None, only_pin=True),
    )
    assert [post.kind for post in kept.cases.posts_of(first.id)] == [
        PostKind.PIN,
        PostKind.WORDS,
        PostKind.WORDS,
    ]


def test_what_has_arrived_is_found_from_both_sides(kept: Stores, add_case: AddCase) -> None:
    """Several messages of a person can be one in the topic, and one of a counsellor several at the person."""
    case, other = add_case("1"), add_case("2")
    for source in (41, 42, None):
        kept.cases.post(case.id, PostKind.WORDS, "x", source)
    kept.cases.arrived(kept.cases.posts_of(case.id), 900)
    for number in (51, 52):
        kept.cases.link(case.id, 901, number)

    assert kept.cases.count_waiting() == 0
    assert [kept.cases.in_topic(case.id, number) for number in (41, 42, 43, 51)] == [900, 900, None, 901]
    assert [kept.cases.at_person(case.id, number) for number in (900, 901, 902)] == [(41, 42), (51, 52), ()]
    assert (kept.cases.in_topic(other.id, 41), kept.cases.at_person(other.id, 900)) == (None, ())

    kept.cases.unlink(case.id, 901)

    assert (kept.cases.at_person(case.id, 901), kept.cases.at_person(case.id, 900)) == ((), (41, 42))

    kept.cases.unlink(case.id)

    assert kept.cases.at_person(case.id, 900) == ()


def test_links_go_with_their_case(kept: Stores, add_case: AddCase, clock: SettableClock) -> None:
    """After the time that cases are kept nothing tells any more which messages belonged together."""
    case = add_case()
    kept.cases.link(case.id, 900, 41)
    kept.cases.save(replace(case, state=CaseState.CLOSED, waiting_since=None))
    kept.cases.purge(clock() + timedelta(days=1))

    assert kept.cases.at_person(case.id, 900) == ()


def test_links_go_with_their_person(fresh_database: Database, clock: SettableClock) -> None:
    """Who erases everything leaves no link."""
    people, cases = StoredPeople(fresh_database, clock), StoredCases(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1")).id
    case = cases.open(person, CaseReason.ASKED_FOR)
    cases.link(case.id, 900, 41)
    people.forget(person)

    assert fresh_database.table("desk_links").count == 0


def test_a_moved_group_is_followed(kept: Stores, add_case: AddCase) -> None:
    """Cases are found under the new number, and who asks for the old one is told the new one."""
    case = add_case()
    kept.cases.save(replace(case, group=-1, thread=5))
    kept.cases.move_group(-1, -2)
    found = kept.cases.in_thread(-2, 5)

    assert found is not None
    assert (found.id, kept.cases.in_thread(-1, 5)) == (case.id, None)
    assert [kept.cases.moved_to(number) for number in (-1, -2, -3)] == [-2, -2, -3]


def test_cases_that_no_group_has_seen_are_announced(kept: Stores, add_case: AddCase) -> None:
    """When a group is connected, cases from before come up; those that are there or on their way do not."""
    unseen, seen, closed = (add_case(number) for number in ("1", "2", "3"))
    kept.cases.save(replace(seen, group=-1, thread=5))
    kept.cases.save(replace(closed, state=CaseState.CLOSED))

    assert (kept.cases.announce_unposted(), kept.cases.announce_unposted()) == (1, 0)
    assert [(post.case, post.kind) for post in kept.cases.next_posts(9)] == [(unseen.id, PostKind.CARD)]


@pytest.mark.parametrize("where", ["in memory", "on disk"])
def test_without_a_group_nothing_piles_up(where: str, fresh_database: Database, clock: SettableClock) -> None:
    """A reminder can still open a case; nothing waits for a group that is not there."""
    people = StoredPeople(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1")).id
    cases = (
        FakeCases(clock, posting=False)
        if where == "in memory"
        else StoredCases(fresh_database, clock, posting=False)
    )
    case = cases.open(person, CaseReason.REMINDER_UNREACHABLE)
    cases.save(case, (PostKind.TEXT, "x"))
    cases.post(case.id, PostKind.TEXT, "y")

    assert (cases.count_waiting(), cases.of_person(person)) == (0, case)
