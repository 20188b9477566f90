"""The connector to the bot: one turn in, what to say and what was understood out.

Rasa's own REST connector takes a text that begins with a slash for a command and does not tell what was
understood. This one keeps what people type (`text`) apart from what the bot's own buttons mean (`intent`),
and wants a token.
"""

from __future__ import annotations

import hmac
import os
import re
from typing import Any, Awaitable, Callable, Dict, Optional, Text

from components.danger_first import POSSIBLE_DANGER
from components.glossary_terms import TERMS
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import SlotSet
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

LAST_TOPIC = "last_topic"
_LEADING_SLASHES = re.compile(r"^[\s/]+")
_INTENT = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST_TEXT = 4096


class SeamChannel(InputChannel):
    """Answer `POST /webhooks/seam/turn` with messages and the understanding of the turn."""

    @classmethod
    def name(cls) -> Text:
        """Return the name in the address of the webhook."""
        return "seam"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> SeamChannel:
        """Read the token from the environment, never from a file in the project."""
        return cls(os.environ["WEGWIJZER_RASA_TOKEN"])

    def __init__(self, token: str) -> None:
        """Keep the token that every request must carry."""
        self._authorization = f"Bearer {token}".encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Build the two routes: `/` for health and `/turn`."""
        routes = Blueprint("seam", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            # A balancer asks without a token; the bot must hear now that its own would be refused later.
            if request.headers.get("Authorization") is not None and not self._is_authorised(request):
                return _refusal()
            return response.json({"ready": request.app.ctx.agent.is_ready()})

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _refusal()
            body = request.json
            text = _message_text(body)
            if text is None:
                return response.json({"error": "neither a text nor an intent"}, status=400)
            conversation = str(body["conversation"])
            store: TrackerStore = request.app.ctx.agent.tracker_store
            await _restore_last_topic(store, conversation, body.get(LAST_TOPIC))
            collector = CollectingOutputChannel()
            await on_new_message(UserMessage(text, collector, conversation, input_channel=self.name()))
            return response.json(
                {
                    "messages": [message["custom"] for message in collector.messages if "custom" in message],
                    "understanding": await _understanding(store, conversation),
                }
            )

        @routes.route("/conversation/<conversation:str>", methods=["DELETE"])
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            if not self._is_authorised(request):
                return _refusal()
            await request.app.ctx.agent.tracker_store.forget(conversation)
            return response.empty()

        return routes

    def _is_authorised(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, self._authorization)


def _refusal() -> HTTPResponse:
    return response.json({"error": "not authorised"}, status=401)


def _message_text(body: Dict[str, Any]) -> Optional[str]:
    """Return what Rasa shall read: a slash only ever comes from the `intent` field."""
    intent = body.get("intent")
    if intent is not None:
        return f"/{intent}" if _INTENT.fullmatch(str(intent)) else None
    text = _LEADING_SLASHES.sub("", str(body.get("text") or ""))[:_LONGEST_TEXT]
    return text or None


async def _restore_last_topic(store: TrackerStore, conversation: str, topic: Optional[str]) -> None:
    """Tell the tracker what the person last read, when it came by button or before a restart."""
    if topic is None:
        return
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=True)
    if LAST_TOPIC in tracker.slots and tracker.get_slot(LAST_TOPIC) != topic:
        tracker.update(SlotSet(LAST_TOPIC, topic))
        await store.save(tracker)


async def _understanding(store: TrackerStore, conversation: str) -> Dict[str, Any]:
    tracker = await store.retrieve(conversation)
    latest = tracker.latest_message if tracker else None
    parsed = (latest.parse_data or {}) if latest else {}
    return {
        "intent": parsed.get("intent", {}).get("name"),
        "ranking": [
            {"intent": entry["name"], "confidence": entry["confidence"]}
            for entry in parsed.get("intent_ranking", [])
        ],
        "terms": parsed.get(TERMS, []),
        "possible_danger": parsed.get(POSSIBLE_DANGER, False),
    }
