"""Identify the language of short messages: letters first, then profiles and general detectors together."""

from collections.abc import Mapping

from bot.language.profiles import load_profiles
from bot.language.scripts import ARABIC_LETTERS, PERSIAN_LETTERS, Script, main_script
from bot.language.statistics import StatisticalDetector
from content.model import LanguageCode, LanguageTexts
from conversations.understanding import LanguageGuess

_CERTAIN = 0.99
_WEIGHT_OF_STATISTICS = 0.3
"""How much the general detectors count beside the profiles, which know our field but nothing else."""

_SCRIPT_LANGUAGES: Mapping[Script, tuple[LanguageCode, ...]] = {
    Script.LATIN: tuple(map(LanguageCode, ("nl", "en", "fr", "tr", "so", "ar", "fa", "ti"))),
    Script.ARABIC: tuple(map(LanguageCode, ("ar", "fa"))),
    Script.ETHIOPIC: (LanguageCode("ti"),),
}
_WRITTEN_OTHERWISE = frozenset(map(LanguageCode, ("ar", "fa", "ti")))
"""Languages of other scripts: what detectors know of them does not hold in Latin letters."""


class ServedLanguageIdentifier:
    """Tells which served language a text is in; the same text always gives the same guess."""

    def __init__(self, texts: Mapping[LanguageCode, LanguageTexts]) -> None:
        """Load the profiles, and the statistics for the languages of `texts`."""
        self._profiles = load_profiles()
        self.use(texts)

    def use(self, texts: Mapping[LanguageCode, LanguageTexts]) -> None:
        """Recognise the languages of `texts` from now on."""
        self._statistics = StatisticalDetector(texts)

    def identify(self, text: str) -> LanguageGuess:
        """Return the best guess for `text`; no language when its script is not one of ours."""
        script = main_script(text)
        if script is None:
            return LanguageGuess(None, 0.0)
        languages = _SCRIPT_LANGUAGES[script]
        if len(languages) == 1:
            return LanguageGuess(languages[0], _CERTAIN)
        if script is Script.ARABIC and (guess := _by_letters(text)):
            return guess
        return self._by_words(script, text)

    def _by_words(self, script: Script, text: str) -> LanguageGuess:
        languages = _SCRIPT_LANGUAGES[script]
        general = self._statistics.probabilities(text.lower())
        known = self._profiles[script].probabilities(text, languages)
        scores = dict.fromkeys(languages, 0.0)
        for language in languages:
            scores[language] += known.get(language, 0.0)
            if script is not Script.LATIN or language not in _WRITTEN_OTHERWISE:
                scores[language] += _WEIGHT_OF_STATISTICS * general.get(language, 0.0)
        best = max(scores, key=scores.__getitem__)
        total = sum(scores.values())
        if not total:
            return LanguageGuess(None, 0.0)
        return LanguageGuess(best, min(_CERTAIN, scores[best] / total))


def _by_letters(text: str) -> LanguageGuess | None:
    """Tell Farsi from Arabic by letters that only one of the keyboards has."""
    persian = sum(char in PERSIAN_LETTERS for char in text)
    arabic = sum(char in ARABIC_LETTERS for char in text)
    if persian and not arabic:
        return LanguageGuess(LanguageCode("fa"), _CERTAIN)
    if arabic and not persian:
        return LanguageGuess(LanguageCode("ar"), 0.9)
    return None
