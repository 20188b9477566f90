"""Open the encrypted database and bring its schema up to date."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from conversations.errors import StoreUnavailableError, WrongKeyError
from conversations.store.keys import read_or_create_key
from conversations.store.migrations import MIGRATIONS

_FILE_NAME = "wegwijzer.db"
_PATIENCE_MILLISECONDS = 5000
"""How long a change waits for another process that changes something, a backup say."""

_DAMAGED = ("file is not a database", "malformed")


class EncryptedDatabase(Database):
    """A database that can make what was erased disappear from its write-ahead log as well."""

    _owes_truncation = False

    def truncate_log(self) -> None:
        """Empty the write-ahead log, where erased rows live on: now, or when the transaction has ended.

        When that fails (another process reads, the disk is full) it is tried again after the next
        transaction: what was decided is stored by then, so it must not look as if it had failed.
        """
        self._owes_truncation = True
        if self.conn.in_transaction:
            return
        self.execute("PRAGMA busy_timeout = 0")
        try:
            (busy, _, _) = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._owes_truncation = bool(busy)
        except sqlcipher3.OperationalError:
            pass
        finally:
            self.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        """Wrap operations in a transaction; nested ones become part of the outermost."""
        with super().atomic():
            yield self
        if self._owes_truncation and not self.conn.in_transaction:
            self.truncate_log()


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """Do everything inside in one transaction: all of it is on disk afterwards, or nothing.

    Raises StoreError when that cannot be done.
    """
    with translated_errors(), database.atomic():
        yield


def database_exists(data_folder: Path) -> bool:
    """Tell whether there is a database in `data_folder`."""
    return (data_folder / _FILE_NAME).exists()


def open_database(data_folder: Path, key_file: Path) -> EncryptedDatabase:
    """Open the database in `data_folder` with the key in `key_file`; create both at first use.

    Raises WrongKeyError when the key does not fit or the file is damaged, StoreUnavailableError when the
    folder cannot be written.
    """
    path = data_folder / _FILE_NAME
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailableError(f"The data folder {data_folder} cannot be made: {error}.") from error
    key = read_or_create_key(key_file, database=path)
    try:
        # The write-ahead log inherits the rights of this file.
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailableError(f"The database {path} cannot be written: {error}.") from error
    with translated_errors(path):
        connection = sqlcipher3.connect(
            str(path), isolation_level=None, timeout=_PATIENCE_MILLISECONDS / 1000
        )
        # A raw key: SQLCipher derives nothing from it, so opening is fast.
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        database = EncryptedDatabase(connection)
        MIGRATIONS.apply(database)
    return database


@contextmanager
def translated_errors(path: Path | None = None) -> Iterator[None]:
    """Turn errors of the database library into ours."""
    try:
        yield
    except sqlcipher3.DatabaseError as error:
        place = f"The database {path}" if path else "The database"
        if any(sign in str(error) for sign in _DAMAGED):
            message = f"{place} cannot be read: the key does not fit, or the file is damaged."
            raise WrongKeyError(f"{message} Put back the key file or restore a backup.") from error
        message = f"{place} cannot be used ({error}). Check the free disk space and the rights of the folder."
        raise StoreUnavailableError(message) from error
