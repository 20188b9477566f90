"""What happens when the tracker store fails, in the place of Rasa's own answer to that.

Rasa's wrapper keeps what could not be saved in memory, with the text, reads it never again, and hides what
our stores can do beyond Rasa's: forget.
"""

from __future__ import annotations

import logging
from typing import Any, Iterable, Optional, Text

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from serving.tracker_store import ForgetfulTrackerStore

logger = logging.getLogger(__name__)


class FailSafeStore(TrackerStore):
    """Uses a store, and while that fails the memory of this process, which keeps no text either."""

    def __init__(self, store: Any) -> None:
        """Wrap `store`."""
        super().__init__(store.domain, store.event_broker)
        self._store = store
        self._memory = ForgetfulTrackerStore(store.domain)

    @property
    def domain(self) -> Domain:
        """Return the domain of the store."""
        return self._store.domain

    @domain.setter
    def domain(self, domain: Optional[Domain]) -> None:
        self._store.domain = domain
        self._memory.domain = domain

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save, at worst in memory."""
        try:
            await self._store.save(tracker)
        except Exception as error:  # noqa: BLE001 - each database fails with errors of its own
            _report(error)
            await self._memory.save(tracker)
        else:
            await self._memory.forget(tracker.sender_id)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Return the tracker: the newer one of what the store has and what memory had to take over."""
        ours = await self._memory.retrieve(sender_id)
        try:
            stored = await self._store.retrieve(sender_id)
        except Exception as error:  # noqa: BLE001 - each database fails with errors of its own
            _report(error)
            return ours
        if ours is None or (stored is not None and _last_moment(stored) > _last_moment(ours)):
            return stored
        return ours

    async def forget(self, conversation: Text) -> None:
        """Erase everything that is kept of one conversation; raises what the store raises."""
        await self._memory.forget(conversation)
        await self._store.forget(conversation)

    async def keys(self) -> Iterable[Text]:
        """Return the names of what the store keeps."""
        return await self._store.keys()


def _last_moment(tracker: DialogueStateTracker) -> float:
    return max((event.timestamp for event in tracker.events), default=0.0)


def _report(error: Exception) -> None:
    # The words of a database error quote the statement and its values.
    logger.error("The tracker store fails (%s); this process remembers alone.", type(error).__name__)


def use_our_fail_safe_store() -> None:
    """Let every agent wrap its tracker store in ours."""

    def wrap(store: Any, domain: Domain) -> TrackerStore:
        store.domain = domain
        return FailSafeStore(store)

    Agent._create_tracker_store = staticmethod(wrap)
