"""No table with something about a person is forgotten: by the copy, by erasing, by the clean-up."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from bot.retention import purge, purge_short_lived
from bot.stores import Stores
from content.model import TopicId
from conversations.actions_of_interviews import ToggleDiscreet
from conversations.cases import CaseReason, CaseState, PostKind
from conversations.counsellor_requests import AskedQuestion
from conversations.deadlines import Distance, ReminderState
from conversations.events import Address
from conversations.inbox import ReceivedUpdate
from conversations.own_copy import records_file
from conversations.people import Person
from conversations.personal_data import DATES, DataKind, Keeping, RetentionClass
from conversations.store.database import transaction
from conversations.store.forgotten import StoredForgotten
from conversations.store.personal_tables import NOT_PERSONAL, PERSONAL_TABLES
from tests.dates import a_deadline, at, begin, me
from tests.fakes import AMSTERDAM, NOON, Chat, SettableClock

pytestmark = pytest.mark.parametrize("kept", ["on disk"], indirect=True)


def tables(database: Database) -> Iterator[str]:
    """Give every table of ours, without those of libraries."""
    for table in database.tables:
        if not table.name.startswith(("_", "sqlite_")):
            yield table.name


def rows(database: Database) -> dict[str, int]:
    return {table.name: database.table(table.name).count for table in PERSONAL_TABLES}


@pytest.fixture
async def full(settled_chat: Chat, kept: Stores, fresh_database: Database, clock: SettableClock) -> Person:
    """Return a person of whom something is kept in every table."""
    person = kept.people.find_or_add(settled_chat.address)
    kept.people.set_last_topic(person.id, TopicId("entry_ban"))
    await settled_chat.tap(ToggleDiscreet())
    await begin(settled_chat)
    deadline = replace(a_deadline(me(kept, settled_chat)), note="canary note")
    kept.deadlines.add(deadline, [at(NOON), at(NOON + timedelta(days=3), Distance.DAYS_3)])
    (sent,) = kept.deadlines.due(NOON, 10)
    kept.deadlines.begin(sent, None)
    kept.deadlines.finish(sent.id, ReminderState.SENT)
    case = kept.cases.open(person.id, CaseReason.ASKED_FOR)
    kept.cases.post(case.id, PostKind.TEXT, "canary post")
    kept.people.keep_question(person.id, "canary question", clock())
    kept.messages.remember(person.address, (1, 2))
    kept.cases.link(case.id, 1, 2)
    kept.people.remember_asked(person.id, "canary asked", None)
    kept.requests.ask(person.id, case.id, AskedQuestion("lawyer"))
    kept.inbox.keep([ReceivedUpdate(7, person.address.number, "canary update")])
    kept.inbox.set_aside(7)
    kept.outbox.put(person.address.number, "canary message")
    assert {name: count for name, count in rows(fresh_database).items() if not count} == {}
    return kept.people.find_or_add(settled_chat.address)


def test_every_table_is_listed(kept: Stores, fresh_database: Database) -> None:
    """A new table is either listed with what it holds of a person, or holds nothing of anybody."""
    listed = {table.name for table in PERSONAL_TABLES} | NOT_PERSONAL
    assert set(tables(fresh_database)) == listed


def test_no_way_leads_from_the_others_to_a_person(kept: Stores, fresh_database: Database) -> None:
    """What counts as holding nothing of anybody has no column for a person and refers to no listed table."""
    personal = {table.name for table in PERSONAL_TABLES}
    for name in NOT_PERSONAL:
        table = fresh_database.table(name)
        assert "person" not in [column.name for column in table.columns]
        assert [key for key in table.foreign_keys if key.other_table in personal] == []


def test_what_is_withheld_exists(kept: Stores, fresh_database: Database) -> None:
    """A column that is not in the copy is one of the table: nothing is left out by a mistake in a name."""
    for table in PERSONAL_TABLES:
        columns = {column.name for column in fresh_database.table(table.name).columns}
        assert set(table.withheld) <= columns


def test_every_retention_class_has_a_length(kept: Stores) -> None:
    """Each class says how long it is kept, and each kind of data belongs to a table."""
    assert {field.name for field in fields(Keeping)} - {"backups"} == set(RetentionClass)
    assert {table.retention for table in PERSONAL_TABLES} == set(RetentionClass)
    assert {table.kind for table in PERSONAL_TABLES} == set(DataKind)


def test_the_copy_has_every_column_of_every_table(
    kept: Stores, fresh_database: Database, full: Person, clock: SettableClock
) -> None:
    """Whatever is kept about a person is in their JSON file, but for what is about somebody else."""
    told = json.loads(records_file(kept.personal.copy_of(full.id), clock()).content)["records"]
    for table in PERSONAL_TABLES:
        columns = {column.name for column in fresh_database.table(table.name).columns}
        kept_rows = list(fresh_database.table(table.name).rows)
        assert len(told[table.kind]) == len(kept_rows)
        assert set(told[table.kind][0]) == columns - set(table.withheld)
        for name in columns - set(table.withheld):
            assert {row[name] for row in told[table.kind]} == {row[name] for row in kept_rows}


def test_erasing_empties_every_table(kept: Stores, fresh_database: Database, full: Person) -> None:
    """After erasing no row is left, and the counts say what there was."""
    before = rows(fresh_database)
    erased = kept.personal.erase(full.id)
    assert {name: count for name, count in rows(fresh_database).items() if count} == {}
    assert erased == {table.kind: before[table.name] for table in PERSONAL_TABLES}


@pytest.mark.parametrize("noted_before", [False, True])
@pytest.mark.parametrize("way", ["the operator", "the person", "the night"])
def test_the_understanding_forgets_whoever_is_erased(
    kept: Stores, fresh_database: Database, clock: SettableClock, way: str, *, noted_before: bool
) -> None:
    """Whichever way a person goes, their conversation is noted once to be forgotten, and nobody else's."""
    person = kept.people.find_or_add(Address("telegram", "1"))
    forgotten = StoredForgotten(fresh_database)
    if noted_before:
        forgotten.add(person.conversation)
    clock.advance(days=30)
    kept.people.find_or_add(Address("telegram", "2"))
    match way:
        case "the operator":
            kept.people.forget(person.id)
        case "the person":
            kept.personal.erase(person.id)
        case _:
            today = clock().date()
            assert kept.personal.purge_people(today - timedelta(days=7), today) == 1
    assert forgotten.waiting() == (person.conversation,)


def test_who_erases_only_dates_is_not_forgotten(kept: Stores, fresh_database: Database, full: Person) -> None:
    """The conversation of a person who stays goes on."""
    kept.personal.erase(full.id, DATES)
    assert StoredForgotten(fresh_database).waiting() == ()


def test_an_erasing_that_fails_notes_nothing(kept: Stores, fresh_database: Database, full: Person) -> None:
    """What is to be forgotten and what is erased is stored together, or neither is."""
    before = kept.personal.count(full.id)

    def turn() -> None:
        with transaction(fresh_database):
            kept.people.forget(full.id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        turn()
    assert (StoredForgotten(fresh_database).waiting(), kept.personal.count(full.id)) == ((), before)


def test_erasing_one_person_leaves_the_others(
    kept: Stores, fresh_database: Database, full: Person, clock: SettableClock
) -> None:
    """What is kept about somebody else stays as it was."""
    other = kept.people.find_or_add(replace(full.address, number="2002"))
    kept.people.keep_question(other.id, "another question", clock())
    before = kept.personal.copy_of(other.id)
    kept.personal.erase(full.id)
    assert kept.personal.copy_of(other.id) == before


def test_every_table_is_emptied_in_time(
    kept: Stores, fresh_database: Database, full: Person, clock: SettableClock
) -> None:
    """When somebody stays away long enough nothing of them is left, without anybody doing anything."""
    case = kept.cases.of_person(full.id)
    assert case is not None
    kept.cases.save(replace(case, state=CaseState.CLOSED))
    clock.advance(days=500)
    purge_short_lived(kept, clock, Keeping())
    purge(kept, clock, AMSTERDAM, Keeping())
    assert {name: count for name, count in rows(fresh_database).items() if count} == {}
