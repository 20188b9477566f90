"""Trackers that forget: intents and slots stay in memory for a while, what people wrote does not."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, List, Optional, Text

from components.danger_first import POSSIBLE_DANGER
from components.glossary_terms import TERMS
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_TURNS_KEPT = 4
_CONVERSATIONS_KEPT = 20_000


class ForgetfulTrackerStore(InMemoryTrackerStore):
    """Keep the last turns of each conversation without their text.

    The dialogue rules look back two turns at the most; a short tracker is also a fast one.
    """

    def __init__(self, domain: Domain, event_broker: Optional[EventBroker] = None, **kwargs: Any) -> None:
        """Start empty; the longest silent conversation goes first when the store is full."""
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[Text, Text] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a copy of `tracker` that is short and holds no text."""
        short = DialogueStateTracker(tracker.sender_id, tracker.slots.values(), max_event_history=None)
        for event in _recent(tracker):
            short.update(event)
        await super().save(short)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > _CONVERSATIONS_KEPT:
            self.store.popitem(last=False)

    async def forget(self, conversation: Text) -> None:
        """Drop everything that is kept of one conversation."""
        self.store.pop(conversation, None)


def _recent(tracker: DialogueStateTracker) -> List[Event]:
    """Return the events of the last turns, preceded by the slots as they stood before those turns."""
    events = list(tracker.events)
    turns = [position for position, event in enumerate(events) if isinstance(event, UserUttered)]
    start = turns[-_TURNS_KEPT] if len(turns) > _TURNS_KEPT else 0
    slots = {event.key: event for event in events[:start] if isinstance(event, SlotSet)}
    return [*slots.values(), *(_without_text(event) for event in events[start:])]


def _without_text(event: Event) -> Event:
    if not isinstance(event, UserUttered):
        return event
    heard = event.parse_data or {}
    parsed = {
        "intent": event.intent,
        "intent_ranking": heard.get("intent_ranking", []),
        TERMS: heard.get(TERMS, []),
        POSSIBLE_DANGER: heard.get(POSSIBLE_DANGER, False),
        "entities": [],
        "text": "",
    }
    return UserUttered(
        text="",
        intent=event.intent,
        parse_data=parsed,
        timestamp=event.timestamp,
        input_channel=event.input_channel,
        message_id=event.message_id,
    )
