"""Updates on their way in: stored before the channel is told that we have them, done once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """An update as it came. `lane` is the chat: updates of one lane are handled in order, one at a time.

    `payload` is the update in JSON; `tries` is how often its handling has failed.
    """

    id: int
    lane: str
    payload: str
    tries: int = 0


class Inbox(Protocol):
    """Keeps updates until they have been handled, on disk when a call returns."""

    def keep(self, updates: Sequence[ReceivedUpdate]) -> int:
        """Store `updates`; one that is known already, handled or not, is left alone. Return how many are new.

        Raises StoreError when they cannot be stored: they must then not be confirmed.
        """

    def waiting(self) -> tuple[ReceivedUpdate, ...]:
        """Return what is to be handled and was not returned before by this object, in order."""

    def done(self, update: int) -> None:
        """Remember that an update was handled; its payload goes."""

    def failed(self, update: int) -> int:
        """Count a failed try, and return how many there were."""

    def set_aside(self, update: int) -> None:
        """Handle an update no more; it is kept for the operator until it is purged."""

    def count_waiting(self) -> int:
        """Return how many updates are to be handled."""

    def count_set_aside(self) -> int:
        """Return how many updates were set aside."""

    def purge(self, before: datetime) -> int:
        """Forget the numbers of updates handled before `before`, and what was set aside; return how many."""
