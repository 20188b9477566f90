"""The list of counsellors that the operator keeps: who may act in the group."""

from dataclasses import dataclass, fields
from pathlib import Path

from bot.errors import SettingsError
from content.errors import BrokenContentError
from content.yaml_files import read_list
from conversations.cases import CounsellorId


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A counsellor: the number of their Telegram account, and the name in cases.

    `on_duty` marks who is mentioned when a case waits too long.
    """

    telegram_id: int
    name: str
    on_duty: bool = False


_KEYS = {field.name for field in fields(Counsellor)}


@dataclass(frozen=True, slots=True)
class Counsellors:
    """Everybody on the list."""

    listed: tuple[Counsellor, ...] = ()

    def find(self, telegram_id: int) -> CounsellorId | None:
        """Return the counsellor with this account, or None: whoever is not on the list may do nothing."""
        return next(
            (CounsellorId(each.name) for each in self.listed if each.telegram_id == telegram_id), None
        )

    def names(self) -> tuple[CounsellorId, ...]:
        """Return the names of everybody on the list."""
        return tuple(CounsellorId(each.name) for each in self.listed)

    def on_duty(self) -> tuple[Counsellor, ...]:
        """Return who is mentioned when a case waits too long."""
        return tuple(each for each in self.listed if each.on_duty)


def load_counsellors(path: Path | None) -> Counsellors:
    """Read the list; without a file nobody may act.

    Raises SettingsError when the file is not in the agreed form.
    """
    if path is None:
        return Counsellors()
    try:
        listed = read_list(path, Counsellor)
        unknown = {key for entry in read_list(path, dict) for key in entry} - _KEYS
    except (BrokenContentError, OSError) as error:
        raise SettingsError(f"The list of counsellors {path} cannot be read: {error}.") from error
    if unknown:
        message = f"{min(map(str, unknown))!r} in {path} is unknown. Known are: {', '.join(sorted(_KEYS))}."
        raise SettingsError(message)
    numbers = [each.telegram_id for each in listed]
    if len(set(numbers)) < len(numbers):
        raise SettingsError(f"A telegram_id stands twice in {path}. Remove one.")
    return Counsellors(listed)
