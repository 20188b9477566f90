"""A text as the person will see it: parsed, cleaned and trimmed the way Telegram does it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.bot_api.entities import EntitiesError, Entity, add_detected, tidy, utf16_length
from tests.bot_api.html import parse_html

# Telegram drops line separators, bidirectional embeddings (isolates stay) and some combining marks.
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_MARKS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
_DETECTED = {
    "url": re.compile(r"(?<![\w@/.])https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)'\]]"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w)"),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
}


class TextEmptyError(ValueError):
    """Nothing is left of a text."""


@dataclass(frozen=True)
class Rendered:
    """A plain text with its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


def render(
    source: str, parse_mode: str | None = None, entities: Iterable[dict[str, Any]] | None = None
) -> Rendered:
    """Return what Telegram makes of a text."""
    mode = (parse_mode or "none").lower()
    if mode not in ("none", "html"):
        known = mode in ("markdown", "markdownv2")
        raise EntitiesError(
            "the local server parses no Markdown, only HTML" if known else "unsupported parse_mode"
        )
    if mode == "html":
        text, parsed = parse_html(source)
    else:
        text, parsed = source, [Entity.from_json(entity) for entity in entities or ()]
    text, parsed = _clean(text, tidy(parsed))
    text, parsed = _trim(text, tidy(parsed))
    if not text:
        raise TextEmptyError("text must be non-empty")
    return Rendered(text, tuple(add_detected(parsed, detect(text))))


def detect(text: str) -> list[Entity]:
    """Find commands, links, addresses, mentions and hashtags (Telegram also finds phone numbers)."""
    found: list[Entity] = []
    for kind, pattern in _DETECTED.items():
        for match in pattern.finditer(text):
            new = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match[0]))
            if not any(new.offset < old.end and old.offset < new.end for old in found):
                found.append(new)
    return found


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Remove and replace characters, and move the entities along."""
    moved: dict[int, int] = {}
    kept: list[str] = []
    old = new = 0
    for character in text:
        moved[old] = new
        old += utf16_length(character)
        if not _DROPPED.match(character):
            kept.append(character)
            new += utf16_length(character)
    moved[old] = new
    for entity in entities:
        _check_place(entity, moved, old)
    cleaned = _MARKS.sub("\u200c", _CONTROL.sub(" ", "".join(kept)))
    return cleaned, [
        replace(entity, offset=moved[entity.offset], length=moved[entity.end] - moved[entity.offset])
        for entity in entities
    ]


def _check_place(entity: Entity, places: dict[int, int], size: int) -> None:
    """Refuse an entity that begins or ends where no character does."""
    if not 0 <= entity.offset < size:
        raise EntitiesError(
            f"entity begins after the end of the text at UTF-16 offset {entity.offset}"
            if entity.offset >= size
            else f"receive an entity with incorrect offset {entity.offset}"
        )
    if entity.end > size:
        raise EntitiesError(
            f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
            f"at UTF-16 offset {entity.end}"
        )
    if entity.offset not in places or entity.end not in places:
        raise EntitiesError(
            f"entity beginning at UTF-16 offset {entity.offset} begins or ends in a middle of a UTF-16 symbol"
        )


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop space at the end, and at the beginning up to the first entity."""
    text = text.rstrip(" \n")
    size = utf16_length(text)
    shortened = [
        replace(entity, length=min(entity.end, size) - entity.offset)
        for entity in entities
        if entity.offset < size
    ]
    first = min((entity.offset for entity in shortened), default=size)
    dropped = len(text[:first]) - len(text[:first].lstrip(" \n"))
    return text[dropped:], [replace(entity, offset=entity.offset - dropped) for entity in shortened]
