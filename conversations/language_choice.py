"""Which language to answer in: what the person chose wins, and nothing ever changes silently."""

from dataclasses import dataclass
from functools import lru_cache

from content.loader import Content
from content.model import LanguageCode
from conversations.folding import fold
from conversations.understanding import LanguageGuess

_SURE = 0.8
"""Confidence from which a first message decides the language of a person who chose none."""

_SURE_TO_OFFER = 0.9
_fold_name = lru_cache(maxsize=1024)(fold)
"""For names of languages only: what people write stays nowhere."""

_WORDS_TO_OFFER = 3


@dataclass(frozen=True, slots=True)
class LanguageDecision:
    """The language to answer in (None: ask), and a language to offer instead with one tap."""

    language: LanguageCode | None
    offer: LanguageCode | None = None


def decide_language(chosen: LanguageCode | None, guess: LanguageGuess, text: str) -> LanguageDecision:
    """Decide from what the person chose and what the text looks like."""
    if chosen is None:
        sure = guess.language is not None and guess.confidence >= _SURE
        return LanguageDecision(guess.language if sure else None)
    differs = guess.language is not None and guess.language != chosen
    if differs and guess.confidence >= _SURE_TO_OFFER and len(text.split()) >= _WORDS_TO_OFFER:
        return LanguageDecision(chosen, offer=guess.language)
    return LanguageDecision(chosen)


def named_language(text: str, content: Content) -> LanguageCode | None:
    """Return the served language that `text` names, as in "I speak Arabic", or None."""
    folded = f" {fold(text)} "
    named = [
        code
        for code, texts in content.texts.items()
        if any(
            f" {_fold_name(name)} " in folded for name in (texts.language.name, *texts.language.spoken_names)
        )
    ]
    return named[0] if len(named) == 1 else None


def is_only_a_language_name(text: str, content: Content) -> bool:
    """Tell whether `text` is nothing but the name of a served language."""
    folded = fold(text)
    return any(
        folded == _fold_name(name)
        for texts in content.texts.values()
        for name in (texts.language.name, *texts.language.spoken_names)
    )
