"""What the letters alone tell: script rules come before any statistics."""

import unicodedata
from collections import Counter
from enum import StrEnum


class Script(StrEnum):
    """The scripts of the served languages."""

    LATIN = "LATIN"
    ARABIC = "ARABIC"
    ETHIOPIC = "ETHIOPIC"


PERSIAN_LETTERS = frozenset("پچژگک\u06cc")
"""Letters of Persian keyboards that Arabic keyboards do not produce."""

ARABIC_LETTERS = frozenset("ةىيكإأؤءئ")
"""Letters of Arabic keyboards that Persian words hardly have."""


def main_script(text: str) -> Script | None:
    """Return the script of most letters of `text`, or None when it is another one or there are none."""
    counts = Counter(_script(char) for char in text if char.isalpha())
    for script, _ in counts.most_common(1):
        return script
    return None


def _script(char: str) -> Script | None:
    name = unicodedata.name(char, "")
    return next((script for script in Script if name.startswith(script)), None)
