"""A page with headings and lines as HTML: small, without scripts, in the direction of its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from content.model import Direction, LanguageCode

_STYLE = "body{font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em}"


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading."""

    heading: str
    lines: tuple[str, ...]


def page(
    title: str,
    intro: Sequence[str],
    sections: Sequence[Section],
    language: LanguageCode,
    direction: Direction,
) -> str:
    """Return the page; whatever people wrote is shown and never read as HTML."""
    body = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in intro)]
    for section in sections:
        body.append(f"<h2>{escape(section.heading)}</h2>")
        # Each line has a direction of its own: a Dutch note may stand on an Arabic page.
        lines = "".join(f'<li dir="auto">{escape(line)}</li>\n' for line in section.lines)
        body.append(f"<ul>\n{lines}</ul>")
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )
