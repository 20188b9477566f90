"""Backups: whole, checked, encrypted, made while the bot runs, and removed in time."""

import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from conversations.errors import BackupError, StoreUnavailableError, WrongKeyError
from conversations.events import Address
from conversations.identifiers import PersonId
from conversations.store.backups import backups_in, make_backup, remove_old, time_of
from conversations.store.copying import check_database, count_rows
from conversations.store.database import connect
from conversations.store.erased import ErasedPeople
from conversations.store.people import StoredPeople
from tests.data_folders import CANARY, KEPT, DataFolder

PROJECT = Path(__file__).parents[3]


def _limited(largest: int, call: str) -> str:
    """Run `call` in a process whose files cannot grow over `largest` bytes; return what it prints."""
    script = f"""
import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path
from conversations.errors import StoreError
from conversations.store.backups import make_backup
from conversations.store.restoring import restore
resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))
try:
    {call}
except StoreError as error:
    print(type(error).__name__, error)
"""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def test_a_backup_holds_everything(kept_folder: DataFolder) -> None:
    """Every table has the rows in the backup that it has in the database, under the same key."""
    backup = kept_folder.backup()
    with closing(connect(kept_folder.database, kept_folder.key)) as connection:
        rows = count_rows(connection)

    assert check_database(backup.path, kept_folder.key) == rows
    assert rows["people"] == 3
    assert rows["desk_posts"] > 0


def test_a_backup_tells_nothing_and_belongs_to_its_owner(kept_folder: DataFolder) -> None:
    """It is one file without a log or a key, nothing can be read in it, and nobody else may open it."""
    backup = kept_folder.backup()
    content = backup.path.read_bytes()

    assert [path.name for path in backup.path.parent.iterdir()] == ["wegwijzer-20261102T120000Z.db"]
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700
    assert [each for each in (CANARY, "people", "SQLite", kept_folder.key) if each.encode() in content] == []


def test_a_backup_while_the_bot_writes(kept_folder: DataFolder) -> None:
    """What is in the log only is in the backup, the bot goes on, and what it adds later is not in it."""
    with kept_folder.opened() as database:
        people = StoredPeople(database, kept_folder.clock)
        people.find_or_add(Address("telegram", "in the log"))
        backup = kept_folder.backup()
        people.find_or_add(Address("telegram", "later"))

        assert database.table("people").count == 5
    assert check_database(backup.path, kept_folder.key)["people"] == 4


def test_a_backup_of_a_bot_that_is_in_the_middle_of_a_change(kept_folder: DataFolder) -> None:
    """A change that is not finished is not in the backup, and does not hold it up."""
    with kept_folder.opened() as database, database.atomic():
        database.execute("delete from pending_questions")
        backup = kept_folder.backup()

    assert check_database(backup.path, kept_folder.key)["pending_questions"] == 3


def test_the_time_is_in_the_file(kept_folder: DataFolder) -> None:
    """When a backup was made is known even after it was renamed and copied."""
    backup = kept_folder.backup()
    renamed = backup.path.rename(backup.path.with_name("from the stick.db"))

    assert time_of(renamed, kept_folder.key) == kept_folder.clock().astimezone(UTC)


def test_old_backups_go_when_a_new_one_is_there(kept_folder: DataFolder) -> None:
    """What is older than backups are kept is removed; what is younger, and what is not ours, stays."""
    for _ in range(4):
        backup = kept_folder.backup()
        kept_folder.clock.advance(days=7)
    other = backup.path.with_name("holiday.db")
    other.touch()
    newest = kept_folder.backup()

    assert remove_old(newest.path.parent, KEPT, kept_folder.clock()) == 2
    assert [each.made_at.day for each in backups_in(newest.path.parent)] == [16, 23, 30]
    assert other.exists()


def test_the_last_backup_stays(kept_folder: DataFolder) -> None:
    """Where no new backup was made the last one is not removed, however old it is."""
    kept_folder.backup()
    kept_folder.clock.advance(days=1)
    newest = kept_folder.backup()
    kept_folder.clock.advance(days=400)

    assert remove_old(newest.path.parent, KEPT, kept_folder.clock()) == 1
    assert backups_in(newest.path.parent) == (newest,)


def test_what_a_dead_machine_left_goes_a_day_later(kept_folder: DataFolder) -> None:
    """Files that were never finished do not stay for ever."""
    folder = kept_folder.backup().path.parent
    left = folder / ".wegwijzer-20261101T120000Z.db.0a1b2c3d.part"
    left.touch()
    kept_folder.clock.moment = kept_folder.clock().fromtimestamp(left.stat().st_mtime, UTC)

    remove_old(folder, KEPT, kept_folder.clock())
    assert left.exists()

    kept_folder.clock.advance(days=1, seconds=1)
    remove_old(folder, KEPT, kept_folder.clock())
    assert not left.exists()


def test_who_was_erased_goes_along_and_is_forgotten_after_the_backups(
    kept_folder: DataFolder, tmp_path: Path
) -> None:
    """The list is beside the backups, names nobody, and goes a day after the last backup it is needed for."""
    person = kept_folder.add("1004")
    kept_folder.forget(person)
    elsewhere = tmp_path / "stick"
    kept_folder.backup(elsewhere)

    assert ErasedPeople(elsewhere).fingerprints() == ErasedPeople(kept_folder.folder).fingerprints()
    (day,) = (elsewhere / "erased").iterdir()
    assert person not in day.read_text(encoding="ascii")
    assert stat.S_IMODE(day.stat().st_mode) == 0o600

    kept_folder.clock.advance(days=15)
    remove_old(elsewhere, KEPT, kept_folder.clock())
    assert len(ErasedPeople(elsewhere).fingerprints()) == 1

    kept_folder.clock.advance(days=1)
    remove_old(elsewhere, KEPT, kept_folder.clock())
    assert ErasedPeople(elsewhere).fingerprints() == frozenset()


def test_a_list_is_taken_over_once(tmp_path: Path, kept_folder: DataFolder) -> None:
    """Taking over a list again adds nothing."""
    one, other = ErasedPeople(tmp_path / "one"), ErasedPeople(tmp_path / "other")
    other.add(PersonId("p"), kept_folder.clock())
    for _ in range(2):
        one.take_over(other)

    (day,) = (tmp_path / "one/erased").iterdir()
    assert day.read_bytes() == (tmp_path / "other/erased" / day.name).read_bytes()


def test_nothing_to_back_up(kept_folder: DataFolder, tmp_path: Path) -> None:
    """Without a database there is no backup, and no key is made."""
    with pytest.raises(BackupError, match="nothing to back up"):
        make_backup(tmp_path / "empty", tmp_path / "empty/key", tmp_path / "to", kept_folder.clock())

    assert not (tmp_path / "to").exists()
    assert not (tmp_path / "empty").exists()


def test_a_damaged_database_is_not_backed_up(kept_folder: DataFolder) -> None:
    """A backup of a broken database would push out the good ones: there is an error, and no file."""
    good = kept_folder.backup()
    data = bytearray(kept_folder.database.read_bytes())
    data[-2000:-1000] = bytes(1000)
    kept_folder.database.write_bytes(bytes(data))
    kept_folder.clock.advance(hours=1)

    with pytest.raises(WrongKeyError, match="damaged"):
        kept_folder.backup()

    assert list(good.path.parent.iterdir()) == [good.path]


def test_a_full_disk_leaves_no_half_backup(kept_folder: DataFolder, tmp_path: Path) -> None:
    """When there is no room the operator reads it, and the folder is as it was."""
    to = tmp_path / "to"
    call = f"make_backup(Path({str(kept_folder.folder)!r}), Path({str(kept_folder.key_file)!r}), "
    said = _limited(40_000, call + f"Path({str(to)!r}), datetime.now(UTC))")

    assert said.startswith("StoreUnavailableError")
    assert "free disk space" in said
    assert list(to.iterdir()) == []


def test_a_folder_that_cannot_be_made(kept_folder: DataFolder, tmp_path: Path) -> None:
    """A file where the folder should be is told."""
    (tmp_path / "to").touch()

    with pytest.raises(StoreUnavailableError, match="to"):
        kept_folder.backup(tmp_path / "to")


def test_a_full_disk_while_restoring_changes_nothing(kept_folder: DataFolder) -> None:
    """A restore that has no room for the copy leaves every file as it was."""
    backup = kept_folder.backup()
    before = kept_folder.files()
    call = f"restore(Path({str(backup.path)!r}), Path({str(kept_folder.folder)!r}), "
    call += f"Path({str(kept_folder.key_file)!r}), datetime({kept_folder.clock():%Y, %-m, %-d}, tzinfo=UTC), "
    said = _limited(40_000, call + f"kept=timedelta(days={KEPT // timedelta(days=1)}))")

    assert said.startswith("StoreUnavailableError")
    assert kept_folder.files() == before
