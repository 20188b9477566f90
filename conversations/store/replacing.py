"""Put a new database in the place of the present one, while nobody else may use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3

from conversations.errors import StoreUnavailableError
from conversations.store.database import connect, translated_errors
from conversations.store.files import COMPANIONS, put_in_place

_PATIENCE = 2000
"""Milliseconds to wait until others have let go of the database."""


@contextmanager
def alone_with(path: Path, key: str) -> Iterator[sqlcipher3.Connection]:
    """Open the database at `path` for this process alone, with everything in one file.

    Until the end nobody can read or write it; the file may be replaced meanwhile.
    Raises StoreUnavailableError when another program has it open, WrongKeyError when it cannot be read.
    """
    with translated_errors(path):
        connection = connect(path, key)
        try:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            try:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                # Takes what is in the write-ahead log into the file: only one connection can do this.
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()
                connection.execute("begin exclusive")
                connection.execute("commit")
            except sqlcipher3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                message = f"Another program has {path} open. Stop ./wegwijzer bot and chat, and try again."
                raise StoreUnavailableError(message) from error
            yield connection
        finally:
            connection.close()


def replace_database(partial: Path, path: Path) -> None:
    """Let a finished database take the place of `path`; what belonged to the old one goes first.

    At no moment is there no database, and never a new one beside an old log.
    Raises StoreUnavailableError.
    """
    try:
        for end in COMPANIONS:
            path.with_name(path.name + end).unlink(missing_ok=True)
        put_in_place(partial, path)
    except OSError as error:
        raise StoreUnavailableError(f"The database {path} cannot be replaced: {error}.") from error
