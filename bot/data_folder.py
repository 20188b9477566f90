"""The data folder belongs to one process at a time: the bot, or a command that replaces the database."""

import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import DataFolderBusyError, WrongUserError
from conversations.errors import StoreUnavailableError
from conversations.store.files import make_folder

_LOCK_NAME = ".lock"


@contextmanager
def held(data_folder: Path) -> Iterator[None]:
    """Keep other bots, and commands that replace the database, out of `data_folder` until the end.

    The hold ends with the process, however it ends.
    Raises DataFolderBusyError when another process holds the folder, WrongUserError when it is another
    user's, StoreUnavailableError when it cannot be written.
    """
    check_user(data_folder)
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


def is_held(data_folder: Path) -> bool:
    """Tell whether a bot, or a command that replaces the database, works with `data_folder` now."""
    try:
        with (data_folder / _LOCK_NAME).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def check_user(data_folder: Path) -> None:
    """Keep files of another user, such as root, out of a data folder: the bot could not read them.

    Raises WrongUserError, which names the user to be.
    """
    try:
        owner = data_folder.stat().st_uid
    except OSError:
        # Not there yet, or out of reach: whoever opens it says what is wrong.
        return
    me = os.geteuid()
    if owner == me or (me != 0 and os.access(data_folder, os.R_OK | os.W_OK | os.X_OK)):
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"#{owner}"
    raise WrongUserError(
        f"The data folder {data_folder} belongs to the user {name}. Be that user; as root, put "
        f"runuser -u {name} -- in front of the command."
    )
