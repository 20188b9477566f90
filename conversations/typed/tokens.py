"""Cut what was typed into words and numbers, whatever digits and separators were used."""

import re
import unicodedata

from conversations.folding import fold

_MOST_DIGITS, _ENDLESS = 18, 10**18
_APOSTROPHES = re.compile("['’‘`´]")
"""Left out as often as they are typed: "don't" and "dont" are one word."""

_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_][^\W_]*")
"""A digit after a letter belongs to the word: in Latin letters Arabic has 3 and 7 in the middle of words."""

_EVERY_NUMBER = re.compile(r"\d+|[^\W\d_]+")


def western_digits(text: str) -> str:
    """Return `text` with the digits 0 to 9 in the place of those of any script."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words and the numbers of `text`, in order."""
    return tuple(_WORD_OR_NUMBER.findall(fold(_APOSTROPHES.sub("", western_digits(text)))))


def split_tokens(text: str) -> tuple[str, ...]:
    """Return words and numbers parted wherever one meets the other, as in 9u30 and 14h30."""
    return tuple(_EVERY_NUMBER.findall(fold(_APOSTROPHES.sub("", western_digits(text)))))


def numbers(words: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers among `words`; one too long to be a date or a count is as good as endless."""
    return tuple(_number(word) for word in words if word.isdecimal())


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= _MOST_DIGITS else _ENDLESS
