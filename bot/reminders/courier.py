"""Carry a message to a person and tell what became of it, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from conversations.messages import Message
from conversations.people import Person


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    BLOCKED = "blocked"
    """The person has blocked us or is gone."""

    REFUSED = "refused"
    """The channel will never take this message."""

    TRY_LATER = "try_later"
    """The channel cannot be reached, or asks to wait."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one attempt; `wait` is how many seconds the channel asks to leave this person alone."""

    outcome: Outcome
    wait: float = 0.0


class Courier(Protocol):
    """Carries messages to people."""

    async def carry(self, person: Person, message: Message) -> Report:
        """Try once to bring `message` to `person`."""
