"""Identify the language of short messages: letters first, then words, then statistics."""

import re
from collections.abc import Mapping

from bot.language.scripts import ARABIC_LETTERS, PERSIAN_LETTERS, Script, main_script
from bot.language.statistics import StatisticalDetector
from content.model import LanguageCode, LanguageTexts
from conversations.understanding import LanguageGuess

_WORD = re.compile(r"[\w']+")
_LETTER_IN_DIGITS = re.compile(r"[a-z][23579][a-z]{2,}|[a-z]{2,}[23579][a-z]|\b[379][a-z]{4,}")
"""Digits that stand for Arabic letters in Latin typing: 3 for ع, 7 for ح, 2 for a hamza."""

_CERTAIN = 0.99
_LATIN_WORDS_SURE = 2
_LATIN_SHARE_SURE = 0.3

_SCRIPT_LANGUAGES: Mapping[Script, tuple[LanguageCode, ...]] = {
    Script.LATIN: tuple(map(LanguageCode, ("nl", "en", "fr", "tr", "so"))),
    Script.ARABIC: tuple(map(LanguageCode, ("ar", "fa"))),
    Script.ETHIOPIC: (LanguageCode("ti"),),
}


class ServedLanguageIdentifier:
    """Tells which served language a text is in; the same text always gives the same guess."""

    def __init__(self, texts: Mapping[LanguageCode, LanguageTexts]) -> None:
        """Load the statistics for the languages of `texts`."""
        self._statistics = StatisticalDetector(texts)
        self._latin_words = {
            code: language.latin_words for code, language in texts.items() if language.latin_words
        }

    def identify(self, text: str) -> LanguageGuess:
        """Return the best guess for `text`; no language when its script is not one of ours."""
        script = main_script(text)
        if script is None:
            return LanguageGuess(None, 0.0)
        languages = _SCRIPT_LANGUAGES[script]
        if len(languages) == 1:
            return LanguageGuess(languages[0], _CERTAIN)
        if script is Script.LATIN and (guess := self._typed_in_latin(text)):
            return guess
        if script is Script.ARABIC and (guess := _by_letters(text)):
            return guess
        return self._by_statistics(script, text)

    def _typed_in_latin(self, text: str) -> LanguageGuess | None:
        """Recognise Arabic, Farsi and Tigrinya that is typed with Latin letters."""
        words = _WORD.findall(text.lower())
        hits = {
            language: sum(word in known for word in words) for language, known in self._latin_words.items()
        }
        arabic = LanguageCode("ar")
        if arabic in hits:
            hits[arabic] += sum(bool(_LETTER_IN_DIGITS.search(word)) for word in words)
        best = max(hits, key=hits.__getitem__, default=None)
        if best is None or not hits[best]:
            return None
        share = hits[best] / len(words)
        others = max((count for language, count in hits.items() if language != best), default=0)
        if hits[best] > others and (hits[best] >= _LATIN_WORDS_SURE or share >= _LATIN_SHARE_SURE):
            return LanguageGuess(best, min(_CERTAIN, 0.8 + share / 4))
        return None

    def _by_statistics(self, script: Script, text: str) -> LanguageGuess:
        scores = self._statistics.probabilities(text.lower())
        possible = {language: scores.get(language, 0.0) for language in _SCRIPT_LANGUAGES[script]}
        best = max(possible, key=possible.__getitem__)
        total = sum(possible.values())
        if not total:
            return LanguageGuess(None, 0.0)
        return LanguageGuess(best, min(_CERTAIN, possible[best] / total))


def _by_letters(text: str) -> LanguageGuess | None:
    """Tell Farsi from Arabic by letters that only one of the keyboards has."""
    persian = sum(char in PERSIAN_LETTERS for char in text)
    arabic = sum(char in ARABIC_LETTERS for char in text)
    if persian and not arabic:
        return LanguageGuess(LanguageCode("fa"), _CERTAIN)
    if arabic and not persian:
        return LanguageGuess(LanguageCode("ar"), 0.9)
    return None
