"""Compare the numbers, times and dates of two texts, however their languages write them."""

import re
import unicodedata
from collections import Counter

_SPACES = " \u00a0\u202f"
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)|\d+(?:[.,:/\u2011\u2013-]\d+)*")
_GROUPED = re.compile(rf"(?<!\d)\d{{1,3}}(?:[.,{_SPACES}]\d{{3}})+(?!\d)")
_SEPARATOR = re.compile(rf"[.,:/\u2011\u2013{_SPACES}-]")
_ARABIC_SEPARATORS = str.maketrans({"٫": ",", "٬": ".", "،": ","})
_LONGEST_PART_OF_A_DATE = 2


def same_numbers(one: str, other: str) -> bool:
    """Tell whether both texts hold the same numbers, each as often, in any order.

    1.750, 1,750 and 1 750 are the same, so are 14.30 and 14:30, 03-05-2026 and 3/5/2026, and digits of any
    script; 03/05 and 05/03 are not, nor are 0800 and 800.
    """
    return _numbers(one) == _numbers(other)


def western_digits(text: str) -> str:
    """Return `text` with digits 0 to 9 in the place of those of other scripts, each at its old place."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _numbers(text: str) -> Counter[tuple[str, ...]]:
    plain = western_digits(text).translate(_ARABIC_SEPARATORS)
    return Counter(_parts(found) for found in _NUMBER.findall(plain))


def _parts(number: str) -> tuple[str, ...]:
    """Return the parts of a date, time or amount, without what languages write differently."""
    joined = _GROUPED.sub(lambda match: _SEPARATOR.sub("", match.group()), number)
    return tuple(
        part.lstrip("0") or "0" if len(part) <= _LONGEST_PART_OF_A_DATE else part
        for part in _SEPARATOR.split(joined)
    )
