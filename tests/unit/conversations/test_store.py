"""The encrypted database on disk."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from content.model import LanguageCode, TopicId
from conversations.errors import StoreUnavailableError
from conversations.events import Address
from conversations.people import Consent, People
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock

_ADDRESS = Address("telegram", "31612345678")
_TEXT = "My name is Yonas Tesfay ክሰርሕ ይኽእል ዶ"


@pytest.fixture
def stored(fresh_database: Database, clock: SettableClock) -> StoredPeople:
    """Return people in a fresh database."""
    return StoredPeople(fresh_database, clock)


def _fill(people: People, clock: SettableClock) -> None:
    person = people.find_or_add(_ADDRESS)
    people.set_language(person.id, LanguageCode("ti"))
    people.set_consent(person.id, Consent.GIVEN)
    people.set_last_topic(person.id, TopicId("hrt_amounts"))
    people.keep_question(person.id, _TEXT, clock())


def _reopened(folder: Path) -> Iterator[Database]:
    database = open_database(folder, folder / "key")
    yield database
    database.close()


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_readable_on_disk(
    stored: StoredPeople,
    fresh_database: Database,
    data_folder: Path,
    clock: SettableClock,
    *,
    closed: bool,
) -> None:
    """No file of the data folder holds a number, a word or a pseudonym in clear, open or closed."""
    _fill(stored, clock)
    person = stored.find_or_add(_ADDRESS)
    if closed:
        fresh_database.close()
    secrets = [_ADDRESS.number, "Yonas", "ክሰርሕ", "hrt_amounts", "telegram", "pending_questions", person.id]
    secrets += [person.conversation, "SQLite format 3"]
    files = [path for path in data_folder.iterdir() if path.name != "key"]

    assert files != []
    for path in files:
        content = path.read_bytes()

        assert [secret for secret in secrets if secret.encode() in content] == [], path.name
        assert [secret for secret in secrets if secret.encode("utf-16-le") in content] == [], path.name


def test_the_database_and_its_key_belong_to_one_user(
    stored: StoredPeople, data_folder: Path, clock: SettableClock
) -> None:
    """Other users of the machine can open neither the key nor the database."""
    _fill(stored, clock)
    modes = {name: stat.S_IMODE((data_folder / name).stat().st_mode) for name in ("key", "wegwijzer.db")}

    assert modes == {"key": 0o600, "wegwijzer.db": 0o600}


def test_what_was_stored_survives_a_restart(
    stored: StoredPeople, fresh_database: Database, data_folder: Path, clock: SettableClock
) -> None:
    """After a clean stop everything is as it was, the waiting question included."""
    _fill(stored, clock)
    before = stored.find_or_add(_ADDRESS)
    fresh_database.close()

    for database in _reopened(data_folder):
        people = StoredPeople(database, clock)

        assert people.find_or_add(_ADDRESS) == before
        assert people.take_question(before.id).text == _TEXT


def test_what_was_stored_survives_a_power_cut(
    stored: StoredPeople, data_folder: Path, tmp_path: Path, clock: SettableClock
) -> None:
    """A change is on disk when the call returns: a copy of the files at that moment holds it."""
    _fill(stored, clock)
    before = stored.find_or_add(_ADDRESS)
    copy = shutil.copytree(data_folder, tmp_path / "after the power cut")

    for database in _reopened(Path(copy)):
        people = StoredPeople(database, clock)

        assert people.find_or_add(_ADDRESS) == before
        assert people.take_question(before.id).text == _TEXT


@pytest.mark.parametrize("erase", ["forget", "purge"])
def test_what_was_erased_is_not_in_the_log(
    stored: StoredPeople, fresh_database: Database, data_folder: Path, clock: SettableClock, erase: str
) -> None:
    """After erasing, the write-ahead log is empty and freed pages are overwritten."""
    _fill(stored, clock)
    log = data_folder / "wegwijzer.db-wal"

    assert log.stat().st_size > 0

    if erase == "forget":
        stored.forget(stored.find_or_add(_ADDRESS).id)
    else:
        clock.advance(days=1)
        stored.purge(clock())

    assert log.stat().st_size == 0
    assert list(fresh_database.query("pragma secure_delete")) == [{"secure_delete": 1}]


def test_a_full_disk_is_told_and_loses_nothing(
    stored: StoredPeople, fresh_database: Database, clock: SettableClock
) -> None:
    """When the disk is full the error says so, what was stored stays, and all works when there is room."""
    _fill(stored, clock)
    person = stored.find_or_add(_ADDRESS)
    fresh_database.execute("pragma max_page_count = 1")

    with pytest.raises(StoreUnavailableError, match=r"full.*free disk space"):
        stored.keep_question(person.id, "long " * 2000, clock())

    assert stored.people_with_questions() == (person,)

    fresh_database.execute("pragma max_page_count = 100000")
    stored.keep_question(person.id, "long " * 2000, clock())

    assert stored.take_question(person.id).text == "long " * 2000


def test_a_database_that_cannot_be_written_is_told(
    stored: StoredPeople, fresh_database: Database, clock: SettableClock
) -> None:
    """Each change fails with an error that callers know, and reading goes on."""
    _fill(stored, clock)
    person = stored.find_or_add(_ADDRESS)
    fresh_database.execute("pragma query_only = on")

    for change in (
        lambda: stored.set_language(person.id, LanguageCode("nl")),
        lambda: stored.set_consent(person.id, Consent.REFUSED),
        lambda: stored.set_last_topic(person.id, None),
        lambda: stored.keep_question(person.id, "question", clock()),
        lambda: stored.take_question(person.id),
        lambda: stored.forget(person.id),
        lambda: stored.purge(clock()),
        lambda: stored.find_or_add(Address("telegram", "new")),
    ):
        with pytest.raises(StoreUnavailableError, match="readonly"):
            change()

    assert stored.find_or_add(_ADDRESS) == person
    assert stored.people_with_questions() == (person,)


def test_an_error_names_no_person(
    stored: StoredPeople, fresh_database: Database, clock: SettableClock
) -> None:
    """What the operator reads when the store fails holds nothing of the person that it was about."""
    _fill(stored, clock)
    person = stored.find_or_add(_ADDRESS)
    fresh_database.execute("pragma query_only = on")

    with pytest.raises(StoreUnavailableError) as caught:
        stored.keep_question(person.id, _TEXT, clock())

    assert [each for each in ("Yonas", person.id, _ADDRESS.number) if each in str(caught.value)] == []


@pytest.mark.parametrize("blocked", ["data", "data/wegwijzer.db"])
def test_a_place_that_is_taken_is_told(tmp_path: Path, blocked: str) -> None:
    """A file where the folder should be, or a folder where the file should be, stops the start clearly."""
    if blocked == "data":
        (tmp_path / "data").write_text("a file", encoding="utf-8")
    else:
        (tmp_path / blocked).mkdir(parents=True)
        (tmp_path / "key").write_text("0" * 64, encoding="ascii")

    with pytest.raises(StoreUnavailableError, match="data"):
        open_database(tmp_path / "data", tmp_path / "key")
