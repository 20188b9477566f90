"""The key of the database, and what happens without the right one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conversations.errors import StoreUnavailableError, WrongKeyError
from conversations.events import Address
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock

_PAGE = 4096


@pytest.fixture
def closed_folder(data_folder: Path, clock: SettableClock) -> Path:
    """Return a data folder with a database of several pages and its key."""
    database = open_database(data_folder, data_folder / "key")
    people = StoredPeople(database, clock)
    for number in range(20):
        person = people.find_or_add(Address("telegram", str(number)))
        people.keep_question(person.id, "question " * 100, clock())
    database.close()
    return data_folder


def test_a_key_is_made_once(closed_folder: Path) -> None:
    """The first start makes a random key of 256 bits; later starts use it."""
    key = (closed_folder / "key").read_text(encoding="ascii")
    open_database(closed_folder, closed_folder / "key").close()

    assert len(bytes.fromhex(key)) == 32
    assert (closed_folder / "key").read_text(encoding="ascii") == key


def test_every_database_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The key of one organisation opens nothing of another."""
    for name in ("one", "two"):
        open_database(tmp_path / name, tmp_path / name / "key").close()

    assert (tmp_path / "one/key").read_bytes() != (tmp_path / "two/key").read_bytes()


def test_a_key_can_be_kept_elsewhere(tmp_path: Path) -> None:
    """With the key outside the data folder a copy of that folder is worth nothing."""
    open_database(tmp_path / "data", tmp_path / "safe" / "key").close()

    assert (tmp_path / "safe/key").exists()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["wegwijzer.db"]


def test_a_wrong_key_is_told_and_changes_nothing(closed_folder: Path) -> None:
    """With another key nothing is read, nothing is overwritten, and the operator reads what to do."""
    right = (closed_folder / "key").read_bytes()
    before = (closed_folder / "wegwijzer.db").read_bytes()
    (closed_folder / "key").write_text("0" * 64, encoding="ascii")

    with pytest.raises(WrongKeyError, match="Put back the key file or restore a backup"):
        open_database(closed_folder, closed_folder / "key")

    assert (closed_folder / "wegwijzer.db").read_bytes() == before

    (closed_folder / "key").write_bytes(right)
    database = open_database(closed_folder, closed_folder / "key")

    assert database.table("people").count == 20
    database.close()


def test_a_missing_key_is_never_replaced(closed_folder: Path) -> None:
    """A new key beside an old database would hide that the right one must be put back."""
    (closed_folder / "key").unlink()

    with pytest.raises(WrongKeyError, match=r"is missing, but .* exists\. Put back the key file"):
        open_database(closed_folder, closed_folder / "key")

    assert not (closed_folder / "key").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"0" * 63, b"0" * 65, b"g" * 64, b"0" * 64 + b"'; --", b"\xff" * 32, "é".encode() * 64],
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever else stands in the key file, it is told as such, and no database is made with it."""
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(WrongKeyError, match="holds no key"):
        open_database(tmp_path / "data", tmp_path / "key")

    assert not (tmp_path / "data/wegwijzer.db").exists()
    assert (tmp_path / "key").read_bytes() == content


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"\0" * 100 + data[100:], id="beginning"),
        pytest.param(lambda data: data[: _PAGE + 9] + b"\0" * 64 + data[_PAGE + 73 :], id="second page"),
        pytest.param(lambda data: data[: len(data) // _PAGE // 2 * _PAGE], id="second half gone"),
        pytest.param(lambda data: data[: _PAGE + 100], id="cut inside a page"),
        pytest.param(lambda _: b"not a database", id="something else"),
    ],
)
def test_a_damaged_database_is_told(closed_folder: Path, damage: Callable[[bytes], bytes]) -> None:
    """A broken file is never mistaken for a full disk: the operator reads to restore a backup."""
    path = closed_folder / "wegwijzer.db"
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(WrongKeyError, match="restore a backup"):
        open_database(closed_folder, closed_folder / "key")


def test_a_page_that_was_damaged_is_told_when_it_is_read(closed_folder: Path, clock: SettableClock) -> None:
    """Damage that shows only later is told as damage too, and no wrong data is returned."""
    path = closed_folder / "wegwijzer.db"
    data = path.read_bytes()
    path.write_bytes(data[: 7 * _PAGE] + bytes(len(data) - 7 * _PAGE))

    with pytest.raises(WrongKeyError, match="damaged"):
        StoredPeople(open_database(closed_folder, closed_folder / "key"), clock).people_with_questions()


def test_a_key_that_cannot_be_kept_stops_the_start(tmp_path: Path) -> None:
    """No database is made with a key that is on no disk."""
    (tmp_path / "file").write_text("", encoding="ascii")

    with pytest.raises(StoreUnavailableError, match="key file"):
        open_database(tmp_path / "data", tmp_path / "file" / "key")

    assert not (tmp_path / "data/wegwijzer.db").exists()


def test_a_key_that_someone_else_made_is_not_removed(tmp_path: Path) -> None:
    """When another program makes the key at the same moment, this one fails and leaves it alone."""
    link = tmp_path / "key"
    link.symlink_to(tmp_path / "not here yet")

    with pytest.raises(StoreUnavailableError, match="key file"):
        open_database(tmp_path / "data", link)

    assert link.is_symlink()
