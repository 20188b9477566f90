"""Message entities as Telegram keeps them: sorted, never crossing, styles joined and split at neighbours."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
LITERAL = ("pre", "code", "date_time")

_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_OTHER_PRIORITY = 50


class EntitiesError(ValueError):
    """Formatting that Telegram refuses."""


@dataclass(frozen=True)
class Entity:
    """One stretch of a text with a meaning; offsets count UTF-16 units."""

    type: str
    offset: int
    length: int
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Return the offset behind the last unit."""
        return self.offset + self.length

    def to_json(self) -> dict[str, Any]:
        """Return the entity as the Bot API writes it."""
        return {"offset": self.offset, "length": self.length, "type": self.type, **self.details}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> "Entity":
        """Read an entity as the Bot API takes it."""
        details = {key: value for key, value in raw.items() if key not in ("type", "offset", "length")}
        return cls(raw["type"], raw["offset"], raw["length"], details)


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text."""
    return len(text) + sum(character > "\uffff" for character in text)


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Sort by place, longest first."""
    return sorted(
        entities,
        key=lambda entity: (entity.offset, -entity.length, _PRIORITY.get(entity.type, _OTHER_PRIORITY)),
    )


def tidy(entities: Iterable[Entity]) -> list[Entity]:
    """Drop what crosses or nests where it may not, and join and split styles as Telegram does."""
    kept = [entity for entity in entities if entity.length > 0]
    if _is_tidy(in_order(kept)):
        return in_order(kept)
    quotes = _without_overlaps(entity for entity in kept if entity.type in QUOTES)
    others = _without_overlaps(entity for entity in kept if entity.type not in (*QUOTES, *STYLES))
    others = [entity for entity in others if not any(_breaks(entity, quote) for quote in quotes)]
    styles = in_order(entity for entity in kept if entity.type in STYLES)
    fixed = in_order([*quotes, *others])
    return in_order([*fixed, *_split_styles(styles, fixed)])


def add_detected(entities: list[Entity], detected: Iterable[Entity]) -> list[Entity]:
    """Add what Telegram found itself (commands, links), where nothing of the sender's stands."""
    fixed = [entity for entity in entities if entity.type not in (*QUOTES, *STYLES)]
    quotes = [entity for entity in entities if entity.type in QUOTES]
    free = [
        new
        for new in detected
        if not any(new.offset < old.end and old.offset < new.end for old in fixed)
        and not any(_breaks(new, quote) for quote in quotes)
    ]
    return tidy([*entities, *free]) if free else entities


def _is_tidy(entities: list[Entity]) -> bool:
    """Tell whether sorted entities can stay as they are."""
    style_ends: dict[str, int] = {}
    open_entities: list[Entity] = []
    for entity in entities:
        while open_entities and entity.offset >= open_entities[-1].end:
            open_entities.pop()
        if open_entities and not _may_nest(entity, open_entities):
            return False
        if entity.type in STYLES:
            if style_ends.get(entity.type, -1) >= entity.offset:
                return False
            style_ends[entity.type] = entity.end
        open_entities.append(entity)
    return True


def _may_nest(entity: Entity, parents: list[Entity]) -> bool:
    """Tell whether an entity may stand inside those that are open."""
    types = {parent.type for parent in parents}
    continuous = types - {*STYLES, *QUOTES, *LITERAL}
    return not (
        entity.end > parents[-1].end
        or entity.type in types
        or parents[-1].type in LITERAL
        or (entity.type in LITERAL and types - set(QUOTES))
        or (entity.type not in (*STYLES, *LITERAL) and continuous)
        or (entity.type in QUOTES and types & set(QUOTES))
        or types & set(STYLES)
    )


def _without_overlaps(entities: Iterable[Entity]) -> list[Entity]:
    """Keep the first of those that overlap."""
    kept: list[Entity] = []
    for entity in in_order(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _breaks(entity: Entity, quote: Entity) -> bool:
    """Tell whether an entity crosses a border of a quote."""
    overlaps = entity.offset < quote.end and quote.offset < entity.end
    return overlaps and (quote.end < entity.end or entity.offset < quote.offset)


def _split_styles(styles: list[Entity], fixed: list[Entity]) -> Iterator[Entity]:
    """Join overlapping styles of one kind, split them where others begin and end, drop them inside code."""
    joined: list[Entity] = []
    for style in STYLES:
        mine = [entity for entity in styles if entity.type == style]
        for position, entity in enumerate(mine):
            if position and entity.offset <= joined[-1].end:
                length = max(joined[-1].end, entity.end) - joined[-1].offset
                joined[-1] = replace(joined[-1], length=length)
            else:
                joined.append(entity)
    cuts = {cut for entity in fixed for cut in (entity.offset, entity.end)}
    cuts |= {entity.offset for entity in joined}
    literal = [entity for entity in fixed if entity.type in LITERAL]
    for entity in joined:
        edges = [entity.offset, *sorted(cut for cut in cuts if entity.offset < cut < entity.end), entity.end]
        for start, end in itertools.pairwise(edges):
            if not any(code.offset <= start and end <= code.end for code in literal):
                yield Entity(entity.type, start, end - start)
