"""Money and dates in every language."""

import re

import pytest

from content.formatting import format_as_of, format_euro
from content.loader import Content
from content.model import LanguageCode

_INVISIBLE = re.compile(r"[\u200e\u200f]")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "€\u00a01.750"),
        ("en", "€1,750"),
        ("fr", "1\u202f750\u00a0€"),
        ("tr", "€1.750"),
        ("so", "€1,750"),
        ("ti", "€1,750"),
        ("ar", "1,750\u00a0€"),
        ("fa", "€\u00a01,750"),
    ],
)
def test_an_amount_is_written_as_in_the_language(content: Content, language: str, expected: str) -> None:
    """People read amounts with the separators and the place of the euro sign that they are used to."""
    locale = content.texts[LanguageCode(language)].language.locale

    assert _INVISIBLE.sub("", format_euro(1750, locale)) == expected


@pytest.mark.parametrize("amount", [0, 5, 40, 200, 1750, 12345678])
def test_an_amount_keeps_its_digits(content: Content, language: LanguageCode, amount: int) -> None:
    """Amounts have Western digits, as on bank notes, and no cents that the sources do not give."""
    written = format_euro(amount, content.texts[language].language.locale)

    assert "".join(char for char in written if char.isdecimal()) == str(amount)
    assert written.count("€") == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "mei 2017"),
        ("en", "May 2017"),
        ("fr", "mai 2017"),
        ("tr", "Mayıs 2017"),
        ("so", "Maayo 2017"),
        ("ti", "ጉንበት 2017"),
        ("ar", "مايو 2017"),
        ("fa", "مهٔ 2017"),
    ],
)
def test_a_month_is_written_in_words(content: Content, language: str, expected: str) -> None:
    """The date of a source reads as a month and year of the Dutch calendar, in the person's language."""
    assert format_as_of("2017-05", content.texts[LanguageCode(language)].language.locale) == expected


def test_a_year_stands_as_it_is(content: Content, language: LanguageCode) -> None:
    """A source of which only the year is known gets no month that was never there."""
    assert format_as_of("2015", content.texts[language].language.locale) == "2015"


def test_every_month_has_a_name_of_its_own(content: Content, language: LanguageCode) -> None:
    """No two months look alike, so that an old date is never taken for a later one."""
    locale = content.texts[language].language.locale

    assert len({format_as_of(f"2017-{month:02}", locale) for month in range(1, 13)}) == 12
