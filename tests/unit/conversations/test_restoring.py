"""Restore: a sound backup takes the place of the database, and anything else changes nothing."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.errors import BackupError, StoreUnavailableError, WrongKeyError
from conversations.events import Address
from conversations.store.backups import remove_old
from conversations.store.database import connect
from conversations.store.people import StoredPeople
from conversations.store.restoring import Restored, restore
from tests.data_folders import KEPT, DataFolder


def _restore(kept: DataFolder, file: Path, *, however_old: bool = False) -> Restored:
    return restore(file, kept.folder, kept.key_file, kept.clock(), kept=KEPT, however_old=however_old)


def _damage(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


def test_everything_is_back(kept_folder: DataFolder) -> None:
    """After a restore the data is that of the backup, and the database of before is kept beside it."""
    backup = kept_folder.backup()
    kept_folder.add("1004")
    kept_folder.clock.advance(hours=3)

    done = _restore(kept_folder, backup.path)

    assert (done.people, done.made_at, done.erased_again) == (3, backup.made_at, 0)
    assert kept_folder.numbers() == ["1001", "1002", "1003"]
    assert done.set_aside == kept_folder.folder / "wegwijzer-20261102T150000Z-set-aside.db"

    kept_folder.clock.advance(hours=1)
    _restore(kept_folder, done.set_aside)
    assert kept_folder.numbers() == ["1001", "1002", "1003", "1004"]


def test_what_was_set_aside_goes_like_a_backup(kept_folder: DataFolder) -> None:
    """The database of before does not stay for ever."""
    _restore(kept_folder, kept_folder.backup().path)

    assert remove_old(kept_folder.folder, KEPT, kept_folder.clock() + KEPT) == 0
    assert remove_old(kept_folder.folder, KEPT, kept_folder.clock() + KEPT + timedelta(seconds=1)) == 1
    assert kept_folder.numbers() == ["1001", "1002", "1003"]


def test_a_machine_that_is_new(kept_folder: DataFolder, tmp_path: Path) -> None:
    """With the key file and one backup everything is there again on another machine."""
    backup = kept_folder.backup(tmp_path / "stick")
    new = DataFolder(tmp_path / "new", kept_folder.clock)
    new.folder.mkdir()
    shutil.copy(kept_folder.key_file, new.key_file)

    done = _restore(new, backup.path)

    assert (done.set_aside, done.settled) == (None, None)
    assert new.numbers() == kept_folder.numbers()


@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_damaged_database_is_replaced(kept_folder: DataFolder, tmp_path: Path, end: str) -> None:
    """Neither a broken database nor its old log spoils what is restored; both are kept aside."""
    backup = kept_folder.backup()
    with kept_folder.opened() as database:
        StoredPeople(database, kept_folder.clock).find_or_add(Address("telegram", "in the log"))
        shutil.copytree(kept_folder.folder, tmp_path / "after the power cut")
    left = DataFolder(tmp_path / "after the power cut", kept_folder.clock)
    _damage(left.database.with_name(f"wegwijzer.db{end}"), lambda data: data[:64] + bytes(len(data) - 64))

    done = _restore(left, left.folder / "backups" / backup.path.name)

    assert left.numbers() == ["1001", "1002", "1003"]
    assert done.set_aside is not None
    assert done.set_aside.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(lambda data: data[: len(data) // 2 // 4096 * 4096], "damaged or only a part", id="half"),
        pytest.param(lambda data: data[:5000], "damaged or only a part", id="inside a page"),
        pytest.param(lambda data: data[:-3000] + bytes(1000) + data[-2000:], "damaged", id="a hole"),
        pytest.param(lambda data: bytes(50) + data[50:], "its beginning is damaged", id="beginning"),
        pytest.param(lambda _: b"not a database", "its beginning is damaged", id="something else"),
        pytest.param(lambda _: b"", "holds nothing of ours", id="empty"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    kept_folder: DataFolder, change: Callable[[bytes], bytes], sentence: str
) -> None:
    """Whatever is wrong with the file, the operator reads it and every file is as it was."""
    backup = kept_folder.backup()
    _damage(backup.path, change)
    before = kept_folder.files()

    with pytest.raises(BackupError, match=sentence):
        _restore(kept_folder, backup.path)

    assert kept_folder.files() == before


def test_a_backup_with_another_key_changes_nothing(kept_folder: DataFolder) -> None:
    """The operator reads that the key does not fit."""
    backup = kept_folder.backup()
    before = kept_folder.files()
    kept_folder.key_file.write_text("0" * 64, encoding="ascii")

    with pytest.raises(BackupError, match="cannot be read with this key"):
        _restore(kept_folder, backup.path)

    assert kept_folder.files() == {**before, "database.key": b"0" * 64}


def test_a_missing_key_or_file(kept_folder: DataFolder) -> None:
    """No key is made that could not read the backup, and a wrong name is told."""
    backup = kept_folder.backup()
    with pytest.raises(BackupError, match="There is no file"):
        _restore(kept_folder, backup.path.with_name("other.db"))
    kept_folder.key_file.unlink()

    with pytest.raises(WrongKeyError, match=r"key file .* is missing"):
        _restore(kept_folder, backup.path)

    assert not kept_folder.key_file.exists()


def test_a_backup_of_a_newer_version_changes_nothing(kept_folder: DataFolder) -> None:
    """What this version would not understand is not restored."""
    backup = kept_folder.backup()
    with closing(connect(backup.path, kept_folder.key)) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('wegwijzer', 'of_tomorrow', 'now')"
        )
    before = kept_folder.files()

    with pytest.raises(BackupError, match="newer version of Wegwijzer"):
        _restore(kept_folder, backup.path)

    assert kept_folder.files() == before


def test_a_database_of_another_program_changes_nothing(kept_folder: DataFolder, tmp_path: Path) -> None:
    """A file that is no backup of ours is refused, encrypted or not."""
    foreign, plain = tmp_path / "foreign.db", tmp_path / "plain.db"
    with closing(connect(foreign, kept_folder.key)) as connection:
        connection.execute("create table notes (words)")
    with closing(sqlite3.connect(plain)) as connection:
        connection.execute("create table notes (words)")

    for file in (foreign, plain):
        with pytest.raises(BackupError):
            _restore(kept_folder, file)
    assert len(kept_folder.numbers()) == 3


def test_an_older_backup_gets_the_present_tables(kept_folder: DataFolder) -> None:
    """A backup of an earlier version is brought up to date before it takes its place."""
    backup = kept_folder.backup()
    with closing(connect(backup.path, kept_folder.key)) as connection:
        connection.execute("drop table desk_posts")
        connection.execute("drop table erased_topics")
        for column in ("helped", "card", "topic"):
            connection.execute("drop index if exists idx_cases_group_id_thread")
            connection.execute(f"alter table cases drop column {column}")
        for column in ("thread", "group_id", "closed_at", "raised_at", "waiting_since", "counsellor"):
            connection.execute(f"alter table cases drop column {column}")
        for column in ("sharing", "state", "name"):
            connection.execute(f"alter table cases drop column {column}")
        connection.execute("delete from _sqlite_migrations where name = 'create_desk'")

    _restore(kept_folder, backup.path)

    assert kept_folder.numbers() == ["1001", "1002", "1003"]


def test_while_somebody_has_the_database_open(kept_folder: DataFolder) -> None:
    """What a chat in the terminal still writes would be lost: the restore waits for its end."""
    backup = kept_folder.backup()
    with kept_folder.opened(), pytest.raises(StoreUnavailableError, match="Another program has"):
        _restore(kept_folder, backup.path)

    _restore(kept_folder, backup.path)


def test_a_backup_that_is_too_old(kept_folder: DataFolder) -> None:
    """Who was erased is remembered as long as backups are kept: an older one needs a word more."""
    backup = kept_folder.backup()
    kept_folder.clock.advance(days=15)

    with pytest.raises(BackupError, match="more than 14 days old"):
        _restore(kept_folder, backup.path)

    assert _restore(kept_folder, backup.path, however_old=True).people == 3
