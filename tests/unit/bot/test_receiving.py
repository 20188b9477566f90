"""Updates before they are stored, and before they are handled: what is none, and halves of characters."""

import json
from typing import Any

import pytest

from bot.telegram.readable import check_readable
from bot.telegram.receiving import received

_CHAT = {"id": 5, "type": "private"}
_USER = {"id": 5, "is_bot": False, "first_name": "Yonas"}
_MESSAGE = {"message_id": 7, "date": 1_800_000_000, "chat": _CHAT, "from": _USER, "text": "hello"}
_NESTED: list[Any] = []
for _ in range(3000):
    _NESTED = [_NESTED]


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        {},
        {"update_id": None},
        {"update_id": "1"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": 1, "message": _NESTED},
    ],
    ids=["null", "list", "empty", "none", "text", "true", "negative", "too large", "too deep"],
)
def test_what_is_no_update(update: object) -> None:
    """What has no number that a database can keep is refused with one kind of error."""
    with pytest.raises(ValueError, match="an update"):
        received(update)


def test_halves_of_characters() -> None:
    """A text with half of a character is kept with a sign in its place, whole ones stay as they are."""
    kept = received({"update_id": 1, "message": {**_MESSAGE, "text": "a\ud83d 😀 \\ud83d"}})
    assert json.loads(kept.payload)["message"]["text"] == "a\ufffd 😀 \\ud83d"


@pytest.mark.parametrize("chat", [True, "5", 2**70, None, [5]])
def test_a_lane_is_a_number(chat: object) -> None:
    """What is no number of a chat is no lane: updates without one share a lane."""
    assert received({"update_id": 1, "message": {"chat": {"id": chat}}}).lane == "0"


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"message_id": True},
        {"message_id": 2**63},
        {"date": "now"},
        {"date": 10**15},
        {"chat": {"id": {}, "type": "private"}},
        {"from": {"id": 5}},
        {"from": {**_USER, "language_code": 7}},
        {"photo": {}},
        {"voice": {"file_id": None}},
        {"location": {"latitude": "north", "longitude": 5}},
        {"reply_to_message": {"message_id": "7"}},
        {"message_thread_id": False},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("kind", ["message", "edited_message", "tap"])
def test_values_of_a_wrong_type(kind: str, change: dict[str, Any]) -> None:
    """What we read has the type that Telegram gives it, or the update is none."""
    message = {**_MESSAGE, **change}
    tap = {"callback_query": {"id": "1", "from": _USER, "message": message, "data": "m"}}
    update = tap if kind == "tap" else {kind: message}
    with pytest.raises(ValueError, match=r"Expected|missing"):
        check_readable({"update_id": 1, **update})


def test_what_we_do_not_read_may_be_anything() -> None:
    """A new version of the Bot API does not keep anybody's message from being read."""
    check_readable({"update_id": 1, "message": {**_MESSAGE, "gift": 5, "entities": "none"}, "news": []})
