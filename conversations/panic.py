"""The word that empties the chat: something that everybody can type, on every keyboard."""

import unicodedata

PANIC_WORD = "0000"
_STOP_SIGN = "\N{OCTAGONAL SIGN}"
_VARIATION = "\N{VARIATION SELECTOR-16}"


def is_panic_word(text: str) -> bool:
    """Tell whether `text` is four zeros, in the digits of any script, or two stop signs."""
    typed = "".join(text.split()).replace(_VARIATION, "")
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in typed)
    return digits == PANIC_WORD or typed == 2 * _STOP_SIGN
