"""Notice danger in what people write, before and besides any classifier.

Each language keeps its phrases in `content/texts/<language>/danger_phrases.yml`. All languages are searched,
because people in danger do not first choose a language, and a typing error or two does not hide a phrase.
A message that is nothing but a sign for help, "112" or SOS, is danger in every language.

There are thousands of phrases and every message is looked at, so an index says which are worth a look. A
short phrase must have its first word in the message. A longer one, of which a few letters may differ, is cut
into one piece more than letters may differ: one of the pieces must be there to the letter.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from content.model import DangerKind, LanguageCode, LanguageTexts
from conversations.folding import fold

_BY_URGENCY = list(DangerKind)
_TYPING_ERRORS_FROM = 16
"""Phrases shorter than this many characters must be found to the letter."""

_SIMILARITY = 93.0
"""How alike, in percent, a part of the message and a longer phrase must be."""

_DIFFERING = 2 * (100 - _SIMILARITY) / 100
"""Letters left out and put in that such a part may have, as a share of the length of the phrase."""

_ROUNDING = 1e-9
_PIECE = 5
"""The shortest piece of a longer phrase has so many characters; only its beginning is looked up."""

_SOS = "\N{SQUARED SOS}"
_SIGN = re.compile(r" *(?:(?:112|sos|s o s)(?: +|$))+")
"""The European emergency number and the sign of distress, as often as one likes, and nothing else."""

_OF_A_SIGN = DangerKind.MEDICAL_EMERGENCY
"""A sign does not say what happens: the text for when minutes count asks whether a life is in danger."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger and the language of the phrase that showed it: None for a sign of every language."""

    kind: DangerKind
    language: LanguageCode | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    folded: str
    danger: Danger
    order: int


class DangerDetector:
    """Finds danger phrases of all languages in a message."""

    def __init__(self, texts: Mapping[LanguageCode, LanguageTexts]) -> None:
        """Fold the phrases of all languages once, and index them."""
        self._by_first_word: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._by_piece: defaultdict[str, list[_Phrase]] = defaultdict(list)
        order = 0
        for language, language_texts in texts.items():
            for kind, phrases in language_texts.danger_phrases.items():
                for phrase in phrases:
                    self._add(_Phrase(fold(phrase), Danger(kind, language), order))
                    order += 1

    def _add(self, phrase: _Phrase) -> None:
        if len(phrase.folded) < _TYPING_ERRORS_FROM:
            self._by_first_word[phrase.folded.partition(" ")[0]].append(phrase)
            return
        for piece in _pieces(phrase.folded):
            self._by_piece[piece].append(phrase)

    def detect(self, text: str) -> Danger | None:
        """Return the most urgent danger that `text` speaks of, or None."""
        if _is_sign(text):
            return Danger(_OF_A_SIGN, None)
        folded = f" {fold(text)} "
        found = [phrase for phrase in self._worth_a_look(folded) if _contains(folded, phrase.folded)]
        first = min(
            found, key=lambda phrase: (_BY_URGENCY.index(phrase.danger.kind), phrase.order), default=None
        )
        return first.danger if first is not None else None

    def _worth_a_look(self, folded: str) -> set[_Phrase]:
        """Return every phrase that may be in `folded`, and few others."""
        words = set(folded.split())
        pieces = {folded[start : start + _PIECE] for start in range(len(folded) - _PIECE + 1)}
        return {
            *(phrase for word in words & self._by_first_word.keys() for phrase in self._by_first_word[word]),
            *(phrase for piece in pieces & self._by_piece.keys() for phrase in self._by_piece[piece]),
        }


def _is_sign(text: str) -> bool:
    """Tell whether `text` is nothing but signs for help, in the digits of any script."""
    seen = (char for char in text.replace(_SOS, " sos ") if unicodedata.category(char)[0] not in "CM")
    return _SIGN.fullmatch(fold("".join(str(unicodedata.digit(char, char)) for char in seen))) is not None


def _pieces(phrase: str) -> Iterator[str]:
    """Give the beginning of each piece: when so many letters differ, one piece has none that does."""
    count = int(_DIFFERING * len(phrase) + _ROUNDING) + 1
    for number in range(count):
        start = number * len(phrase) // count
        yield phrase[start : start + _PIECE]


def _contains(folded: str, phrase: str) -> bool:
    if f" {phrase} " in folded:
        return True
    if len(phrase) < _TYPING_ERRORS_FROM or len(folded) < len(phrase):
        return False
    return fuzz.partial_ratio(phrase, folded, score_cutoff=_SIMILARITY) >= _SIMILARITY
