"""Change the key; whenever the machine dies meanwhile, a key is left that opens the database.

The next key waits in a file of its own. First the backups are encrypted anew, then the database, each as a
copy that takes the place of the old file in one step, and at last the waiting key takes the place of the
old one. In between both are there, and whoever opens the database tries both (`fitting_key`).
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from conversations.errors import BackupError, StoreUnavailableError
from conversations.store.backups import backups_in
from conversations.store.copying import copy_database, copy_from
from conversations.store.database import database_path, fits, fitting_key
from conversations.store.files import partial_database, put_in_place
from conversations.store.keys import promote_waiting_key, read_or_create_waiting_key
from conversations.store.replacing import alone_with, replace_database


@dataclass(frozen=True, slots=True)
class KeyChanged:
    """What was encrypted anew besides the database; `left` are backups that the old key does not open."""

    backups: int
    left: tuple[Path, ...]


def rotate_key(data_folder: Path, key_file: Path, folders: tuple[Path, ...]) -> KeyChanged:
    """Encrypt the database, and the backups in `folders`, with a new key; the caller keeps bots out.

    A change that was interrupted is gone on with, with the same new key.
    Raises BackupError when there is no database, WrongKeyError, StoreUnavailableError.
    """
    path = database_path(data_folder)
    if not path.exists():
        raise BackupError(f"There is no database in {data_folder} yet: no key to change.")
    old = fitting_key(path, key_file)
    with alone_with(path, old) as connection:
        new = read_or_create_waiting_key(key_file)
        backups = [backup.path for folder in folders for backup in backups_in(folder)]
        with_old_key = [backup for backup in backups if not fits(backup, new)]
        left = tuple(backup for backup in with_old_key if not fits(backup, old))
        for backup in with_old_key:
            if backup not in left:
                _encrypt_anew(backup, old, new)
        with partial_database(path) as partial:
            copy_from(connection, partial, new)
            replace_database(partial, path)
        promote_waiting_key(key_file)
    return KeyChanged(len(with_old_key) - len(left), left)


def _encrypt_anew(backup: Path, old: str, new: str) -> None:
    try:
        with partial_database(backup) as partial:
            copy_database(backup, old, partial, new)
            shutil.copystat(backup, partial)
            put_in_place(partial, backup)
    except OSError as error:
        raise StoreUnavailableError(f"The backup {backup} cannot be written: {error}.") from error
