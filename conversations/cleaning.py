"""Make safe what people send, without changing what they mean."""

import unicodedata

LONGEST_QUESTION = 1500
"""Characters; a longer message is no question but a document, and gets a kind request instead."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH_NON_JOINER = "\u200c"  # belongs to Persian spelling


def clean(text: str) -> str:
    """Return `text` without control and direction characters, with single spaces."""
    kept = []
    for char in text:
        if char in _BIDI_CONTROLS:
            continue
        category = unicodedata.category(char)
        if category in ("Cc", "Cs", "Co", "Cn") or (category == "Cf" and char != _ZERO_WIDTH_NON_JOINER):
            kept.append(" ")
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


def has_words(text: str) -> bool:
    """Tell whether `text` holds at least one letter."""
    return any(char.isalpha() for char in text)
