"""Messages on their way out: stored with the change that caused them, forgotten when the channel has them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType, Protocol

OutgoingId = NewType("OutgoingId", int)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `lane` is the chat: messages of one lane are sent in order.

    `payload` is the message in the form of the channel; `urgent` ones overtake those of other lanes.
    """

    id: OutgoingId
    lane: str
    payload: str
    urgent: bool = False


class Outbox(Protocol):
    """Keeps messages until they have arrived, on disk when a call returns."""

    def put(self, lane: str, payload: str, *, urgent: bool = False) -> None:
        """Put a message on its way."""

    def waiting(self) -> tuple[Outgoing, ...]:
        """Return what is to be sent and was not returned before by this object, in order."""

    def is_waiting(self, message: OutgoingId) -> bool:
        """Tell whether a message is still to be sent: with a person goes what is on its way to them."""

    def gone(self, message: OutgoingId) -> None:
        """Forget a message that has arrived, or never will."""

    def count_waiting(self) -> int:
        """Return how many messages are on their way."""

    def oldest(self) -> datetime | None:
        """Return since when the message that waits longest is on its way."""
