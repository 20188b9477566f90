"""Files that are wholly there or not at all, whenever the machine dies."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conversations.errors import StoreUnavailableError

OWNER_ONLY = 0o600
PARTIAL = ".part"
"""How the name of a file ends that is still being written."""

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database while it is in use."""


def partial_name(path: Path) -> Path:
    """Return a name beside `path` that nobody else uses, for a file that becomes `path`."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into; one that is there stays as it is.

    Raises StoreUnavailableError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailableError(f"The folder {folder} cannot be made: {error}.") from error


def put_in_place(partial: Path, path: Path) -> None:
    """Let a finished file take the place of `path` in one step that survives a power cut."""
    sync(partial)
    partial.replace(path)
    sync(path.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a small file, readable by its owner only, in one step that survives a power cut."""
    partial = partial_name(path)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        put_in_place(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def append_line(path: Path, line: str) -> None:
    """Add a line to a file of its owner; it is on disk when the call returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    try:
        os.write(descriptor, f"{line}\n".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def overwrite_and_remove(path: Path) -> None:
    """Remove a small file after writing zeros over it, as far as the disk lets us."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"\0" * size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def remove_database(path: Path) -> None:
    """Remove a database file with what belongs to it; what is not there is no error."""
    for end in (*COMPANIONS, ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


@contextmanager
def partial_database(path: Path) -> Iterator[Path]:
    """Give a name for a database that is to become `path`; what is left of it at the end is removed."""
    partial = partial_name(path)
    try:
        partial.touch(mode=OWNER_ONLY)
        yield partial
    finally:
        remove_database(partial)
