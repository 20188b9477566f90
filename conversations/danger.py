"""Notice danger in what people write, before and besides any classifier.

Each language keeps its phrases in `content/texts/<language>/danger_phrases.yml`. All languages are searched,
because people in danger do not first choose a language, and a typing error or two does not hide a phrase.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from content.model import DangerKind, LanguageCode, LanguageTexts
from conversations.folding import fold

_TYPING_ERRORS_FROM = 16
"""Phrases shorter than this many characters must be found to the letter."""

_SIMILARITY = 93.0
"""How alike, in percent, a part of the message and a longer phrase must be."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger and the language of the phrase that showed it."""

    kind: DangerKind
    language: LanguageCode


@dataclass(frozen=True, slots=True)
class _Phrase:
    folded: str
    danger: Danger


class DangerDetector:
    """Finds danger phrases of all languages in a message."""

    def __init__(self, texts: Mapping[LanguageCode, LanguageTexts]) -> None:
        """Fold the phrases of all languages once."""
        self._phrases = [
            _Phrase(fold(phrase), Danger(kind, language))
            for language, language_texts in texts.items()
            for kind, phrases in language_texts.danger_phrases.items()
            for phrase in phrases
        ]

    def detect(self, text: str) -> Danger | None:
        """Return the most urgent danger that `text` speaks of, or None."""
        folded = f" {fold(text)} "
        found = [phrase.danger for phrase in self._phrases if _contains(folded, phrase.folded)]
        return min(found, key=lambda danger: list(DangerKind).index(danger.kind), default=None)


def _contains(folded: str, phrase: str) -> bool:
    if f" {phrase} " in folded:
        return True
    if len(phrase) < _TYPING_ERRORS_FROM or len(folded) < len(phrase):
        return False
    return fuzz.partial_ratio(phrase, folded, score_cutoff=_SIMILARITY) >= _SIMILARITY
