"""How long it takes to erase much, and to have everything back."""

import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.cases import PostKind
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, Distance, PlannedReminder
from conversations.identifiers import PersonId, new_short_id
from conversations.store.cases import StoredCases
from conversations.store.database import connect
from conversations.store.deadlines import StoredDeadlines
from conversations.store.restoring import restore
from tests.data_folders import KEPT, DataFolder, add_person
from tests.fakes import SettableClock

PEOPLE = 10_000
ROWS = 1_000


def _fill(database: Database, clock: SettableClock) -> list[PersonId]:
    """Add the people, each with a date, four reminders and a question."""
    database.execute("PRAGMA synchronous = OFF")
    people = []
    first = add_person(database, clock, "0")
    (model,) = database.query("select * from people where id = ?", [first])
    with database.atomic():
        for number in range(1, PEOPLE):
            person = PersonId(f"{number:032x}")
            row = {**model, "id": person, "number": str(number), "conversation": f"c{number}"}
            database.table("people").insert(row)
            question = {"person": person, "text": "a question " * 20, "received_at": model["created_at"]}
            database.table("pending_questions").insert(question)
            people.append(person)
    deadlines = StoredDeadlines(database, clock)
    day = (clock() + timedelta(days=9)).date()
    due = [PlannedReminder(Distance.DAYS_7, clock() + timedelta(days=each)) for each in range(1, 5)]
    for person in people:
        deadlines.add(Deadline(DeadlineId(new_short_id()), person, DeadlineKind.OWN, day, note="n" * 80), due)
    return people


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_restore_drill(data_folder: Path, clock: SettableClock) -> None:
    """Everything of 10,000 people is backed up, and back, in under a minute."""
    kept = DataFolder(data_folder, clock)
    with kept.opened() as database:
        people = _fill(database, clock)
    began = time.perf_counter()
    backup = kept.backup()
    backed_up = time.perf_counter() - began
    for person in people[:50]:
        kept.forget(person)
    clock.advance(hours=1)
    began = time.perf_counter()
    done = restore(backup.path, kept.folder, kept.key_file, clock(), kept=KEPT)
    restored = time.perf_counter() - began
    size = backup.path.stat().st_size / 1_000_000
    sys.stderr.write(
        f"\n{PEOPLE} people, {size:.1f} MB: backup {backed_up:.1f} s, restore {restored:.1f} s, "
        f"{done.erased_again} stay erased\n"
    )
    assert (done.people, done.erased_again) == (PEOPLE - 50, 50)
    assert restored < 60


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_erasing_one_with_much(data_folder: Path, clock: SettableClock) -> None:
    """One of 10,000 people, with a thousand rows in each of three tables, is erased in under a second."""
    kept = DataFolder(data_folder, clock)
    with kept.opened() as database:
        _fill(database, clock)
        person = add_person(database, clock, "much")
        cases, deadlines = StoredCases(database, clock), StoredDeadlines(database, clock)
        case = cases.of_person(person)
        assert case is not None
        (deadline,) = deadlines.all_of(person)
        for number in range(ROWS):
            cases.post(case.id, PostKind.TEXT, f"message {number} " * 20)
        planned = PlannedReminder(Distance.LATER, clock() + timedelta(days=1))
        deadlines.replan(deadline, [planned] * ROWS)
        with database.atomic():
            for row in list(database.query("select id from reminders where person = ?", [person])):
                attempt = {"reminder": row["id"], "at": "now", "outcome": "begun"}
                database.table("reminder_attempts").insert(attempt)
        before = database.table("desk_posts").count
    began = time.perf_counter()
    kept.forget(person)
    seconds = time.perf_counter() - began
    with closing(connect(kept.database, kept.key)) as connection:
        after = connection.execute("select count(*) from desk_posts").fetchone()[0]
    sys.stderr.write(f"\nerasing one of {PEOPLE} people with {3 * ROWS} rows: {seconds:.2f} s\n")
    assert before - after >= ROWS
    assert seconds < 1
