"""Updates as Telegram sends them, for tests that need no server."""

import json
from datetime import datetime
from typing import Any

from conversations.inbox import ReceivedUpdate
from tests.fakes import NOON


def sender(chat: int) -> dict[str, Any]:
    """Return a person as Telegram describes one."""
    return {"id": chat, "is_bot": False, "first_name": "Yonas"}


def message(text: str, chat: int = 42, moment: datetime = NOON, **more: Any) -> dict[str, Any]:
    """Return a message in a private chat."""
    place = {"id": chat, "type": "private", "first_name": "Yonas"}
    date = int(moment.timestamp())
    return {"message_id": 1, "date": date, "chat": place, "from": sender(chat), "text": text, **more}


def written(number: int, text: str, chat: int = 42, moment: datetime = NOON) -> dict[str, Any]:
    """Return the update of a text."""
    return {"update_id": number, "message": message(text, chat, moment)}


def edited(number: int, text: str, chat: int = 42, moment: datetime = NOON, since: datetime = NOON) -> Any:
    """Return the update of a text of `since` that was changed."""
    changed = message(text, chat, since, edit_date=int(moment.timestamp()))
    return {"update_id": number, "edited_message": changed}


def tapped(number: int, data: str, chat: int = 42) -> dict[str, Any]:
    """Return the update of a tap on a button."""
    query = {"id": f"q{number}", "from": sender(chat), "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": {**query, "message": message("screen", chat)}}


def received(update: dict[str, Any], lane: int | str = 42) -> ReceivedUpdate:
    """Return an update as it is kept in the inbox."""
    return ReceivedUpdate(update["update_id"], str(lane), json.dumps(update))
