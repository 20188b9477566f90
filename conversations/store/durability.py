"""Commit without waiting for the disk, and bring to it all that was committed when it matters."""

from pathlib import Path

from conversations.store.database import EncryptedDatabase, database_path, translated_errors
from conversations.store.files import sync


class WriteAheadLog:
    """What was committed is in the write-ahead log at once: a process that dies loses nothing of it.

    A machine that dies loses what was not yet synced: the database is whole, as it was a moment before.
    """

    def __init__(self, database: EncryptedDatabase, data_folder: Path) -> None:
        """Take over from `database`, opened in `data_folder`, when the log is brought to the disk.

        Raises StoreUnavailableError.
        """
        self._database = database
        self._file = database_path(data_folder).with_name(f"{database_path(data_folder).name}-wal")
        with translated_errors(self._file):
            # SQLite makes the log at the first look; that its name is on disk is seen to only once.
            database.execute("select count(*) from sqlite_master").fetchone()
            database.execute("PRAGMA synchronous = NORMAL")
        sync(data_folder)

    def changes(self) -> int:
        """Return a number that grows with each row that was changed."""
        return int(self._database.conn.total_changes)

    def sync(self) -> None:
        """Wait until all that was committed before is on disk; another thread may call this.

        Raises OSError.
        """
        sync(self._file)
