"""Messages as Telegram HTML, in parts that are no longer than Telegram takes."""

from html import escape

from bot.rendering.plain import span_text
from content.markup import Block, Bullets, DutchTerm, Paragraph, Span, Strong
from content.model import Direction
from conversations.messages import Message

LONGEST_PART = 4096
"""Characters of a Telegram message after its markup is read (Bot API, sendMessage, text)."""

_RIGHT_TO_LEFT_MARK = "\u200f"


def render_html(message: Message, continued: str, limit: int = LONGEST_PART) -> list[str]:
    """Return `message` as HTML, split between blocks where it is too long.

    `continued` begins every part after the first.
    """
    rendered = [part for block in message.blocks for part in _lines(block, message.direction, limit)]
    parts: list[str] = []
    current = ""
    for piece in rendered:
        joined = f"{current}\n\n{piece}" if current else piece
        if len(joined) > limit and current:
            parts.append(current)
            current = f"{escape(continued)}\n\n{piece}"
        else:
            current = joined
    return [*parts, current]


def _lines(block: Block, direction: Direction, limit: int) -> list[str]:
    """Return one piece a block; a block that is too long for one message is cut between its lines."""
    mark = _RIGHT_TO_LEFT_MARK if direction is Direction.RIGHT_TO_LEFT else ""
    match block:
        case Paragraph(spans):
            lines = [mark + _spans(spans)]
        case Bullets(items):
            lines = [f"{mark}• {_spans(item)}" for item in items]
    whole = "\n".join(lines)
    if len(whole) <= limit // 2:
        return [whole]
    return [piece for line in lines for piece in _cut(line, limit // 2)]


def _cut(line: str, limit: int) -> list[str]:
    """Cut a very long line at spaces; only lines without markup can be that long."""
    pieces = []
    while len(line) > limit:
        end = line.rfind(" ", 0, limit)
        end = end if end > 0 else limit
        pieces.append(line[:end])
        line = line[end:].lstrip()
    return [*pieces, line]


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = escape(span_text(span), quote=False)
    match span:
        case Strong():
            return f"<b>{text}</b>"
        case DutchTerm():
            return f"<i>{text}</i>"
        case _:
            return text
