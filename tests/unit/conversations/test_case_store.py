"""The contract of what is kept about cases, in memory and on disk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from content.model import TopicId
from conversations.cases import Case, CaseReason, CaseState, CaseTimes, CounsellorId, PostKind, Sharing
from conversations.deadlines import DeadlineId
from conversations.events import Address
from conversations.identifiers import PersonId
from conversations.store.cases import StoredCases
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock

_GROUP = -100
AddPerson = Callable[..., PersonId]


@pytest.fixture
def add_person(kept: Stores) -> AddPerson:
    """Add people by their number on Telegram."""
    return lambda number="1001": kept.people.find_or_add(Address("telegram", number)).id


def _closed(case: Case) -> Case:
    return replace(case, state=CaseState.CLOSED, waiting_since=None)


def test_an_opened_case_is_kept_with_its_card_on_the_way(
    kept: Stores, add_person: AddPerson, clock: SettableClock
) -> None:
    """Opening a case keeps what is known about it and announces it."""
    person = add_person()
    case = kept.cases.open(
        person, CaseReason.ASKED_FOR, DeadlineId("d"), sharing=Sharing.TOPIC, topic=TopicId("entry_ban")
    )
    (card,) = kept.cases.next_posts(10)

    assert case == Case(
        case.id,
        case.name,
        person,
        CaseReason.ASKED_FOR,
        clock(),
        sharing=Sharing.TOPIC,
        deadline=DeadlineId("d"),
        topic=TopicId("entry_ban"),
        waiting_since=clock(),
    )
    assert kept.cases.find(case.id) == kept.cases.of_person(person) == case
    assert (card.case, card.kind, card.urgent) == (case.id, PostKind.CARD, False)


def test_a_person_has_one_open_case(kept: Stores, add_person: AddPerson) -> None:
    """Who asks twice stays in one conversation; after its end a new one begins."""
    person = add_person()
    first = kept.cases.open(person, CaseReason.ASKED_FOR)

    assert kept.cases.open(person, CaseReason.ASKED_FOR) == first
    assert kept.cases.count_waiting() == 1

    kept.cases.save(_closed(first))

    assert kept.cases.of_person(person) is None
    assert kept.cases.open(person, CaseReason.ASKED_FOR).id != first.id


@pytest.mark.parametrize("known", list(CaseReason))
def test_a_new_call_in_an_answered_case_comes_up_once(
    kept: Stores, add_person: AddPerson, clock: SettableClock, known: CaseReason
) -> None:
    """Who needs a counsellor again after an answer waits again, and a second call changes nothing."""
    person = add_person()
    first = kept.cases.open(person, known)
    kept.cases.save(replace(first, waiting_since=None))
    clock.advance(days=1)
    before = kept.cases.count_waiting()
    again = kept.cases.open(person, known)
    lesser = kept.cases.open(person, CaseReason.ASKED_FOR)
    (*_, post) = kept.cases.next_posts(10)

    assert again == lesser == kept.cases.find(first.id) == replace(first, waiting_since=clock())
    assert (post.kind, post.text) == (PostKind.CALLED_AGAIN, known.value)
    assert kept.cases.count_waiting() == before + 1


def test_everything_about_a_case_is_kept(kept: Stores, add_person: AddPerson, clock: SettableClock) -> None:
    """A saved case comes back as it was, and is found by its forum topic, also when it is closed."""
    case = kept.cases.open(add_person(), CaseReason.HELP_WANTED)
    changed = replace(
        case,
        reason=CaseReason.DANGER,
        state=CaseState.TAKEN,
        sharing=Sharing.DEADLINES,
        group=_GROUP,
        thread=7,
        card=8,
        counsellor=CounsellorId("Sam"),
        raised_at=clock() + timedelta(hours=1),
    )
    kept.cases.save(changed, (PostKind.TEXT, "taken"), (PostKind.CARD, ""))

    assert kept.cases.find(case.id) == kept.cases.in_thread(_GROUP, 7) == changed
    assert kept.cases.in_thread(_GROUP, 8) is kept.cases.in_thread(-200, 7) is None
    assert [post.text for post in kept.cases.next_posts(10)][1:] == ["taken", ""]

    kept.cases.save(_closed(changed))

    assert kept.cases.in_thread(_GROUP, 7) == _closed(changed)


def test_open_cases_come_the_longest_waiting_first(
    kept: Stores, add_person: AddPerson, clock: SettableClock
) -> None:
    """The queue has the oldest unanswered message on top, and no closed case."""
    opened = []
    for number in ("1", "2", "3"):
        opened.append(kept.cases.open(add_person(number), CaseReason.ASKED_FOR))
        clock.advance(minutes=1)
    first, second, third = opened
    kept.cases.save(replace(first, waiting_since=clock()))
    kept.cases.save(_closed(second))

    assert [case.id for case in kept.cases.all_open()] == [third.id, first.id]


def test_posts_come_in_order_the_urgent_first(kept: Stores, add_person: AddPerson) -> None:
    """Danger overtakes; nothing else changes places, and what has arrived does not come again."""
    case = kept.cases.open(add_person(), CaseReason.ASKED_FOR)
    kept.cases.post(case.id, PostKind.TEXT, "one")
    kept.cases.post(case.id, PostKind.ATTACHMENT, source=44)
    kept.cases.post(case.id, PostKind.TEXT, "danger", urgent=True)
    kept.cases.post(case.id, PostKind.TEXT, "danger again", urgent=True)
    posts = kept.cases.next_posts(10)

    assert [(post.kind, post.text, post.source, post.urgent) for post in posts] == [
        (PostKind.TEXT, "danger", None, True),
        (PostKind.TEXT, "danger again", None, True),
        (PostKind.CARD, "", None, False),
        (PostKind.TEXT, "one", None, False),
        (PostKind.ATTACHMENT, "", 44, False),
    ]
    assert kept.cases.next_posts(2) == posts[:2]

    kept.cases.posted(posts[0].id)
    kept.cases.posted(posts[0].id)

    assert kept.cases.next_posts(10) == posts[1:]
    assert kept.cases.count_waiting() == 4


def test_the_card_of_a_person_in_danger_overtakes(kept: Stores, add_person: AddPerson) -> None:
    """A case that begins with danger comes before everything that waits."""
    kept.cases.open(add_person("1"), CaseReason.ASKED_FOR)
    danger = kept.cases.open(add_person("2"), CaseReason.DANGER)

    assert kept.cases.next_posts(1)[0].case == danger.id


def test_old_closed_cases_go_with_their_posts(
    kept: Stores, add_person: AddPerson, clock: SettableClock
) -> None:
    """Only what was closed before the limit is erased."""
    old, new, still_open = (kept.cases.open(add_person(n), CaseReason.ASKED_FOR) for n in ("1", "2", "3"))
    kept.cases.save(_closed(old))
    clock.advance(days=2)
    kept.cases.save(_closed(new))

    assert kept.cases.purge(clock() - timedelta(days=1)) == 1
    assert [kept.cases.find(case.id) is not None for case in (old, new, still_open)] == [False, True, True]
    assert {post.case for post in kept.cases.next_posts(10)} == {new.id, still_open.id}


def test_a_reopened_case_is_not_erased_as_a_closed_one(
    kept: Stores, add_person: AddPerson, clock: SettableClock
) -> None:
    """The end that was taken back does not count: a conversation that goes on is kept."""
    case = kept.cases.open(add_person(), CaseReason.ASKED_FOR)
    kept.cases.save(_closed(case))
    clock.advance(days=2)
    kept.cases.save(replace(case, state=CaseState.TAKEN))

    assert (kept.cases.purge(clock()), kept.cases.find(case.id) is not None) == (0, True)


def test_feedback_belongs_to_the_conversation_that_ended_last(
    fresh_database: Database, clock: SettableClock
) -> None:
    """An earlier conversation keeps its own answer."""
    people, cases = StoredPeople(fresh_database, clock), StoredCases(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1001")).id
    for helped in (False, True):
        cases.save(_closed(cases.open(person, CaseReason.ASKED_FOR)))
        cases.feedback(person, helped=helped)
        clock.advance(days=1)

    rows = fresh_database.query("select helped from cases order by closed_at")
    assert [row["helped"] for row in rows] == [0, 1]


def test_who_is_erased_leaves_no_case_and_no_post(fresh_database: Database, clock: SettableClock) -> None:
    """Erasing a person takes their words out of the queue as well, and nobody else's."""
    people, cases = StoredPeople(fresh_database, clock), StoredCases(fresh_database, clock)
    gone, stays = (people.find_or_add(Address("telegram", number)).id for number in ("1", "2"))
    case, other = (cases.open(person, CaseReason.ASKED_FOR) for person in (gone, stays))
    cases.post(case.id, PostKind.TEXT, "my words")
    people.forget(gone)

    assert cases.find(case.id) is None
    assert [post.case for post in cases.next_posts(10)] == [other.id]


def test_names_of_cases_tell_nothing_and_differ(fresh_database: Database, clock: SettableClock) -> None:
    """A name is random: five signs that cannot be confused, the same for nobody."""
    people, cases = StoredPeople(fresh_database, clock), StoredCases(fresh_database, clock)
    names = [
        cases.open(people.find_or_add(Address("telegram", str(number))).id, CaseReason.ASKED_FOR).name
        for number in range(50)
    ]

    assert len(set(names)) == 50
    assert {len(name) for name in names} == {5}
    assert not set("".join(names)) & set("AEIOUY01")


def test_a_worse_reason_comes_up_in_the_open_case(kept: Stores) -> None:
    """Unanswered reminders of somebody who has an open case are told loudly; a lesser need is not."""
    person = kept.people.find_or_add(Address("telegram", "77")).id
    first = kept.cases.open(person, CaseReason.HELP_WANTED)
    for post in kept.cases.next_posts(10):
        kept.cases.posted(post.id)
    worse = kept.cases.open(person, CaseReason.REMINDERS_UNANSWERED)
    kept.cases.open(person, CaseReason.HELP_WANTED)

    assert (worse.id, worse.reason) == (first.id, CaseReason.REMINDERS_UNANSWERED)
    assert [(post.case, post.urgent) for post in kept.cases.next_posts(10)] == [(first.id, True)]


def test_times_of_cases_name_nobody(kept: Stores, add_person: AddPerson, clock: SettableClock) -> None:
    """The times of a case are kept apart from whose it is; opened again it has no end any more."""
    opened = clock()
    kept.cases.open(add_person("1"), CaseReason.ASKED_FOR)
    clock.advance(hours=1)
    case = kept.cases.open(add_person("2"), CaseReason.ASKED_FOR)
    taken = replace(case, state=CaseState.TAKEN, taken_at=clock(), answered_at=clock())
    kept.cases.save(_closed(taken))
    later = clock()

    assert kept.cases.times_since(opened) == (
        CaseTimes(opened, None, None, None),
        CaseTimes(later, later, later, later),
    )
    assert len(kept.cases.times_since(later)) == 1

    kept.cases.save(taken)

    assert kept.cases.times_since(later) == (CaseTimes(later, later, later, None),)
    assert kept.cases.find(case.id) == taken
