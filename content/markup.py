"""The little markup of content texts, read once into a tree that every screen renders its own way.

Blank lines part paragraphs, line breaks stay, and lines that begin with `- ` are bullets. Inside a line:
`**strong**`, `[Dutch term]`, `{euro:1750}` and `{organisation:name}`. Interface texts also have
`{placeholders}` that the program fills in.
"""

import re
from dataclasses import dataclass
from typing import NewType

from content.errors import ContentError

Text = NewType("Text", str)
"""A text with markup, as it stands in a content file."""

_SPAN = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*"
    r"|\[(?P<term>[^\[\]\n]+)\]"
    r"|\{euro:(?P<euro>\d{1,12})\}"
    r"|\{organisation:(?P<organisation>[a-z_]+)\}"
    r"|\{(?P<placeholder>[a-z_]+)\}"
)
_LEFT_OVER = re.compile(r"\*\*|[\[\]{}<>]")


class MarkupError(ContentError):
    """A text whose markup cannot be read; the message says which characters are wrong."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words without markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class DutchTerm:
    """A Dutch term in a text of any language; isolated where the text runs from right to left."""

    text: str


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount in whole euros, formatted for the language."""

    amount: int


@dataclass(frozen=True, slots=True)
class OrganisationField:
    """A field of the organisation's own file."""

    name: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place that the program fills in, such as `{sources}`."""

    name: str


Span = Plain | Strong | DutchTerm | Euro | OrganisationField | Placeholder


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines of a list."""

    items: tuple[tuple[Span, ...], ...]


Block = Paragraph | Bullets


def parse(text: Text | str) -> tuple[Block, ...]:
    """Read `text` into blocks.

    Raises MarkupError when a bracket or star has no partner.
    """
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        items: list[tuple[Span, ...]] = []
        for line in chunk.splitlines():
            if line.startswith("- "):
                if lines:
                    blocks.append(Paragraph(parse_spans("\n".join(lines))))
                    lines = []
                items.append(parse_spans(line.removeprefix("- ").strip()))
            else:
                if items:
                    blocks.append(Bullets(tuple(items)))
                    items = []
                lines.append(line.strip())
        if lines:
            blocks.append(Paragraph(parse_spans("\n".join(lines))))
        if items:
            blocks.append(Bullets(tuple(items)))
    return tuple(blocks)


def parse_spans(line: str) -> tuple[Span, ...]:
    """Read one line into spans.

    Raises MarkupError when a bracket or star has no partner.
    """
    spans: list[Span] = []
    end = 0
    for match in _SPAN.finditer(line):
        _add_plain(spans, line[end : match.start()])
        end = match.end()
        if match["strong"] is not None:
            _refuse_left_overs(match["strong"])
            spans.append(Strong(match["strong"]))
        elif match["term"] is not None:
            spans.append(DutchTerm(match["term"]))
        elif match["euro"] is not None:
            spans.append(Euro(int(match["euro"])))
        elif match["organisation"] is not None:
            spans.append(OrganisationField(match["organisation"]))
        else:
            spans.append(Placeholder(match["placeholder"]))
    _add_plain(spans, line[end:])
    return tuple(spans)


def _add_plain(spans: list[Span], text: str) -> None:
    if text:
        _refuse_left_overs(text)
        spans.append(Plain(text))


def _refuse_left_overs(text: str) -> None:
    if match := _LEFT_OVER.search(text):
        raise MarkupError(f"{match.group()!r} has no partner or is unknown here, near {text!r}")
