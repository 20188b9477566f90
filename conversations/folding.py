"""Fold spelling variants for matching phrases; what is folded is never shown to anybody.

The Rasa project folds text for its own features in its own environment (components/text_folding.py); the
two need not agree.
"""

import unicodedata

_ETHIOPIC_ORDERS = 7
_SAME_SOUND = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"), ("ቐ", "ቀ"))
"""Series of Tigrinya letters that people mix up, each with the one that stands for both."""

_ALIKE = {
    # Dotted and dotless i, which capitals and foreign keyboards mix up.
    "İ": "i", "ı": "i",
    # Alef with and without hamza or madda; Arabic and Persian forms of yeh, kaf and heh.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي",
    "ک": "ك", "ة": "ه", "ۀ": "ه", "ؤ": "و",
    # What stretches or joins letters without changing the word.
    "ـ": None, "\u200c": " ",
    "ኣ": "አ",
}  # fmt: skip
_LOOK_ALIKES = str.maketrans(
    {
        **_ALIKE,
        **{
            chr(ord(variant) + order): chr(ord(kept) + order)
            for variant, kept in _SAME_SOUND
            for order in range(_ETHIOPIC_ORDERS)
        },
    }
)


def fold(text: str) -> str:
    """Return `text` in lower case, without diacritics and punctuation, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES).casefold())
    kept = (
        " " if unicodedata.category(char)[0] in "PZSC" else char
        for char in decomposed
        if not unicodedata.combining(char)
    )
    return " ".join("".join(kept).translate(_LOOK_ALIKES).split())
