"""Who is erased is gone: from every table, page, log and, in time, backup."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.errors import StoreUnavailableError
from conversations.store.backups import remove_old
from conversations.store.database import connect
from conversations.store.erased import ErasedPeople, fingerprint
from conversations.store.erasing import erase_person, people_with_case_named
from conversations.store.erasing_everything import erase_everything
from conversations.store.people import StoredPeople
from conversations.store.personal_tables import PERSONAL_TABLES
from tests.data_folders import CANARY, KEPT, DataFolder, add_person
from tests.decrypted import decrypted_pages

_TABLES = tuple(table.name for table in PERSONAL_TABLES)
_OTHER = "somebody else"


def _places(kept: DataFolder, canary: str) -> list[str]:
    """Return where `canary` is found in the decrypted pages of databases and in the bytes of all files."""
    raw = kept.files()
    clear = {name: decrypted_pages(kept.folder / name, kept.key) for name in raw if name.endswith(".db")}
    encoded = canary.encode()
    return sorted({name for files in (raw, clear) for name, data in files.items() if encoded in data})


def _dump(database: Database) -> str:
    tables = database.table_names()
    return "\n".join(str(row) for table in tables for row in database.table(table).rows)


def test_the_person_is_in_every_table(kept_folder: DataFolder) -> None:
    """The tests below say something: there is something to erase in each table except the ledger's."""
    with kept_folder.opened() as database:
        empty = {name for name in _TABLES if not database.table(name).count}

    assert empty == set()


def test_every_row_goes_and_others_stay(kept_folder: DataFolder) -> None:
    """Erasing takes each row of the person, by whatever way it leads to them, and no row of others."""
    with kept_folder.opened() as database:
        before = {name: database.table(name).count for name in _TABLES}
        person = add_person(database, kept_folder.clock, "1004")
        added = sum(database.table(name).count for name in before) - sum(before.values())
        with database.atomic():
            erased = erase_person(database, person)

        assert erased == added
        assert {name: database.table(name).count for name in before} == before
        assert list(database.query("pragma foreign_key_check")) == []


def test_the_bytes_are_gone(kept_folder: DataFolder) -> None:
    """After /forget nothing is left in the decrypted pages, free ones too, in a file, or in the log."""
    with kept_folder.opened() as database:
        person = add_person(database, kept_folder.clock, "0031600000009", _OTHER)
    assert _places(kept_folder, _OTHER) == ["wegwijzer.db"]

    with kept_folder.opened() as database:
        add_person(database, kept_folder.clock, "0031600000009", _OTHER)
        kept_folder.forget(person)
        log = kept_folder.database.with_name("wegwijzer.db-wal")

        assert log.stat().st_size == 0
        assert _OTHER not in _dump(database)
        for canary in (_OTHER, "0031600000009", person):
            assert _places(kept_folder, canary) == [], canary
        assert _places(kept_folder, CANARY) == ["wegwijzer.db"]


def test_backups_lose_it_in_time(kept_folder: DataFolder) -> None:
    """A backup of before has it, encrypted, until it is as old as backups are kept; then no file has it."""
    person = kept_folder.add("0031600000009", _OTHER)
    backup = kept_folder.backup()
    kept_folder.forget(person)
    kept_folder.clock.advance(days=10)
    later = kept_folder.backup()
    assert _places(kept_folder, _OTHER) == [f"backups/{backup.path.name}"]
    assert _OTHER.encode() not in backup.path.read_bytes()

    kept_folder.clock.advance(days=5)
    remove_old(backup.path.parent, KEPT, kept_folder.clock())

    assert later.path.exists()
    assert _places(kept_folder, _OTHER) == []


def test_a_case_name_names_a_person(kept_folder: DataFolder) -> None:
    """Operators know only the random name of a case; however it is typed, it leads to one person."""
    with kept_folder.opened() as database:
        (row, *_) = database.query("select name, person from cases")

        assert people_with_case_named(database, row["name"].lower()) == (row["person"],)
        assert people_with_case_named(database, "nobody") == ()


@pytest.mark.parametrize("key_elsewhere", [False, True])
def test_everything(kept_folder: DataFolder, tmp_path: Path, *, key_elsewhere: bool) -> None:
    """Key, database, log, backups and lists go; what is not ours stays."""
    if key_elsewhere:
        kept_folder.key_file = kept_folder.key_file.rename(tmp_path / "key")
    kept_folder.forget(kept_folder.add("1004"))
    kept_folder.backup()
    kept_folder.folder.joinpath("holiday.jpg").touch()
    with closing(connect(kept_folder.database, kept_folder.key)) as left_open:
        left_open.execute("pragma journal_mode = wal").fetchall()
        left_open.execute("delete from pending_questions")
        backups = kept_folder.folder / "backups"

        assert erase_everything(kept_folder.folder, kept_folder.key_file, (backups,)) == 1
    assert list(kept_folder.files()) == ["holiday.jpg"]
    assert not kept_folder.key_file.exists()


def test_erasing_is_remembered_first(kept_folder: DataFolder) -> None:
    """When the database fails in between, the person is on the list: a restore ends what they asked for."""
    with kept_folder.opened() as database:
        (person, *_) = [row["id"] for row in database.query("select id from people")]
        database.execute("pragma query_only = on")
        erased = ErasedPeople(kept_folder.folder)

        with pytest.raises(StoreUnavailableError):
            StoredPeople(database, kept_folder.clock, erased).forget(person)

    assert erased.fingerprints() == {fingerprint(person)}
