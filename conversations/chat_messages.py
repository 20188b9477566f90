"""Which messages stand in the chats, so that they can be taken away there: numbers, never words."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from conversations.events import Address


class ChatMessages(Protocol):
    """Remembers the numbers of messages, both ways; every change is on disk when the call returns."""

    def remember(self, address: Address, numbers: Collection[int]) -> None:
        """Remember messages in the chat of the person at `address`; nothing when nobody is known there."""

    def recent(self, address: Address, since: datetime) -> tuple[int, ...]:
        """Return the numbers of the messages in a chat since a moment, the newest first."""

    def forget(self, address: Address, numbers: Collection[int]) -> None:
        """Forget messages that are gone from the chat."""

    def purge(self, before: datetime) -> int:
        """Forget messages from before a moment; return how many."""
