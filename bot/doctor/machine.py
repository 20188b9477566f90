"""Look at the machine, without network: whether the bot runs, room on the disk, a clock that stands back."""

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.data_folder import is_held
from bot.doctor.finding import Finding
from bot.settings import Settings
from conversations.store.backups import backup_folder, backups_in
from conversations.store.database import database_path

_GIGABYTE = 1_000_000_000
_MARGIN = timedelta(minutes=2)


def look_at_bot(settings: Settings) -> list[Finding]:
    """Look whether a bot works with the data folder now."""
    if is_held(settings.data_folder):
        return [Finding("the bot is running")]
    advice = (
        "Start it: docker compose up -d, or systemctl start wegwijzer. If it ends again its log says why."
    )
    return [Finding("the bot is not running", advice)]


def look_at_disk(
    settings: Settings, free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> list[Finding]:
    """Look at the room where the data folder is, or would be; a backup needs as much as the database."""
    folder = settings.data_folder.absolute()
    while not folder.exists():
        folder = folder.parent
    database = database_path(settings.data_folder)
    needed = _GIGABYTE + 2 * (database.stat().st_size if database.exists() else 0)
    free = free_bytes(folder)
    what = f"{free / _GIGABYTE:.1f} GB free on the disk of the data folder"
    if free < needed:
        advice = (
            f"At least {needed / _GIGABYTE:.1f} GB is needed: on a full disk the bot cannot work. "
            "What takes the room: du -xh / | sort -h | tail -20"
        )
        return [Finding(what, advice)]
    return [Finding(what)]


def look_at_owner(settings: Settings) -> list[Finding]:
    """Look for files in the data folder that belong to somebody else than it does; well says nothing."""
    folder = settings.data_folder
    if not folder.is_dir():
        return []
    owner = folder.stat().st_uid
    if all(path.lstat().st_uid == owner for path in folder.rglob("*")):
        return []
    advice = f"As root: chown -R --reference={folder} {folder}"
    return [Finding("files of another user are in the data folder: the bot cannot use them", advice)]


def look_at_files_of_the_future(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Look whether the clock stands before what was written here already; well says nothing."""
    if max(_written(settings), default=now()) <= now() + _MARGIN:
        return []
    return [Finding("the clock stands before the newest data: reminders would go out late", SET_THE_CLOCK)]


def _written(settings: Settings) -> Iterable[datetime]:
    database = database_path(settings.data_folder)
    if database.exists():
        yield datetime.fromtimestamp(database.stat().st_mtime, UTC)
    yield from (each.made_at for each in backups_in(backup_folder(settings.data_folder)))


SET_THE_CLOCK = (
    "As root on the machine: timedatectl set-ntp true. If it says that NTP is not supported, first: "
    "apt-get install systemd-timesyncd."
)
"""What to do about a clock that is wrong."""
