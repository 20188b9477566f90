"""What is asked of Telegram's updates before they are stored: which kinds, and to which chat each belongs."""

import json
from typing import Any, TypeGuard

from conversations.inbox import ReceivedUpdate

ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
NO_LANE = "0"
_LARGEST = 2**63
"""What a database and Telegram keep a number in."""


def read_received(update: object) -> ReceivedUpdate:
    """Return `update` as it is stored, whatever is in it.

    Raises ValueError when it has no number, and so is no update.
    """
    if not isinstance(update, dict):
        raise ValueError("an update without a number")  # noqa: TRY004 - one error for whoever calls
    number = update.get("update_id")
    if not _is_number(number) or number < 0:
        raise ValueError("an update without a number")
    try:
        return ReceivedUpdate(number, read_lane(update), _whole_characters(json.dumps(update)))
    except RecursionError as error:
        raise ValueError("an update that is nested too deep") from error


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
    return str(number) if _is_number(number) else None


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and -_LARGEST <= value < _LARGEST


def _whole_characters(payload: str) -> str:
    """Return JSON without halves of characters: neither the database nor Telegram takes a text with one."""
    if "\\ud" not in payload:
        return payload
    text = json.dumps(json.loads(payload), ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
