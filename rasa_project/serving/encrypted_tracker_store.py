"""Trackers that all replicas share: short, without text, and sealed before they leave the process."""

from __future__ import annotations

import asyncio
from typing import Any, Iterable, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from serving.encrypted_rows import EncryptedRows
from serving.tracker_store import ForgetfulTrackerStore


class EncryptedTrackerStore(TrackerStore):
    """Keep of each conversation what the store in memory would keep, as one sealed row."""

    def __init__(
        self,
        host: Text,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        key: Text = "",
        **kwargs: Any,
    ) -> None:
        """Use the database at the address `host`, with a Fernet `key`.

        Raises ValueError when the key is malformed.
        """
        super().__init__(domain, event_broker, **kwargs)
        self._rows = EncryptedRows(host, key)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a copy of `tracker` that is short and holds no text.

        Raises SQLAlchemyError when the database cannot be reached.
        """
        short = ForgetfulTrackerStore(self.domain)
        await short.save(tracker)
        content = short.store[tracker.sender_id]
        await asyncio.to_thread(self._rows.write, tracker.sender_id, content)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Return the tracker as any replica has kept it last.

        Raises SQLAlchemyError when the database cannot be reached.
        """
        content = await asyncio.to_thread(self._rows.read, sender_id)
        if content is None:
            return None
        short = ForgetfulTrackerStore(self.domain)
        short.store[sender_id] = content
        return await short.retrieve(sender_id)

    async def forget(self, conversation: Text) -> None:
        """Erase everything that is kept of one conversation.

        Raises SQLAlchemyError when the database cannot be reached.
        """
        await asyncio.to_thread(self._rows.erase, conversation)

    async def keys(self) -> Iterable[Text]:
        """Return nothing: the names of conversations are not kept."""
        return []
