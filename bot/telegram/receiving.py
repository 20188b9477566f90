"""What is asked of Telegram's updates before they are stored: which kinds, and to which chat each belongs."""

from typing import Any

ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
NO_LANE = "0"


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
    return str(number) if isinstance(number, int) else None
