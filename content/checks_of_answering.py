"""Checks of what people answer with: plural forms as CLDR has them, and words that mean one thing only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from babel import Locale, UnknownLocaleError

from content.errors import Finding
from content.model import AnswerWords, LanguageTexts
from content.yaml_files import read

PLURALS = (
    "remaining_days",
    "remaining_hours",
    "kept_question",
    "kept_asked",
    "kept_interview",
    "kept_deadline",
    "kept_reminder",
    "kept_case",
    "kept_post",
    "kept_chat_message",
)
_COUNT = "{count}"
_MONTHS, _WEEKDAYS = 12, 7
_MAY_SHARE = frozenset({"absent", "skip", "no", "filler", "previous", "ago_words"})
"""Lists of which one is looked at only where another is not: "no" and "it is not there" are the same word."""

_OPTIONAL = frozenset({"solar_months", "lunar_months"})
_LISTS_OF_LISTS = {
    "months": _MONTHS,
    "weekdays": _WEEKDAYS,
    "solar_months": _MONTHS,
    "lunar_months": _MONTHS,
}


def check_answering(texts: LanguageTexts, folder: Path) -> Iterator[Finding]:
    """Check the plural forms and the answer words of one language."""
    yield from _check_plurals(texts, folder / "plurals.yml")
    yield from _check_words(texts.answer_words, folder / "answer_words.yml")


def _check_plurals(texts: LanguageTexts, path: Path) -> Iterator[Finding]:
    file = read(path)
    try:
        rule = Locale.parse(texts.language.locale).plural_form
    except (ValueError, UnknownLocaleError):
        return
    categories = {*rule.tags, "other"}
    for key in PLURALS:
        forms = texts.plurals.get(key, {})
        if set(forms) != categories:
            message = f"{key} needs exactly the forms {', '.join(sorted(categories))}: CLDR has these."
            yield file.finding(message, key)
        if _COUNT not in forms.get("other", _COUNT):
            yield file.finding(f"The form other of {key} lacks {_COUNT}.", key)
    for key in set(texts.plurals) - set(PLURALS):
        yield file.finding(f"There is no text {key!r} that depends on a number. Remove it.", key)


def _check_words(words: AnswerWords, path: Path) -> Iterator[Finding]:
    file = read(path)
    meanings: Counter[str] = Counter()
    for field in fields(AnswerWords):
        listed = getattr(words, field.name)
        if not listed and field.name not in _OPTIONAL:
            yield file.finding(f"{field.name} has no words. Write how people type it.", field.name)
        if field.name in _LISTS_OF_LISTS:
            if listed and len(listed) != _LISTS_OF_LISTS[field.name]:
                message = f"{field.name} needs {_LISTS_OF_LISTS[field.name]} lists, one for each."
                yield file.finding(message, field.name)
        elif field.name not in _MAY_SHARE:
            meanings.update(set(listed))
    for word in sorted(word for word, count in meanings.items() if count > 1):
        yield file.finding(f"The word {word!r} stands in two lists. Keep it in one.")
