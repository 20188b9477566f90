"""The key of the database: random, in a file of its own that only its owner can read."""

import os
import re
import secrets
from pathlib import Path

from conversations.errors import StoreUnavailableError, WrongKeyError
from conversations.store.files import OWNER_ONLY, sync, write_whole

_KEY_BYTES = 32
_KEY = re.compile(rf"[0-9a-f]{{{2 * _KEY_BYTES}}}")


def read_or_create_key(path: Path, *, database: Path) -> str:
    """Return the key in `path` as 64 hexadecimal digits; create it when there is no `database` yet.

    Raises WrongKeyError when the file holds no key, or is missing while `database` exists: a new key could
    not read it.
    Raises StoreUnavailableError when the file cannot be read or written.
    """
    key = read_key(path)
    return _create(path, database) if key is None else key


def read_key(path: Path) -> str | None:
    """Return the key in `path` as 64 hexadecimal digits, or None when there is no such file.

    Raises WrongKeyError when the file holds no key, StoreUnavailableError when it cannot be read.
    """
    try:
        key = path.read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreUnavailableError(f"The key file {path} cannot be read: {error}.") from error
    if not _KEY.fullmatch(key):
        message = f"The key file {path} holds no key (64 hexadecimal digits). Put back the right file."
        raise WrongKeyError(message)
    return key


def waiting_key_file(path: Path) -> Path:
    """Return where the next key waits while the key in `path` is being changed."""
    return path.with_name(f"{path.name}.new")


def read_or_create_waiting_key(path: Path) -> str:
    """Return the next key; one that an interrupted change left behind is used again.

    Raises WrongKeyError or StoreUnavailableError.
    """
    waiting = waiting_key_file(path)
    key = read_key(waiting)
    if key is None:
        key = secrets.token_hex(_KEY_BYTES)
        try:
            write_whole(waiting, key + "\n")
        except OSError as error:
            raise StoreUnavailableError(f"The key file {waiting} cannot be written: {error}.") from error
    return key


def promote_waiting_key(path: Path) -> None:
    """Let the next key be the key; harmless when another process has done so.

    Raises StoreUnavailableError.
    """
    try:
        waiting_key_file(path).replace(path)
        sync(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreUnavailableError(f"The key file {path} cannot be written: {error}.") from error


def _create(path: Path, database: Path) -> str:
    if database.exists():
        message = f"The key file {path} is missing, but {database} exists. Put back the key file."
        raise WrongKeyError(message)
    key = secrets.token_hex(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        # Made by another process at this very moment, or a link to nowhere: not ours to remove.
        raise StoreUnavailableError(f"The key file {path} is in the way: {error}.") from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreUnavailableError(f"The key file {path} cannot be written: {error}.") from error
    return key
