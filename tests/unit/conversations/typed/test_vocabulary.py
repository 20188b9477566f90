"""The words of every language are found, and those of Dutch and English beside them."""

from collections.abc import Mapping

import pytest

from content.loader import Content
from content.model import LanguageCode
from conversations.typed.tokens import numbers, tokens, western_digits
from conversations.typed.vocabulary import Calendar, Vocabulary

MONTHS = range(1, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0123456789", "0123456789", id="Western"),
        pytest.param("٠١٢٣٤٥٦٧٨٩", "0123456789", id="Arabic-Indic"),
        pytest.param("۰۱۲۳۴۵۶۷۸۹", "0123456789", id="Persian"),
        pytest.param("１２", "12", id="full width"),
        pytest.param("፩", "፩", id="Ethiopic has no decimal digits"),
    ],
)
def test_western_digits(text: str, expected: str) -> None:
    """Every script's digits are read."""
    assert western_digits(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12-05-2026", ("12", "05", "2026"), id="dashes"),
        pytest.param("١٢/٠٥/٢٠٢٦", ("12", "05", "2026"), id="Arabic digits"),
        pytest.param("2pm", ("2", "pm"), id="no space"),
        pytest.param("Non, merci!", ("non", "merci"), id="punctuation"),
        pytest.param("سه‌شنبه", ("سه", "شنبه"), id="joined in Persian"),
        pytest.param("ŞUBAT", ("subat",), id="capitals and diacritics"),
        pytest.param("👍 ...", (), id="no words"),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    """A text becomes folded words and numbers, in order."""
    assert tokens(text) == expected


def test_numbers_are_those_among_the_words() -> None:
    """Words are no numbers."""
    assert numbers(("op", "02", "mei", "2026")) == (2, 2026)


def test_every_month_has_a_name(vocabularies: Mapping[str, Vocabulary], language: LanguageCode) -> None:
    """All twelve months can be typed in every language."""
    found = set(vocabularies[language].months.values())

    assert found >= {(Calendar.GREGORIAN, month) for month in MONTHS}


@pytest.mark.parametrize(
    ("code", "calendar"),
    [("fa", Calendar.SOLAR_HIJRI), ("fa", Calendar.LUNAR_HIJRI), ("ar", Calendar.LUNAR_HIJRI)],
)
def test_every_month_of_another_calendar_has_a_name(
    vocabularies: Mapping[str, Vocabulary], code: str, calendar: Calendar
) -> None:
    """All twelve months of the calendars that people bring with them can be typed."""
    found = set(vocabularies[code].months.values())

    assert found >= {(calendar, month) for month in MONTHS}


def test_every_weekday_has_a_name(vocabularies: Mapping[str, Vocabulary], language: LanguageCode) -> None:
    """All seven days can be typed in every language."""
    assert set(vocabularies[language].weekdays.values()) == set(range(7))


def test_every_day_near_today_has_a_name(
    vocabularies: Mapping[str, Vocabulary], language: LanguageCode
) -> None:
    """From the day before yesterday to the day after tomorrow, in every language."""
    assert set(vocabularies[language].relative_days.values()) == {-2, -1, 0, 1, 2}


def test_yes_is_never_no(vocabularies: Mapping[str, Vocabulary], language: LanguageCode) -> None:
    """No word stands for both, and none that stops or goes back answers a question too."""
    lists = vocabularies[language].lists

    assert lists["yes"] & lists["no"] == frozenset()
    assert (lists["yes"] | lists["no"]) & (
        lists["stop"] | lists["previous"] | lists["unknown"]
    ) == frozenset()
    assert lists["stop"] & lists["previous"] == frozenset()


def test_no_name_of_a_month_is_an_answer(
    vocabularies: Mapping[str, Vocabulary], language: LanguageCode
) -> None:
    """A date is never taken for a wish to stop or to go back."""
    vocabulary = vocabularies[language]

    assert set(vocabulary.months) & (vocabulary.lists["stop"] | vocabulary.lists["previous"]) == set()
    assert set(vocabulary.weekdays) & (vocabulary.lists["stop"] | vocabulary.lists["previous"]) == set()


@pytest.mark.parametrize("name", ["yes", "no", "unknown", "stop", "previous"])
def test_words_that_were_translated_are_known(
    content: Content, vocabularies: Mapping[str, Vocabulary], language: LanguageCode, name: str
) -> None:
    """Every word that a translator wrote is recognised, and the Dutch and English ones beside it."""
    for code in {language, LanguageCode("nl"), LanguageCode("en")}:
        words = getattr(content.texts[code].answer_words, name)
        phrases = {phrase for word in words if (phrase := tokens(word))}

        assert phrases - vocabularies[language].lists[name] == set()
