"""Chance with a taste for trouble: the values at which programs break, from a seed that can be told."""

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

_Item = TypeVar("_Item")

NUMBERS = (
    0, 1, -1, 2, 7, 10, 127, 255, 4095, 4096, 65535, 2**31 - 1, 2**31, -(2**31), 2**32, 2**52, 2**53 + 1,
    2**63 - 1, -(2**63),
)  # fmt: skip
TOO_LARGE = (2**63, -(2**63) - 1, 2**64, 10**40, -(10**40))
"""Numbers that no column of a database and no field of Telegram can hold."""

TEXTS = (
    "", " ", "\n", "\t", "\x00", "\x00\x01", "a", "/", "//", "/start", "/start@bot", "/restart",
    "/inform{}",
    "/panic", "/forget", "/mydata", "0000", "🛑🛑", "{", "{}", "{text}", "{0}", "%s", "%(a)s", "\\",
    "\\n", "'",
    '"', "`", "<", ">", "<b>", "</b>", "<b>x", "&", "&amp;", "&#0;", "&#xD800;", "**", "**a", "[", "]",
    "[a]",
    "{euro:}", "{euro:9999999999999999999}", "{organisation:}", "- ", "- - -", "\u200f", "\u202eabc\u202c",
    "\u2066\u2069", "\u200b", "\u200d", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\ud800", "\udfff",
    "a\ud83dz", "👨‍👩‍👧‍👦", "🇳🇱", "e" + "\u0301" * 50, "\u0660\u0661\u0662", "۱۴۰۵/۸/۱۱",
    "٣٠ شباط", "፲፪", "Ⅷ",
    "1e999", "NaN", "-0", "0x10", "1_000", "31-02-2026", "29-02-2027", "0-0-0", "99-99-9999", "12:60",
    "24:00",
    "1 2 3 4 5 6", "12.12.", "yes", "ja", "نعم", "እወ", "haa", "oui", "evet", "'; drop table people; --",
    "../../etc/passwd", "file:///etc/passwd", "null", "true", "[]", "${HOME}", "$(id)", "ı", "İ", "ß",
    "ﷺ", "ﬁ",
)  # fmt: skip
_LETTERS = "abcdefghijklmnop 0123456789-/.:,;?!\n'\"<>{}[]*&%\\éßıأبتثجحخ ሀለሐ٠١٢۰۱۲\u200f\u202e😀"


class Chance:
    """Draws from `random`, which hypothesis, a seed or a fuzzer of bytes drives."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.given: list[Any] = []
        """What was handed to the program so far, to be written down with a finding."""

    def give(self, value: _Item) -> _Item:
        """Return `value`, and remember that the program gets it."""
        self.given.append(value)
        return value

    def fork(self) -> Random:
        """Return a source of its own: what is drawn there changes nothing here."""
        return Random(self._random.getrandbits(64))  # noqa: S311 - repeatable on purpose

    def one_in(self, many: int) -> bool:
        """Return true once in so many times."""
        return self._random.randrange(many) == 0

    def below(self, end: int) -> int:
        """Return a number from 0 up to, not with, `end`."""
        return self._random.randrange(end)

    def one_of(self, items: Sequence[_Item]) -> _Item:
        """Return one of `items`."""
        return items[self._random.randrange(len(items))]

    def some_of(self, items: Sequence[_Item], most: int) -> list[_Item]:
        """Return up to `most` of `items`."""
        return [self.one_of(items) for _ in range(self.below(most + 1))] if items else []

    def number(self) -> int:
        """Return a number that fits into 64 bits."""
        return self.one_of(NUMBERS) if self.one_in(3) else self.below(100_000)

    def letters(self, most: int) -> str:
        """Return a text of up to `most` characters of all scripts that we serve."""
        return "".join(self.one_of(_LETTERS) for _ in range(self.below(most + 1)))

    def text(self) -> str:
        """Return a text: a nasty one, some nasty ones together, letters, or a very long one."""
        kind = self.below(20)
        if kind < 8:
            return self.one_of(TEXTS)
        if kind < 12:
            return self.one_of((" ", "", "\n", ":")).join(self.some_of(TEXTS, 5))
        if kind < 19:
            return self.letters(40)
        return (self.one_of(TEXTS) + self.letters(6)) * self.one_of((100, 700, 1500))

    def bytes(self, most: int) -> bytes:
        """Return up to `most` bytes of any kind."""
        return self._random.randbytes(self.below(most + 1))

    def junk(self, depth: int = 0) -> Any:
        """Return any JSON value, also one that nothing of ours can use."""
        kind = self.below(9)
        if kind < 3 or depth > 3:
            return self.text()
        if kind < 5:
            return self.one_of((*NUMBERS, *TOO_LARGE))
        if kind < 7:
            return self.one_of((None, True, False, 1.5, -0.0, float("nan"), float("inf"), 1e308))
        if kind == 7:
            return [self.junk(depth + 1) for _ in range(self.below(4))]
        return {self.text()[:40]: self.junk(depth + 1) for _ in range(self.below(4))}

    def nested(self) -> Any:
        """Return lists in lists, deeper than a parser may follow."""
        made: Any = []
        for _ in range(self.one_of((50, 400, 900))):
            made = [made]
        return made
