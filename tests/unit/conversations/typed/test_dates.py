"""Dates in words and numbers, and days told from today; today is Monday 2 November 2026."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conversations.flows.answers import Problem
from conversations.flows.questions import Special
from conversations.typed.reader import Given, Which

Read = Callable[[str, str, str], Any]
SECOND_OF_OCTOBER = date(2026, 10, 2)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "2 oktober 2026"),
        ("nl", "vrijdag 2 okt. 2026"),
        ("nl", "het was op 2 oktober 2026"),
        ("nl", "2 okt 26"),
        ("nl", "2026-10-02"),
        ("en", "October 2nd, 2026"),
        ("en", "2nd of October 2026"),
        ("fr", "le 2 octobre 2026"),
        ("fr", "2 OCTOBRE 2026"),
        ("ar", "2 أكتوبر 2026"),
        ("ar", "٢ تشرين الأول ٢٠٢٦"),
        ("ar", "2 techrin awal 2026"),
        ("fa", "۲ اکتبر ۲۰۲۶"),
        ("ti", "2 ጥቅምቲ 2026"),
        ("ti", "2 tikimti 2026"),
        ("so", "2 oktoobar 2026"),
        ("so", "2 bisha tobnaad 2026"),
        ("tr", "2 Ekim 2026"),
    ],
)
def test_a_full_date_with_the_month_in_words_is_clear(read: Read, language: str, text: str) -> None:
    """Nobody is asked again who wrote day, month and year in their own language and digits."""
    assert read(text, "past", language) == Given(SECOND_OF_OCTOBER)


@pytest.mark.parametrize(
    ("language", "name", "month"),
    [
        pytest.param("ar", "كانون الثاني", 1, id="Levantine January"),
        pytest.param("ar", "كانون2", 1, id="Levantine January with a digit"),
        pytest.param("ar", "جانفي", 1, id="Maghrebi January"),
        pytest.param("ar", "شباط", 2, id="Levantine February"),
        pytest.param("ar", "آذار", 3, id="Levantine March"),
        pytest.param("ar", "حزيران", 6, id="Levantine June"),
        pytest.param("ar", "جوان", 6, id="Maghrebi June"),
        pytest.param("ar", "جويلية", 7, id="Maghrebi July"),
        pytest.param("ar", "غشت", 8, id="Moroccan August"),
        pytest.param("ar", "أوت", 8, id="Algerian August"),
        pytest.param("ar", "شتنبر", 9, id="Moroccan September"),
        pytest.param("tr", "subat", 2, id="Turkish February without diacritics"),
        pytest.param("tr", "AĞUSTOS", 8, id="Turkish August in capitals"),
        pytest.param("tr", "agustos", 8, id="Turkish August without diacritics"),
        pytest.param("tr", "eylul", 9, id="Turkish September without diacritics"),
        pytest.param("ti", "ነሓሰ", 8, id="Tigrinya August"),
        pytest.param("so", "luuliyo", 7, id="Somali July"),
        pytest.param("fr", "aout", 8, id="French August without diacritics"),
        pytest.param("fr", "fevrier", 2, id="French February without diacritics"),
        pytest.param("nl", "mrt", 3, id="Dutch March short"),
    ],
)
def test_a_month_in_words(read: Read, language: str, name: str, month: int) -> None:
    """The month is the one that the name means where the person comes from."""
    assert read(f"2 {name} 2026", "past", language) == Given(date(2026, month, 2))


@pytest.mark.parametrize("text", ["mar. 12 mai 2026", "mar 12 mai 2026", "mardi 12 mai 2026"])
def test_a_short_weekday_is_not_the_month_of_another_language(read: Read, text: str) -> None:
    """In French "mar." is mardi, whatever it is in English, when the month stands there as well."""
    assert read(text, "past", "fr") == Given(date(2026, 5, 12))


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        pytest.param("fr", "12 mar 2026", (date(2026, 3, 12),), id="a weekday or a foreign month"),
        pytest.param("nl", "maandag 2 oktober 2026", (date(2026, 10, 2),), id="another weekday"),
        pytest.param("nl", "12-19 maart 2026", (date(2026, 3, 19),), id="a period in one month"),
    ],
)
def test_what_does_not_fit_together_is_confirmed(
    read: Read, language: str, text: str, days: tuple[date, ...]
) -> None:
    """A day that may not be the one that was meant is never taken without a tap."""
    assert read(text, "past", language) == Which(days)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "12 maart - 9 april 2025"),
        ("nl", "tussen 12 maart 2026 en april"),
        ("en", "12 March to 9 April 2025"),
        ("fr", "du 12 mars au 9 avril 2025"),
        ("ar", "12 آذار - 9 نيسان 2025"),
    ],
)
def test_two_months_are_no_day(read: Read, language: str, text: str) -> None:
    """Of a period neither end is taken for the day."""
    assert read(text, "past", language) is None


def test_one_month_with_two_names_is_one_month(read: Read) -> None:
    """Arabic letters name a month in both ways."""
    assert read("2 تشرين الأول أكتوبر 2026", "past", "ar") == Given(SECOND_OF_OCTOBER)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "03.04.26", "٠٣/٠٤/٢٠٢٦", "۰۳/۰۴/۲۰۲۶", "03/04"])
def test_day_and_month_that_can_be_turned_round_are_a_choice(read: Read, text: str) -> None:
    """The third of April and the fourth of March are both offered, the Dutch order first."""
    assert read(text, "past", "ar") == Which((date(2026, 4, 3), date(2026, 3, 4)))


@pytest.mark.parametrize("text", ["13/04/2026", "04/13/2026", "13 4 26", "2026/04/13"])
def test_a_day_above_twelve_leaves_nothing_open(read: Read, text: str) -> None:
    """There is no thirteenth month to ask about."""
    assert read(text, "past", "nl") == Given(date(2026, 4, 13))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        pytest.param("past", "12 maart", date(2026, 3, 12), id="past, this year"),
        pytest.param("past", "12 december", date(2025, 12, 12), id="past, last year"),
        pytest.param("coming", "12 december", date(2026, 12, 12), id="coming, this year"),
        pytest.param("coming", "1 mei", date(2027, 5, 1), id="coming, next year"),
    ],
)
def test_a_missing_year_is_a_choice(read: Read, question: str, text: str, expected: date) -> None:
    """The year that makes sense is offered, and never taken without a tap."""
    assert read(text, question, "nl") == Which((expected,))


@pytest.mark.parametrize(
    "text", ["31 februari 2026", "31-02-2026", "31/2", "30 februari", "29-02-2026", "0-1-2026"]
)
def test_a_day_that_does_not_exist_is_refused(meant: Read, text: str) -> None:
    """The thirty-first of February does not become a day in March."""
    assert meant(text, "past", "nl") is Problem.NO_SUCH_DAY


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        pytest.param("past", "3 december 2026", Problem.DAY_IN_FUTURE, id="a letter of the future"),
        pytest.param("past", "morgen", Problem.DAY_IN_FUTURE, id="a letter of tomorrow"),
        pytest.param("past", "12 december 1995", Problem.DAY_TOO_FAR, id="a letter of long ago"),
        pytest.param("coming", "gisteren", Problem.DAY_IN_PAST, id="a reminder for yesterday"),
        pytest.param("coming", "5 dagen geleden", Problem.DAY_IN_PAST, id="a reminder for days ago"),
        pytest.param("coming", "12 december 2030", Problem.DAY_TOO_FAR, id="a reminder in years"),
        pytest.param("birth of child", "13-05-2027", Problem.DAY_IN_FUTURE, id="an unborn child"),
        pytest.param("birth of child", "13-05-2005", Problem.NOT_A_CHILD, id="a grown-up child"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    meant: Read, question: str, text: str, expected: Problem
) -> None:
    """What is wrong with the day is told, and nothing is counted with it."""
    assert meant(text, question, "nl") is expected


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("nl", "vandaag", 0), ("nl", "morgen", 1), ("nl", "overmorgen", 2), ("en", "day after tomorrow", 2),
        ("fr", "aujourd'hui", 0), ("fr", "après-demain", 2), ("ar", "بكرة", 1), ("ar", "بعد بكرا", 2),
        ("ar", "bukra", 1), ("fa", "فردا", 1), ("fa", "پس‌فردا", 2), ("ti", "ጽባሕ", 1), ("ti", "ድሕሪ ጽባሕ", 2),
        ("so", "berri", 1), ("so", "saadambe", 2), ("tr", "yarin", 1), ("tr", "öbür gün", 2),
    ],
)  # fmt: skip
def test_a_day_told_from_today(read: Read, today: date, language: str, text: str, days: int) -> None:
    """Tomorrow is clear in every language, with and without the right keyboard."""
    assert read(text, "coming", language) == Given(today + timedelta(days))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "gisteren"), ("en", "it was yesterday"), ("fr", "hier"), ("ar", "مبارح"), ("fa", "دیروز"),
        ("ti", "ትማሊ"), ("so", "shalay"), ("tr", "dün"),
    ],
)  # fmt: skip
def test_yesterday(read: Read, today: date, language: str, text: str) -> None:
    """Yesterday is clear in every language."""
    assert read(text, "past", language) == Given(today - timedelta(1))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "5 dagen geleden"), ("en", "5 days ago"), ("fr", "il y a 5 jours"), ("ar", "قبل ٥ أيام"),
        ("fa", "۵ روز پیش"), ("ti", "ቅድሚ 5 መዓልቲ"), ("so", "5 maalmood ka hor"), ("tr", "5 gün önce"),
    ],
)  # fmt: skip
def test_days_ago(read: Read, today: date, language: str, text: str) -> None:
    """Days are counted back, and the day that comes out is confirmed with a tap."""
    assert read(text, "past", language) == Which((today - timedelta(5),))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "over 5 dagen"), ("en", "in 5 days"), ("fr", "dans 5 jours"), ("ar", "بعد ٥ أيام"),
        ("fa", "۵ روز بعد"), ("ti", "ድሕሪ 5 መዓልቲ"), ("so", "5 maalmood kadib"), ("tr", "5 gün sonra"),
    ],
)  # fmt: skip
def test_days_ahead(read: Read, today: date, language: str, text: str) -> None:
    """Days are counted ahead, and the day that comes out is confirmed with a tap."""
    assert read(text, "coming", language) == Which((today + timedelta(5),))


def test_weeks_and_months_ago(meant: Read, today: date) -> None:
    """Weeks are seven days; a month ago is offered as the same day of that month."""
    assert meant("2 weken geleden", "past", "nl") == (today - timedelta(14),)
    assert meant("2 months ago", "past", "en") == (date(2026, 9, 2),)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "vrijdag"), ("nl", "op vrijdag"), ("en", "fri"), ("fr", "vendredi"), ("ar", "الجمعة"),
        ("fa", "جمعه"), ("ti", "ዓርቢ"), ("so", "jimco"), ("tr", "cuma"),
    ],
)  # fmt: skip
def test_a_weekday_is_the_nearest_one_that_makes_sense(read: Read, language: str, text: str) -> None:
    """Friday is the coming one for an appointment and the last one for a letter, confirmed with a tap."""
    assert read(text, "coming", language) == Which((date(2026, 11, 6),))
    assert read(text, "past", language) == Which((date(2026, 10, 30),))


def test_the_weekday_of_today_can_be_that_of_another_week(meant: Read) -> None:
    """Who writes on a Monday "next Monday" is offered the one in a week."""
    assert date(2026, 11, 9) in meant("volgende maandag", "coming", "nl")


def test_a_weekday_around_now_can_be_over(meant: Read) -> None:
    """A last day can be behind us: last Friday is not offered as the coming Friday only."""
    assert date(2026, 10, 30) in meant("last friday", "around now", "en")


@pytest.mark.parametrize(
    "text", ["12 december om 10 uur", "12 december 2026 om 10 uur", "12 december 2026 10:00"]
)
def test_a_time_beside_the_day_does_not_make_it_wrong(meant: Read, text: str) -> None:
    """The hour of an appointment is not taken for a year, and the day that was written is still offered."""
    assert meant(text, "coming", "nl") == (date(2026, 12, 12),)


def test_a_year_of_birth_in_two_digits_is_not_in_the_future(meant: Read) -> None:
    """Somebody who writes 99 was born in 1999."""
    assert date(1999, 5, 13) in meant("13-05-99", "age", "nl")


@pytest.mark.parametrize("text", ["staat er niet in", "geen", "nee"])
def test_a_date_that_is_not_in_the_letter(read: Read, text: str) -> None:
    """That there is no date is an answer where it can be, and only there."""
    assert read(text, "around now", "nl") == Given(Special.ABSENT)
    assert read(text, "past", "nl") is None
