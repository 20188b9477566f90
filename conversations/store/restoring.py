"""Put a backup in the place of the database, so that nothing is done twice and nobody erased comes back."""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from conversations.deadlines import RECURRING, Distance, ReminderState
from conversations.errors import BackupError, StoreUnavailableError, WrongKeyError
from conversations.identifiers import PersonId
from conversations.store.backups import backup_name, copy_as_it_is, time_of
from conversations.store.copying import check_database, copy_database
from conversations.store.database import connect, database_path, fits, is_newer, prepared, translated_errors
from conversations.store.erased import ErasedPeople, fingerprint
from conversations.store.erasing import erase_person
from conversations.store.files import make_folder, partial_database
from conversations.store.keys import read_key, waiting_key_file
from conversations.store.migrations import MIGRATIONS
from conversations.store.replacing import alone_with, replace_database

_SETTLED = (ReminderState.SENT, ReminderState.FAILED, ReminderState.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did; `made_at` is when the backup was made, in UTC.

    `set_aside` is where the database of before is kept. `settled` counts reminders that had been sent since
    the backup and are not sent again; None when the database of before could not be read.
    """

    made_at: datetime
    people: int
    erased_again: int
    settled: int | None
    set_aside: Path | None


def restore(
    file: Path,
    data_folder: Path,
    key_file: Path,
    now: datetime,
    *,
    kept: timedelta,
    however_old: bool = False,
) -> Restored:
    """Replace the database in `data_folder` by the backup `file`; the caller keeps bots out meanwhile.

    The backup is copied and made ready beside the database first: until the last step nothing has changed.
    A backup older than `kept` is refused, unless `however_old`: who was erased is not remembered for longer.
    Raises BackupError that says what is wrong with the backup, WrongKeyError, StoreUnavailableError.
    """
    keys = _keys(key_file)
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    if not keys:
        message = f"The key file {key_file} is missing. Put there the key that belongs to this backup."
        raise WrongKeyError(message)
    key = next((each for each in keys if fits(file, each)), keys[0])
    check_database(file, key)
    made_at = time_of(file, key)
    if made_at < now - kept and not however_old:
        message = (
            f"{file} is more than {kept.days} days old: people who have erased themselves since could come "
            "back. Take a newer backup, or add --old if there is no other."
        )
        raise BackupError(message)
    path = database_path(data_folder)
    erased = ErasedPeople(data_folder)
    make_folder(data_folder)
    try:
        with ExitStack() as stack:
            partial = stack.enter_context(partial_database(path))
            copy_database(file, key, partial, keys[0])
            with translated_errors(partial), closing(connect(partial, keys[0])) as copy:
                _bring_up_to_date(prepared(copy), file)
            erased.take_over(ErasedPeople(file.parent))
            present = next((each for each in keys if _readable(path, each)), None)
            connection = stack.enter_context(alone_with(path, present)) if present else None
            # Only now, when nobody can send or erase anything in between.
            outcomes = _outcomes(Database(connection)) if connection else None
            on_their_way = _on_their_way(Database(connection)) if connection else None
            with translated_errors(partial), closing(connect(partial, keys[0])) as copy:
                database = prepared(copy)
                erased_again = _erase_again(database, erased.fingerprints())
                settled = None if outcomes is None else _settle(database, outcomes)
                if on_their_way is not None:
                    _drop_what_arrived(database, on_their_way)
                people = int(database.table("people").count)
            check_database(partial, keys[0])
            set_aside = _set_aside(path, data_folder / backup_name(now, set_aside=True))
            replace_database(partial, path)
    except OSError as error:
        message = f"The data folder {data_folder} cannot be written: {error}."
        raise StoreUnavailableError(message) from error
    return Restored(made_at, people, erased_again, settled, set_aside)


def _bring_up_to_date(database: Database, file: Path) -> None:
    """Give an older backup the present tables; refuse what a newer version or another program has made."""
    if not MIGRATIONS.applied(database):
        raise BackupError(f"{file} is no backup of Wegwijzer: it holds nothing of ours.")
    if is_newer(database):
        raise BackupError(f"{file} was made by a newer version of Wegwijzer. Update Wegwijzer first.")
    database.execute("PRAGMA user_version = 0")
    MIGRATIONS.apply(database)


def _erase_again(database: Database, fingerprints: frozenset[str]) -> int:
    """Erase the people who have erased themselves since the backup; return how many."""
    ids = [PersonId(row["id"]) for row in database.query("select id from people")]
    erased = [person for person in ids if fingerprint(person) in fingerprints]
    with database.atomic():
        for person in erased:
            erase_person(database, person)
    return len(erased)


def _outcomes(present: Database) -> dict[str, str]:
    """Return how the reminders of the database that is replaced ended, those that did."""
    if "reminders" not in present.table_names():
        return {}
    states = ", ".join(f"'{state.value}'" for state in _SETTLED)
    rows = present.query(f"select id, state from reminders where state in ({states})")  # noqa: S608
    return {row["id"]: row["state"] for row in rows}


@dataclass(frozen=True, slots=True)
class _OnTheirWay:
    """What is on its way in the database that is replaced: anything else was handled or has arrived."""

    updates: frozenset[int]
    messages: frozenset[int]


def _on_their_way(present: Database) -> _OnTheirWay | None:
    """Return the updates that wait and the messages that have not arrived; None before there were such."""
    if "inbox" not in present.table_names():
        return None
    updates = present.query("select update_id from inbox where state = 'waiting'")
    messages = present.query("select id from outbox")
    return _OnTheirWay(
        frozenset(row["update_id"] for row in updates), frozenset(row["id"] for row in messages)
    )


def _drop_what_arrived(database: Database, present: _OnTheirWay) -> None:
    """Forget what was on its way when the backup was made and has arrived since: nobody gets it twice."""
    with database.atomic():
        for row in list(database.query("select update_id from inbox where state = 'waiting'")):
            if row["update_id"] not in present.updates:
                database.execute("delete from inbox where update_id = ?", [row["update_id"]])
        for row in list(database.query("select id from outbox")):
            if row["id"] not in present.messages:
                database.execute("delete from outbox where id = ?", [row["id"]])


def _settle(database: Database, outcomes: dict[str, str]) -> int:
    """Mark what has been sent since the backup; return how many reminders are thereby not sent again.

    Those of weekly duties and the like stay: sending one plans the next, which the backup does not have.
    """
    recurring = ", ".join(f"'{kind.value}'" for kind in RECURRING)
    query = (
        "select reminders.id from reminders join deadlines on deadlines.id = deadline"  # noqa: S608
        " where reminders.state in ('planned', 'sending')"
        f" and (kind not in ({recurring}) or distance = '{Distance.LATER.value}')"
    )
    ended = [row["id"] for row in database.query(query) if row["id"] in outcomes]
    with database.atomic():
        for reminder in ended:
            database.execute("update reminders set state = ? where id = ?", [outcomes[reminder], reminder])
    return len(ended)


def _readable(path: Path, key: str) -> bool:
    """Tell whether every page of the database at `path` can be read with `key`."""
    if not path.exists():
        return False
    try:
        check_database(path, key)
    except BackupError:
        return False
    return True


def _set_aside(path: Path, target: Path) -> Path | None:
    """Keep the present database under another name; where it is damaged, its log too."""
    if not path.exists():
        return None
    if target.exists():
        raise StoreUnavailableError(f"{target} is in the way. Wait a second and try again.")
    for end in ("-wal", ""):
        part = path.with_name(path.name + end)
        if part.exists():
            copy_as_it_is(part, target.with_name(target.name + end))
    return target


def _keys(key_file: Path) -> tuple[str, ...]:
    """Return the key, and the one that waits to replace it when a change of the key was interrupted."""
    found = (read_key(key_file), read_key(waiting_key_file(key_file)))
    return tuple(key for key in found if key is not None)
