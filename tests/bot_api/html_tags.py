"""The tags and character references of Telegram's HTML."""

import re
from dataclasses import dataclass
from typing import Any

from tests.bot_api.entities import EntitiesError
from tests.bot_api.links import LinkError, check_link, linked_user

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = {*_STYLES, "a", "blockquote", "code", "pre", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]+));?")
_LONGEST_REFERENCE = 10


@dataclass
class Tag:
    """A tag that is open, and where its text begins."""

    name: str
    attributes: dict[str, str]
    offset: int
    start: int


def decode_reference(source: str, at: int) -> tuple[str, int] | None:
    """Read the character reference at a place: its character and the place behind it."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return None
    if found[3] is not None:
        return (_NAMED[found[3]], found.end()) if found[3] in _NAMED else None
    digits, base = (found[1], 16) if found[1] is not None else (found[2], 10)
    code = int(digits or "0", base)
    if not 0 < code < 0x10FFFF or len(found[0].removesuffix(";")) >= _LONGEST_REFERENCE:
        return None
    return chr(code), found.end()


def meaning(tag: Tag, text: str) -> tuple[str | None, dict[str, Any]]:
    """Return the type and details of the entity that a tag around a text stands for."""
    attributes = tag.attributes
    if tag.name in _STYLES:
        return _STYLES[tag.name], {}
    if tag.name == "a":
        return _link(attributes.get("href") or text)
    if tag.name == "blockquote":
        return ("expandable_blockquote" if "expandable" in attributes else "blockquote"), {}
    if tag.name == "code":
        language = attributes.get("class", "")
        return "code", (
            {"language": language.removeprefix("language-")} if language.startswith("language-") else {}
        )
    if tag.name == "tg-emoji":
        if not attributes.get("emoji-id", "").strip("0").isdecimal():
            raise EntitiesError("can't parse entities: Invalid custom emoji identifier specified")
        return "custom_emoji", {"custom_emoji_id": attributes["emoji-id"]}
    if tag.name == "tg-time":
        unix = attributes.get("unix", "")
        return ("date_time" if unix.isdecimal() else None), {"unix_time": int(unix or "0")}
    return tag.name, {}


def _link(url: str) -> tuple[str | None, dict[str, Any]]:
    """Return a link or a mention; what is no link to Telegram loses its tag without an error."""
    if user := linked_user(url):
        return "text_mention", {"user": {"id": user, "is_bot": False, "first_name": ""}}
    try:
        return "text_link", {"url": check_link(url)}
    except LinkError:
        return None, {}
