"""Fold spelling variants, so that words typed in a hurry meet the words that were learned."""

import re
import unicodedata

_ARABIC_SCRIPT = str.maketrans(
    {
        # Alef with hamza or madda, and the Persian and Arabic forms of yeh, kaf and heh.
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ؤ": "و",
        "ـ": None,  # tatweel
        "\u200c": " ",  # the half-space that phones often leave out
    }
)  # fmt: skip

# Tigrinya letters that sound the same today; people type whichever key is nearest.
_ETHIOPIC_SERIES = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"))
_ETHIOPIC = str.maketrans(
    {
        chr(ord(source) + order): chr(ord(target) + order)
        for source, target in _ETHIOPIC_SERIES
        for order in range(7)
    }
)
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ß": "ss", "’": "'", "`": "'"})
_STRETCHED = re.compile(r"(\w)\1{2,}")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics, stretched letters and spelling variants.

    The result is for matching only; it is never shown to anybody.
    """
    text = unicodedata.normalize("NFKD", text.translate(_ARABIC_SCRIPT).lower())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = unicodedata.normalize("NFKC", text).translate(_LATIN).translate(_ARABIC_SCRIPT)
    text = _STRETCHED.sub(r"\1\1", text.translate(_ETHIOPIC))
    return _SPACES.sub(" ", text).strip()
