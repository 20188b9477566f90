"""After a restore nobody who was erased is back, and nothing is sent twice without need."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    Distance,
    PlannedReminder,
    ReminderState,
)
from conversations.events import Address
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople
from conversations.store.restoring import Restored, restore
from tests.data_folders import KEPT, DataFolder


def _restore(kept: DataFolder, file: Path, *, however_old: bool = False) -> Restored:
    return restore(file, kept.folder, kept.key_file, kept.clock(), kept=KEPT, however_old=however_old)


def _damage(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize("lost", [False, True])
def test_who_has_erased_themselves_does_not_come_back(kept_folder: DataFolder, *, lost: bool) -> None:
    """A backup from before /forget brings nobody back, also when the database is lost."""
    person = kept_folder.add("1004")
    backup = kept_folder.backup()
    kept_folder.forget(person)
    if lost:
        kept_folder.database.unlink()

    assert _restore(kept_folder, backup.path).erased_again == 1
    assert kept_folder.numbers() == ["1001", "1002", "1003"]
    with kept_folder.opened() as database:
        assert database.table("desk_posts").count_where("text like '%1004%'") == 0
        assert database.table("deadlines").count == 3


def test_the_list_beside_the_backups_counts_too(kept_folder: DataFolder, tmp_path: Path) -> None:
    """On a new machine a later backup's list keeps people erased when an older backup is restored."""
    person = kept_folder.add("1004")
    old = kept_folder.backup(tmp_path / "stick")
    kept_folder.forget(person)
    kept_folder.clock.advance(days=1)
    kept_folder.backup(tmp_path / "stick")
    new = DataFolder(tmp_path / "new", kept_folder.clock)
    new.folder.mkdir()
    shutil.copy(kept_folder.key_file, new.key_file)

    assert _restore(new, old.path).erased_again == 1
    assert new.numbers() == ["1001", "1002", "1003"]

    new.clock.advance(hours=1)
    shutil.copy(old.path, tmp_path / "alone.db")
    assert _restore(new, tmp_path / "alone.db").erased_again == 1


def _send(kept: DataFolder, state: ReminderState, number: str) -> None:
    """End a reminder of the person at `number`."""
    with kept.opened() as database:
        deadlines = StoredDeadlines(database, kept.clock)
        person = StoredPeople(database, kept.clock).find_or_add(Address("telegram", number))
        first = next(each for each in deadlines.due(kept.clock(), 100) if each.person == person.id)
        deadlines.begin(first, None)
        deadlines.finish(first.id, state)


def _waiting(kept: DataFolder) -> list[tuple[str, str]]:
    with kept.opened() as database:
        query = "select number, kind from reminders join people on people.id = reminders.person"
        query += " join deadlines on deadlines.id = deadline where reminders.state in ('planned', 'sending')"
        return sorted((row["number"], row["kind"]) for row in database.query(query))


def test_a_reminder_is_not_sent_twice(kept_folder: DataFolder) -> None:
    """What was sent, or could not be sent, since the backup stays so; what was not sent is still to come."""
    backup = kept_folder.backup()
    kept_folder.clock.advance(days=2)
    _send(kept_folder, ReminderState.SENT, "1001")
    _send(kept_folder, ReminderState.UNREACHABLE, "1002")
    _send(kept_folder, ReminderState.CANCELLED, "1003")

    assert _restore(kept_folder, backup.path).settled == 2
    assert _waiting(kept_folder) == [("1001", "own"), ("1002", "own"), ("1003", "own"), ("1003", "own")]


def test_a_weekly_duty_goes_on(kept_folder: DataFolder) -> None:
    """Sending plans the next week, which the backup does not have: that reminder is sent once more."""
    weekly = Deadline(
        DeadlineId("w"), kept_folder.add("1004"), DeadlineKind.WEEKLY_REPORT, kept_folder.clock.today()
    )
    with kept_folder.opened() as database:
        planned = PlannedReminder(Distance.SAME_MORNING, kept_folder.clock())
        StoredDeadlines(database, kept_folder.clock).add(weekly, [planned])
    backup = kept_folder.backup()
    _send(kept_folder, ReminderState.SENT, "1004")

    assert _restore(kept_folder, backup.path).settled == 0
    assert ("1004", "weekly_report") in _waiting(kept_folder)


def test_without_the_database_of_before_reminders_are_sent_again(kept_folder: DataFolder) -> None:
    """Nobody knows what was sent: twice is better than not at all."""
    backup = kept_folder.backup()
    kept_folder.clock.advance(days=2)
    _send(kept_folder, ReminderState.SENT, "1001")
    _damage(kept_folder.database, lambda data: bytes(len(data)))

    assert _restore(kept_folder, backup.path).settled is None
    assert len(_waiting(kept_folder)) == 6
