"""Messages as plain text, for the terminal and for `ask`."""

from content.markup import Block, Bullets, Paragraph, Span
from conversations.messages import Message


def render_plain(message: Message) -> str:
    """Return the words of `message`; paragraphs are parted by blank lines."""
    return "\n\n".join(_block(block) for block in message.blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans):
            return _spans(spans)
        case Bullets(items):
            return "\n".join(f"• {_spans(item)}" for item in items)


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(span_text(span) for span in spans)


def span_text(span: Span) -> str:
    """Return the words of one span that has been filled in.

    Raises TypeError for a span that the composer should have filled in.
    """
    text = getattr(span, "text", None)
    if text is None:
        raise TypeError(f"{type(span).__name__} was not filled in before rendering")
    return str(text)
