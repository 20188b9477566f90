"""A new key: all that is kept has it, and no kill leaves a key that opens nothing."""

import random
import shutil
import stat
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from conversations.errors import BackupError, StoreUnavailableError, WrongKeyError
from conversations.store import rotating
from conversations.store.backups import backup_folder, backups_in
from conversations.store.copying import check_database
from conversations.store.restoring import restore
from conversations.store.rotating import rotate_key
from tests.data_folders import KEPT, DataFolder

KILLS = 20


def _rotate(kept: DataFolder) -> rotating.KeyChanged:
    return rotate_key(kept.folder, kept.key_file, (kept.folder, backup_folder(kept.folder)))


def test_everything_has_the_new_key(kept_folder: DataFolder) -> None:
    """Database and backups are read with the new key and not with the old one; the data is the same."""
    old = kept_folder.key
    backup = kept_folder.backup()
    restore(backup.path, kept_folder.folder, kept_folder.key_file, kept_folder.clock(), kept=KEPT)

    assert _rotate(kept_folder) == rotating.KeyChanged(2, ())
    assert kept_folder.key != old
    assert stat.S_IMODE(kept_folder.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept_folder.database.stat().st_mode) == 0o600
    assert kept_folder.numbers() == ["1001", "1002", "1003"]
    files = [kept_folder.database, *kept_folder.folder.glob("*set-aside.db"), backup.path]
    assert len(files) == 3
    for file in files:
        assert check_database(file, kept_folder.key)["people"] == 3
        with pytest.raises(BackupError, match="cannot be read with this key"):
            check_database(file, old)


def test_nothing_else_is_left(kept_folder: DataFolder) -> None:
    """Afterwards the folder has the files of before: no copy, log or second key."""
    kept_folder.backup()
    before = set(kept_folder.files())
    _rotate(kept_folder)

    assert set(kept_folder.files()) == before


def test_a_backup_with_yet_another_key_is_left_alone(kept_folder: DataFolder) -> None:
    """What the old key does not open is named and not touched."""
    backup = kept_folder.backup()
    backup.path.write_bytes(b"not a database")

    assert _rotate(kept_folder).left == (backup.path,)
    assert backup.path.read_bytes() == b"not a database"


@pytest.mark.parametrize("step", ["_encrypt_anew", "copy_from", "replace_database", "promote_waiting_key"])
def test_an_interrupted_change_is_gone_on_with(
    kept_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """When it ends before any of its steps the bot starts, backups can be used, and the next try ends it."""
    backup = kept_folder.backup()
    with monkeypatch.context() as patch:
        patch.setattr(rotating, step, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _rotate(kept_folder)

    copy = DataFolder(kept_folder.folder.with_name("copy"), kept_folder.clock)
    shutil.copytree(kept_folder.folder, copy.folder)
    done = restore(backup.path, copy.folder, copy.key_file, copy.clock(), kept=KEPT)
    assert done.settled == 0
    assert copy.numbers() == ["1001", "1002", "1003"]
    for folder in (kept_folder, copy):
        assert folder.numbers() == ["1001", "1002", "1003"]
        folder.clock.advance(hours=1)
        folder.backup()
        assert _rotate(folder).left == ()
        assert all(check_database(each.path, folder.key) for each in backups_in(folder.folder / "backups"))
        assert not folder.key_file.with_name("database.key.new").exists()


def test_while_somebody_has_the_database_open(kept_folder: DataFolder) -> None:
    """The key is not changed under a chat in the terminal."""
    before = kept_folder.key
    with kept_folder.opened(), pytest.raises(StoreUnavailableError, match="Another program has"):
        _rotate(kept_folder)

    assert kept_folder.key == before


def test_a_damaged_database_keeps_its_key(kept_folder: DataFolder) -> None:
    """Nothing is encrypted anew that cannot be read as a whole."""
    data = kept_folder.database.read_bytes()
    kept_folder.database.write_bytes(data[:-2000] + bytes(1000) + data[-1000:])
    before = kept_folder.key

    with pytest.raises(WrongKeyError, match="damaged"):
        _rotate(kept_folder)

    assert kept_folder.key == before


def test_no_database_no_new_key(tmp_path: Path) -> None:
    """Before the first start there is no key to change, and none is made."""
    with pytest.raises(BackupError, match="no key to change"):
        rotate_key(tmp_path, tmp_path / "database.key", ())

    assert list(tmp_path.iterdir()) == []


def _rotate_for_ever(kept: DataFolder) -> None:
    while True:
        _rotate(kept)


def kill_while_changing(kept: DataFolder, kills: int, chance: random.Random) -> int:
    """Kill a process that changes the key; after each kill all must open. Return how many keys there were."""
    keys = {kept.key}
    for _ in range(kills):
        process = get_context("fork").Process(target=_rotate_for_ever, args=(kept,))
        process.start()
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        process.join()
        assert kept.numbers() == ["1001", "1002", "1003"]
        keys.add(kept.key)
    _rotate(kept)
    for backup in backups_in(backup_folder(kept.folder)):
        assert check_database(backup.path, kept.key)["people"] == 3
    return len(keys)


def test_kills_at_any_moment(kept_folder: DataFolder) -> None:
    """A process that is killed at random moments leaves a database that opens with what is in the folder."""
    kept_folder.backup()

    assert kill_while_changing(kept_folder, KILLS, random.Random(7)) > 1  # noqa: S311 - no secret


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_kills(kept_folder: DataFolder) -> None:
    """The same, three hundred times."""
    for _ in range(3):
        kept_folder.backup()
        kept_folder.clock.advance(hours=1)

    keys = kill_while_changing(kept_folder, 300, random.Random(8))  # noqa: S311 - no secret
    sys.stderr.write(f"\n300 kills while changing the key: {keys} keys, everything opened after each\n")
