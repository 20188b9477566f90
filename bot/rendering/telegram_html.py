"""Messages as Telegram HTML, in parts that are no longer than Telegram takes."""

import re
from collections.abc import Iterator
from html import escape

from bot.rendering.plain import span_text
from content.markup import Block, Bullets, DutchTerm, Paragraph, Plain, Span, Strong
from content.model import Direction
from conversations.messages import Message

LONGEST_PART = 4096
"""Characters of a Telegram message after its markup is read (Bot API, sendMessage, text)."""

_RIGHT_TO_LEFT_MARK = "\u200f"
_BLANK_LINE = "\n\n"
_LONGEST_ESCAPE, _TAGS = len("&amp;"), len("<b></b>")


def render_html(message: Message, continued: str, limit: int = LONGEST_PART) -> list[str]:
    """Return `message` as HTML, split between blocks where it is too long.

    `continued` begins every part after the first.
    """
    heading = escape(continued, quote=False)
    room = limit - len(heading) - len(_BLANK_LINE)
    pieces = [piece for block in message.blocks for piece in _pieces(block, message.direction, room)]
    parts: list[str] = []
    current = ""
    for piece in pieces:
        joined = f"{current}{_BLANK_LINE}{piece}" if current else piece
        if len(joined) > limit and current:
            parts.append(current)
            current = f"{heading}{_BLANK_LINE}{piece}"
        else:
            current = joined
    return [*parts, current]


def _pieces(block: Block, direction: Direction, room: int) -> list[str]:
    """Return a block as one piece, or cut between its lines and then its words when it is too long."""
    mark = _RIGHT_TO_LEFT_MARK if direction is Direction.RIGHT_TO_LEFT else ""
    match block:
        case Paragraph(spans):
            lines = [(mark, spans)]
        case Bullets(items):
            lines = [(f"{mark}• ", item) for item in items]
    whole = "\n".join(start + "".join(map(_span, spans)) for start, spans in lines)
    if len(whole) <= room:
        return [whole]
    return [piece for start, spans in lines for piece in _cut(start, spans, room)]


def _cut(start: str, spans: tuple[Span, ...], room: int) -> list[str]:
    """Cut a line at spaces outside of markup, so that no tag is opened in one part and closed in the next."""
    words = [word for span in spans for word in _words(span, room - len(start))]
    pieces: list[str] = []
    current = start
    for word in words:
        rendered = _span(word)
        if len(current) + len(rendered) > room and current != start:
            pieces.append(current.rstrip())
            current = start
        current += rendered
    return [*pieces, current.rstrip()]


def _words(span: Span, room: int) -> Iterator[Span]:
    """Cut plain words at their spaces; what has none, such as a long address, wherever the room ends."""
    size = max(1, (room - _TAGS) // _LONGEST_ESCAPE)
    for text in re.split(r"(?<=\s)", span_text(span)) if isinstance(span, Plain) else [span_text(span)]:
        cut = [text] if len(text) <= size else [text[at : at + size] for at in range(0, len(text), size)]
        yield from (_with_text(span, part) for part in cut)


def _with_text(span: Span, text: str) -> Span:
    match span:
        case Strong():
            return Strong(text)
        case DutchTerm():
            return DutchTerm(text)
        case _:
            return Plain(text)


def _span(span: Span) -> str:
    text = escape(span_text(span), quote=False)
    match span:
        case Strong():
            return f"<b>{text}</b>"
        case DutchTerm():
            return f"<i>{text}</i>"
        case _:
            return text
