"""Open the encrypted database and bring its schema up to date."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from conversations.errors import NewerDatabaseError, StoreUnavailableError, WrongKeyError
from conversations.store.keys import promote_waiting_key, read_key, read_or_create_key, waiting_key_file
from conversations.store.migrations import MIGRATIONS

_FILE_NAME = "wegwijzer.db"
_PATIENCE_MILLISECONDS = 5000
"""How long a change waits for another process that changes something, a backup say."""

_FAULTS_OF_OURS = (sqlcipher3.IntegrityError, sqlcipher3.ProgrammingError, sqlcipher3.DataError)
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


def database_path(data_folder: Path) -> Path:
    """Return where the database in `data_folder` is, or would be."""
    return data_folder / _FILE_NAME


def database_exists(data_folder: Path) -> bool:
    """Tell whether there is a database in `data_folder`."""
    return database_path(data_folder).exists()


def open_database(data_folder: Path, key_file: Path) -> EncryptedDatabase:
    """Open the database in `data_folder` with the key in `key_file`; create both at first use.

    Raises WrongKeyError when the key does not fit or the file is damaged, NewerDatabaseError when a newer
    version has changed its form, StoreUnavailableError when the folder cannot be written.
    """
    path = database_path(data_folder)
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailableError(f"The data folder {data_folder} cannot be made: {error}.") from error
    read_or_create_key(key_file, database=path)
    try:
        # The write-ahead log inherits the rights of this file.
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailableError(f"The database {path} cannot be written: {error}.") from error
    key = fitting_key(path, key_file)
    with translated_errors(path):
        connection = connect(path, key)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        database = prepared(connection)
        if is_newer(database):
            raise NewerDatabaseError(
                f"A newer version of Wegwijzer has changed the database {path}. Go on with that version, or "
                "restore the backup from before the update."
            )
        MIGRATIONS.apply(database)
    return database


def is_newer(database: Database) -> bool:
    """Tell whether a newer version has changed the form of a database."""
    known = {change.name for change in MIGRATIONS.pending(Database(memory=True))}
    return not {change.name for change in MIGRATIONS.applied(database)} <= known


def is_older(path: Path, key_file: Path) -> bool:
    """Tell whether opening the database at `path` would change its form; its form stays as it is.

    Raises WrongKeyError, StoreUnavailableError.
    """
    with translated_errors(path), closing(connect(path, fitting_key(path, key_file))) as connection:
        return bool(MIGRATIONS.pending(Database(connection)))


def connect(path: Path, key: str) -> sqlcipher3.Connection:
    """Return a connection to an encrypted database; whether `key` fits shows only at the first reading.

    Whoever calls this turns the errors of the database library into ours (`translated_errors`).
    """
    connection = sqlcipher3.connect(str(path), isolation_level=None, timeout=_PATIENCE_MILLISECONDS / 1000)
    # A key that does not fit is told as an error of ours; the library need not write to the log as well.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # A raw key: SQLCipher derives nothing from it, so opening is fast.
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def prepared(connection: sqlcipher3.Connection) -> EncryptedDatabase:
    """Let a connection keep rows whole, overwrite what is erased, and write nothing in clear."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    return EncryptedDatabase(connection)


def fits(path: Path, key: str) -> bool:
    """Tell whether `key` reads the beginning of the database at `path`.

    Raises StoreUnavailableError when it cannot be read for another reason.
    """
    try:
        with translated_errors(path):
            connection = connect(path, key)
            try:
                connection.execute("select count(*) from sqlite_master").fetchone()
            finally:
                connection.close()
    except WrongKeyError:
        return False
    return True


def fitting_key(path: Path, key_file: Path) -> str:
    """Return the key of the database at `path`, and end a change of the key that was interrupted.

    Raises WrongKeyError when neither the key nor one that waits to replace it fits, StoreUnavailableError.
    """
    key = read_key(key_file)
    if key is None:
        raise WrongKeyError(f"The key file {key_file} is missing. Put back the key file.")
    waiting = read_key(waiting_key_file(key_file))
    if fits(path, key):
        return key
    if waiting is not None and fits(path, waiting):
        promote_waiting_key(key_file)
        return waiting
    now = read_key(key_file)
    if now is not None and now != key and fits(path, now):
        # Another process has ended the change at this very moment.
        return now
    raise WrongKeyError(_not_readable(path))


@contextmanager
def translated_errors(path: Path | None = None) -> Iterator[None]:
    """Turn errors of the database library into ours; faults of the program stay what they are."""
    try:
        yield
    except _FAULTS_OF_OURS:
        # No disk mends these by waiting: whoever retries for the disk's sake must not see them as such.
        raise
    except sqlcipher3.DatabaseError as error:
        place = f"The database {path}" if path else "The database"
        if any(sign in str(error) for sign in _DAMAGED):
            raise WrongKeyError(_not_readable(path)) from error
        message = f"{place} cannot be used ({error}). Check the free disk space and the rights of the folder."
        raise StoreUnavailableError(message) from error


def _not_readable(path: Path | None) -> str:
    place = f"The database {path}" if path else "The database"
    message = f"{place} cannot be read: the key does not fit, or the file is damaged."
    return f"{message} Put back the key file or restore a backup."
