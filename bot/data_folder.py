"""The data folder belongs to one process at a time: the bot, or a command that replaces the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import DataFolderBusyError
from conversations.errors import StoreUnavailableError
from conversations.store.files import make_folder

_LOCK_NAME = ".lock"


@contextmanager
def held(data_folder: Path) -> Iterator[None]:
    """Keep other bots, and commands that replace the database, out of `data_folder` until the end.

    The hold ends with the process, however it ends.
    Raises DataFolderBusyError when another process holds the folder, StoreUnavailableError when it cannot
    be written.
    """
    make_folder(data_folder)
    try:
        lock = FileLock(data_folder / _LOCK_NAME, mode=0o600, blocking=False)
        lock.acquire()
    except Timeout as error:
        message = f"A bot is running on the data folder {data_folder}. Stop it first."
        raise DataFolderBusyError(message) from error
    except OSError as error:
        raise StoreUnavailableError(f"The data folder {data_folder} cannot be written: {error}.") from error
    try:
        yield
    finally:
        lock.release()
