"""Who was erased: fingerprints beside the database, so that no backup brings these people back.

A file for each day, to which lines are only added: nothing that is written at the same moment can be lost.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from conversations.errors import StoreUnavailableError
from conversations.identifiers import PersonId
from conversations.store.files import append_line, make_folder

_FOLDER_NAME = "erased"


class ErasedPeople:
    """The fingerprints of erased people in `<folder>/erased`."""

    def __init__(self, folder: Path) -> None:
        """Use the list in `folder`: the data folder, or a folder of backups."""
        self._folder = folder / _FOLDER_NAME

    def add(self, person: PersonId, now: datetime) -> None:
        """Remember that `person` was erased; on disk when the call returns.

        Raises StoreUnavailableError.
        """
        self._append(now.astimezone(UTC).date(), [fingerprint(person)])

    def fingerprints(self) -> frozenset[str]:
        """Return all fingerprints.

        Raises StoreUnavailableError.
        """
        return frozenset(line for _, path in self.days() for line in _lines(path))

    def take_over(self, other: "ErasedPeople") -> None:
        """Add what another list has and this one has not.

        Raises StoreUnavailableError.
        """
        known = self.fingerprints()
        for day, path in other.days():
            self._append(day, [line for line in _lines(path) if line not in known])

    def drop_before(self, day: date) -> None:
        """Forget the days before `day`: no backup that is that old is kept.

        Raises StoreUnavailableError.
        """
        for each, path in tuple(self.days()):
            if each < day:
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the whole list."""
        for _, path in tuple(self.days()):
            path.unlink(missing_ok=True)
        if self._folder.is_dir() and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def days(self) -> Iterator[tuple[date, Path]]:
        """Give each day on which somebody was erased (in UTC), with its file."""
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.iterdir()):
            try:
                yield date.fromisoformat(path.name), path
            except ValueError:
                continue

    def _append(self, day: date, fingerprints: list[str]) -> None:
        if not fingerprints:
            return
        make_folder(self._folder)
        try:
            append_line(self._folder / day.isoformat(), "\n".join(fingerprints))
        except OSError as error:
            message = f"The list of erased people in {self._folder} cannot be written: {error}."
            raise StoreUnavailableError(message) from error


def fingerprint(person: PersonId) -> str:
    """Return what is kept of an erased person: it names nobody.

    Ids are random and longer than anybody can try, so the hash needs no salt; and without one the list
    outlives a change of the key.
    """
    return sha256(b"erased:" + person.encode()).hexdigest()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").split()
    except OSError as error:
        raise StoreUnavailableError(f"The list of erased people {path} cannot be read: {error}.") from error
