"""What is asked of Telegram's updates before they are stored: which kinds, and to which chat each belongs."""

import json
from typing import Any

from conversations.inbox import ReceivedUpdate

ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
NO_LANE = "0"
_HIGHEST_ID = 2**63 - 1
"""The largest number that the database keeps; Telegram's are far smaller."""


def read_received(update: object) -> ReceivedUpdate:
    """Return an update as it is kept: everything that Telegram wrote, its number and its chat.

    Raises ValueError when it has no number, so that it is no update.
    """
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update, dict) or type(number) is not int or not 0 <= number <= _HIGHEST_ID:
        raise ValueError("there is no update_id")
    return ReceivedUpdate(number, read_lane(update), json.dumps(update))


def read_lane(update: dict[str, Any]) -> str:
    """Return the chat to which an update belongs, whatever is in it; updates without a chat share a lane."""
    for kind in ("message", "edited_message"):
        if chat := _number(update.get(kind), "chat"):
            return chat
    query = update.get("callback_query")
    if isinstance(query, dict):
        return _number(query.get("message"), "chat") or _number(query, "from") or NO_LANE
    return NO_LANE


def _number(holder: object, key: str) -> str | None:
    inner = holder.get(key) if isinstance(holder, dict) else None
    number = inner.get("id") if isinstance(inner, dict) else None
    return str(number) if type(number) is int else None
