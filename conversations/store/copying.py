"""Copy an encrypted database as a whole, under the same key or another, and check that it is sound."""

from contextlib import closing
from pathlib import Path

import sqlcipher3

from conversations.errors import BackupError, StoreUnavailableError, WrongKeyError
from conversations.store.database import connect, translated_errors


def copy_database(source: Path, source_key: str, target: Path, target_key: str) -> dict[str, int]:
    """Copy `source` to `target` as it stands at one moment, also while a bot writes; return rows by table.

    The copy is one file that has no write-ahead log, and it is checked: every page, and every table for the
    number of rows that it had at that moment.
    Raises WrongKeyError when `source` cannot be read, StoreUnavailableError when `target` cannot be
    written, BackupError when the copy is not what it should be.
    """
    with translated_errors(source), closing(connect(source, source_key)) as original:
        return copy_from(original, target, target_key)


def copy_from(original: sqlcipher3.Connection, target: Path, key: str) -> dict[str, int]:
    """Copy the database that `original` has open, as `copy_database` does.

    Raises StoreUnavailableError, BackupError, and what the database library raises about the original.
    """
    # What is counted and what is copied is the state at the beginning of this transaction.
    original.execute("begin")
    try:
        rows = count_rows(original)
        _write(original, target, key)
    finally:
        original.execute("rollback")
    if check_database(target, key) != rows:
        raise BackupError(f"The copy {target} has not the rows that it should have. Try again.")
    return rows


def check_database(path: Path, key: str) -> dict[str, int]:
    """Read every page of a database and return its rows by table.

    Raises BackupError that says whether the key does not fit or the file is damaged.
    """
    try:
        with translated_errors(path), closing(connect(path, key)) as connection:
            connection.execute("select count(*) from sqlite_master").fetchone()
            sound = not connection.execute("PRAGMA cipher_integrity_check").fetchall()
            sound = sound and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = count_rows(connection) if sound else {}
    except WrongKeyError as error:
        if "not a database" in str(error.__cause__):
            message = f"{path} cannot be read with this key: it has another key, or its beginning is damaged."
            raise BackupError(message) from error
        sound = False
    if not sound:
        raise BackupError(f"{path} is damaged or only a part of a file. Take another backup.")
    return rows


def count_rows(connection: sqlcipher3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = [
        name
        for (name,) in connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!'"
        ).fetchall()
    ]
    counts = {}
    for table in tables:
        quoted = '"' + table.replace('"', '""') + '"'
        query = f"select count(*) from {quoted}"  # noqa: S608 - a name of the schema
        counts[table] = int(connection.execute(query).fetchone()[0])
    return counts


def _write(original: sqlcipher3.Connection, target: Path, key: str) -> None:
    try:
        with closing(connect(target, key)) as copy:
            original.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlcipher3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise
        message = f"{target.parent} cannot be written ({error}). Check the free disk space and the rights."
        raise StoreUnavailableError(message) from error
