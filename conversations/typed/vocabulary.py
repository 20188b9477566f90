"""The words of a person's language for answering, and beside them the Dutch and English ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel import Locale

from content.loader import Content
from content.model import DUTCH, AnswerWords, LanguageCode
from conversations.typed.tokens import tokens

_ENGLISH = LanguageCode("en")
Phrase = tuple[str, ...]


class Calendar(StrEnum):
    """The calendars in which people write dates."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar_hijri"
    LUNAR_HIJRI = "lunar_hijri"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words mean; every phrase is folded and cut into words."""

    lists: Mapping[str, frozenset[Phrase]]
    months: Mapping[Phrase, tuple[Calendar, int]]
    weekdays: Mapping[Phrase, int]
    relative_days: Mapping[Phrase, int]
    """Days from today, for words such as yesterday."""

    weekdays_first: frozenset[Phrase]
    """Weekdays of the person's own language that are months in another, as the French "mar" for mardi."""

    def means(self, name: str, words: Phrase) -> bool:
        """Tell whether `words` stand in the list `name` of the answer words."""
        return words in self.lists[name]

    def has_word(self, name: str, word: str) -> bool:
        """Tell whether one word stands in the list `name`."""
        return (word,) in self.lists[name]


_LISTS = (
    "yes", "no", "unknown", "absent", "previous", "stop", "skip",
    "day_words", "week_words", "month_words", "ago_words", "filler",
)  # fmt: skip
_BUTTONS = {
    "yes": "answer_yes",
    "no": "answer_no",
    "unknown": "answer_unknown",
    "absent": "answer_absent",
    "skip": "answer_none",
    "previous": "button_previous",
    "stop": "button_stop_interview",
}
_RELATIVE = {
    "day_before_yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day_after_tomorrow": 2,
}


def build_vocabulary(content: Content, language: LanguageCode) -> Vocabulary:
    """Gather the words of `language`; where a word means two things, the person's own language wins."""
    languages = [code for code in (_ENGLISH, DUTCH) if code in content.texts and code != language]
    spoken = [*languages, language]
    lists: dict[str, frozenset[Phrase]] = {}
    for name in _LISTS:
        lists[name] = frozenset(phrase for code in spoken for phrase in _phrases(_words(content, code, name)))
    months: dict[Phrase, tuple[Calendar, int]] = {}
    weekdays: dict[Phrase, int] = {}
    relative: dict[Phrase, int] = {}
    for code in spoken:
        words, locale = content.texts[code].answer_words, Locale.parse(content.texts[code].language.locale)
        months.update(_months(words, locale))
        weekdays.update(_weekdays(words, locale))
        for name, days in _RELATIVE.items():
            relative.update(dict.fromkeys(_phrases(getattr(words, name)), days))
    # The last words are those of the person's own language.
    foreign_months = months.keys() - _months(words, locale).keys()
    weekdays_first = frozenset(_weekdays(words, locale).keys() & foreign_months)
    return Vocabulary(lists, months, weekdays, relative, weekdays_first)


def _words(content: Content, language: LanguageCode, name: str) -> list[str]:
    """Return a list of answer words, and the words on the button that means the same."""
    key = _BUTTONS.get(name)
    listed: tuple[str, ...] = getattr(content.texts[language].answer_words, name)
    return [*listed, content.interface(key, language)] if key is not None else [*listed]


def _phrases(words: Iterable[str]) -> list[Phrase]:
    return [phrase for word in words if (phrase := tokens(word))]


def _months(words: AnswerWords, locale: Locale) -> dict[Phrase, tuple[Calendar, int]]:
    found: dict[Phrase, tuple[Calendar, int]] = {}
    for calendar, names in (
        (Calendar.LUNAR_HIJRI, words.lunar_months),
        (Calendar.SOLAR_HIJRI, words.solar_months),
        (Calendar.GREGORIAN, words.months),
    ):
        for number, spellings in enumerate(names, start=1):
            found.update(dict.fromkeys(_phrases(spellings), (calendar, number)))
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                found.update(dict.fromkeys(_phrases([name]), (Calendar.GREGORIAN, number)))
    return found


def _weekdays(words: AnswerWords, locale: Locale) -> dict[Phrase, int]:
    found: dict[Phrase, int] = {}
    for number, spellings in enumerate(words.weekdays):
        found.update(dict.fromkeys(_phrases(spellings), number))
    for number, name in locale.days["stand-alone"]["wide"].items():
        found.update(dict.fromkeys(_phrases([name]), number))
    return found
