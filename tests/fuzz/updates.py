"""Updates of every kind that the Bot API specification knows, with any of their fields, and spoilt ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bot_api.model import Field, load_specification
from tests.fuzz.chance import Chance

_TYPES = load_specification().types
_ARRAY = "Array of "
_DEEPEST = 4
_LONGEST = 4096
_TELLING = (
    "text", "caption", "photo", "voice", "audio", "video", "video_note", "animation", "sticker", "document",
    "location", "contact", "venue", "reply_to_message", "message_thread_id", "entities", "caption_entities",
    "forward_origin", "rich_message",
)  # fmt: skip
"""Fields of a message that the program reads; they come more often than others."""

_IS_TIME = re.compile("date|time|duration|period|delay")
"""Fields with a moment or seconds: Telegram keeps them in 32 bits."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happens: a chat and who is in it."""

    chat: int
    user: int
    is_group: bool = False
    threads: Sequence[int] = ()
    sayings: Sequence[str] = ()
    """What makes sense to write here: commands, answers, words of danger."""

    data: Sequence[str] = ()
    """Callback data of buttons that somebody has seen, whoever that was."""


def any_kind(kind: str, chance: Chance, depth: int = 0) -> Any:
    """Return a value of a type of the specification, with some of its optional fields."""
    if kind.startswith(_ARRAY):
        inner = kind.removeprefix(_ARRAY)
        return [any_kind(inner, chance, depth + 1) for _ in range(chance.below(3))]
    match kind:
        case "Integer":
            return chance.number()
        case "Float":
            return chance.one_of((0.0, 52.37, -180.0, 1e-9, 5))
        case "Boolean":
            return chance.one_in(2)
        case "String" | "InputFile":
            return chance.text()
    known = _TYPES.get(kind)
    if known is None:
        return True
    if known.subtypes:
        return any_kind(chance.one_of(known.subtypes), chance, depth)
    return any_fields(known.fields, chance, depth)


def any_fields(fields: Mapping[str, Field], chance: Chance, depth: int = 0) -> dict[str, Any]:
    """Return an object with all required and some optional fields."""
    optional = [name for name, field in fields.items() if not field.required]
    chosen = set(chance.some_of(optional, 3 if depth < _DEEPEST else 0))
    return {
        name: _value(field, chance, depth + 1)
        for name, field in fields.items()
        if field.required or name in chosen
    }


def _value(field: Field, chance: Chance, depth: int) -> Any:
    if field.choices:
        return chance.one_of(field.choices)
    if "Integer" in field.types and _IS_TIME.search(field.name):
        return chance.one_of((0, 1, 59, 86400, 1_800_000_000, 2**31 - 1))
    if field.name == "file_id" and not chance.one_in(4):
        return f"FILE-{chance.below(9)}"
    return any_kind(chance.one_of(field.types), chance, depth)


def a_message(chance: Chance, place: Place, date: int) -> dict[str, Any]:
    """Return a message at `place`, as Telegram could send it."""
    fields = _TYPES["Message"].fields
    message = {**any_fields(fields, chance), **placed(chance, place, date)}
    if not chance.one_in(4):
        name = chance.one_of(_TELLING)
        message[name] = _value(fields[name], chance, 1)
    if place.sayings and chance.one_in(2):
        message["text"] = chance.one_of(place.sayings) + chance.one_of(("", "", " ", f" {chance.text()}"))
    for longest in ("text", "caption"):
        if longest in message:
            message[longest] = message[longest][:_LONGEST]
    # A group moves seldom; a test of its own moves one.
    message.pop("migrate_to_chat_id", None)
    return message


def placed(chance: Chance, place: Place, date: int) -> dict[str, Any]:
    """Return what says where and by whom a message was written."""
    names = {name: chance.text() for name in ("first_name", "last_name", "username") if chance.one_in(3)}
    codes = ("nl", "en", "ar", "fa-IR", "ti", "", "-", "xx", "zh-hans", chance.text())
    user = {"id": place.user, "is_bot": False, "first_name": chance.text(), **names}
    if chance.one_in(2):
        user["language_code"] = chance.one_of(codes)
    kind = "supergroup" if place.is_group else "private"
    said: dict[str, Any] = {
        "message_id": 1 + chance.below(60) if chance.one_in(2) else 1 + chance.below(2**31),
        "date": date,
        "chat": {"id": place.chat, "type": kind, **names},
        "from": user,
    }
    if place.threads and not chance.one_in(5):
        said |= {"message_thread_id": chance.one_of(place.threads), "is_topic_message": True}
    return said


def any_update(chance: Chance, number: int, place: Place, date: int) -> dict[str, Any]:
    """Return an update: mostly somebody who writes or taps, sometimes any other kind."""
    kind = chance.below(10)
    if kind < 5:
        return {"update_id": number, "message": a_message(chance, place, date)}
    if kind == 5:
        return {"update_id": number, "edited_message": a_message(chance, place, date)}
    if kind < 9:
        return {"update_id": number, "callback_query": a_tap(chance, place, date)}
    name = chance.one_of([name for name in _TYPES["Update"].fields if name != "update_id"])
    return {"update_id": number, name: _value(_TYPES["Update"].fields[name], chance, 0)}


def a_tap(chance: Chance, place: Place, date: int) -> dict[str, Any]:
    """Return a tap on a button with one of `data`, or on one that nobody ever made."""
    here, data = placed(chance, place, date), place.data
    tapped: dict[str, Any] = {"message_id": here["message_id"], "date": 0, "chat": here["chat"]}
    if not chance.one_in(4):
        tapped = {**here, "text": chance.text()}
    query = {"id": str(chance.number()), "from": here["from"], "chat_instance": "1", "message": tapped}
    seen = bool(data) and not chance.one_in(4)
    query["data"] = chance.one_of(data) if seen else spoilt_data(chance, data)
    for name in ("message", "data"):
        if chance.one_in(30):
            del query[name]
    return query


_NAMES = (
    "m", "g", "t", "d", "l", "k", "c", "h", "n", "f", "p", "b", "u", "y", "o", "q", "e", "i", "a", "am", "ap",
    "as", "aa", "-", "dt", "dx", "da", "dr", "ds", "dc", "df", "dd", "dl", "dh", "dq", "r", "rt", "rd", "yd",
    "yf", "yw", "yk", "desk:take", "desk:close",
)  # fmt: skip


def spoilt_data(chance: Chance, known: Sequence[str] = ()) -> str:
    """Return callback data of the right or nearly the right form."""
    if known and chance.one_in(2):
        parts = chance.one_of(known).split(":")
        parts[chance.below(len(parts))] = chance.text()[:40]
        return ":".join(parts)
    values = [
        chance.one_of(("1", "0", "?", "en", "nl", chance.text()[:20], str(chance.number()))) for _ in "123"
    ]
    return ":".join([chance.one_of(_NAMES), *values[: chance.below(4)]])


def spoilt(chance: Chance, update: dict[str, Any]) -> Any:
    """Return `update` with something missing, of a wrong type or much too large in it."""
    if chance.one_in(40):
        return chance.nested()
    if chance.one_in(20):
        return chance.junk()
    for _ in range(1 + chance.below(3)):
        holder: Any = update
        while True:
            inner = [each for each in holder.values() if isinstance(each, dict)]
            if not inner or chance.one_in(3):
                break
            holder = chance.one_of(inner)
        if not holder:
            continue
        name = chance.one_of(list(holder))
        if chance.one_in(3):
            del holder[name]
        else:
            holder[name] = chance.junk()
    return update
