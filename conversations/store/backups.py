"""Backups: encrypted copies of the database with the time in their name."""

import re
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conversations.errors import BackupError, StoreUnavailableError
from conversations.store.copying import check_database, copy_database
from conversations.store.database import connect, database_path, fitting_key, translated_errors
from conversations.store.erased import ErasedPeople
from conversations.store.files import (
    PARTIAL,
    make_folder,
    partial_database,
    put_in_place,
    remove_database,
)

_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"wegwijzer-(\d{8}T\d{6}Z)(-set-aside)?\.db")
_MARGIN = timedelta(days=1)
"""So much longer than the backups stays who was erased, and a file that was never finished."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup; `made_at` is in UTC. One that was `set_aside` is what a restore has replaced."""

    path: Path
    made_at: datetime
    set_aside: bool = False


def backup_folder(data_folder: Path) -> Path:
    """Return where backups go when no other place is named."""
    return data_folder / "backups"


def backup_name(moment: datetime, *, set_aside: bool = False) -> str:
    """Return the name of a backup of that moment."""
    return f"wegwijzer-{moment.astimezone(UTC).strftime(_TIME)}{'-set-aside' if set_aside else ''}.db"


def make_backup(data_folder: Path, key_file: Path, folder: Path, now: datetime) -> tuple[Backup, int]:
    """Copy the database into `folder`, also while the bot runs; return the backup and its number of rows.

    It appears there only when it is whole and has been checked. Only its owner can read it, and the same key
    opens it. The list of who was erased goes along.
    Raises BackupError when there is no database, WrongKeyError, StoreUnavailableError.
    """
    source = database_path(data_folder)
    if not source.exists():
        raise BackupError(f"There is no database in {data_folder} yet: nothing to back up.")
    key = fitting_key(source, key_file)
    make_folder(folder)
    backup = Backup(folder / backup_name(now), now)
    try:
        with partial_database(backup.path) as partial:
            rows = copy_database(source, key, partial, key)
            with translated_errors(partial), closing(connect(partial, key)) as copy:
                # Inside the file, so that it is known whatever the file is called later.
                copy.execute(f"PRAGMA user_version = {int(now.timestamp()) // 60}")
            check_database(partial, key)
            ErasedPeople(folder).take_over(ErasedPeople(data_folder))
            put_in_place(partial, backup.path)
    except OSError as error:
        raise StoreUnavailableError(f"The folder {folder} cannot be written: {error}.") from error
    return backup, sum(rows.values())


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, the oldest first; other files do not count."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            try:
                made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
            except ValueError:
                continue
            found.append(Backup(path, made_at, set_aside=match[2] is not None))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path.name)))


def remove_old(folder: Path, kept: timedelta, now: datetime) -> int:
    """Remove what is older than backups are kept, but never the newest backup; return how many went.

    Raises StoreUnavailableError.
    """
    backups = backups_in(folder)
    newest = next((each for each in reversed(backups) if not each.set_aside), None)
    old = [each for each in backups if each.made_at < now - kept and each != newest]
    try:
        for backup in old:
            remove_database(backup.path)
        for path in folder.glob(f".wegwijzer*{PARTIAL}*") if folder.is_dir() else ():
            # A machine that died has left it; one that is being written now is younger.
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - _MARGIN:
                path.unlink(missing_ok=True)
        ErasedPeople(folder).drop_before((now - kept - _MARGIN).astimezone(UTC).date())
    except OSError as error:
        raise StoreUnavailableError(f"Old backups in {folder} cannot be removed: {error}.") from error
    return len(old)


def time_of(file: Path, key: str) -> datetime:
    """Return when a backup was made, whatever its name is; for a bare copy when it was last changed.

    Raises WrongKeyError.
    """
    with translated_errors(file), closing(connect(file, key)) as connection:
        minutes = int(connection.execute("PRAGMA user_version").fetchone()[0])
    seconds = minutes * 60 if minutes else file.stat().st_mtime
    return datetime.fromtimestamp(seconds, UTC)


def copy_as_it_is(path: Path, target: Path) -> None:
    """Keep a file under a second name; the first one stays in place."""
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copy2(path, target)
