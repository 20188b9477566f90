"""Erase everything: the key first, so that what might be left of the rest can never be read."""

from pathlib import Path

from conversations.errors import StoreUnavailableError
from conversations.store.backups import backups_in
from conversations.store.database import database_path
from conversations.store.erased import ErasedPeople
from conversations.store.files import PARTIAL, overwrite_and_remove, remove_database
from conversations.store.keys import waiting_key_file


def erase_everything(data_folder: Path, key_file: Path, folders: tuple[Path, ...]) -> int:
    """Erase key, database, and what is kept in `folders` of backups; return how many backups went.

    Files that are not ours stay. The caller keeps bots out.
    Raises StoreUnavailableError.
    """
    erased = 0
    try:
        for key in (key_file, waiting_key_file(key_file)):
            if key.exists():
                overwrite_and_remove(key)
        remove_database(database_path(data_folder))
        for folder in (data_folder, *folders):
            for backup in backups_in(folder):
                remove_database(backup.path)
                erased += 1
            for path in folder.glob(f".*{PARTIAL}*") if folder.is_dir() else ():
                path.unlink(missing_ok=True)
            ErasedPeople(folder).remove()
    except OSError as error:
        message = f"Not everything could be erased: {error}. Mend that and run the command again."
        raise StoreUnavailableError(message) from error
    return erased
