"""Dates in the Solar Hijri calendar of Iran and Afghanistan and in the Hijri calendar."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from conversations.flows.answers import Problem
from conversations.typed.reader import Which

Read = Callable[[str, str, str], Any]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("fa", "۱ فروردین ۱۴۰۵", date(2026, 3, 21), id="Nowruz 1405"),
        pytest.param("fa", "1 hamal 1403", date(2024, 3, 20), id="Nowruz 1403, Afghan name"),
        pytest.param("fa", "۱ حمل ۱۴۰۰", date(2021, 3, 21), id="Nowruz 1400, Afghan name"),
        pytest.param("fa", "۳۰ اسفند ۱۴۰۳", date(2025, 3, 20), id="leap day 1403"),
        pytest.param("fa", "۱۰ مهر ۱۴۰۵", date(2026, 10, 2), id="Mehr"),
        pytest.param("fa", "۱۰ میزان ۱۴۰۵", date(2026, 10, 2), id="Mizan"),
        pytest.param("fa", "10 mehr 1405", date(2026, 10, 2), id="Mehr in Latin letters"),
        pytest.param("fa", "۱۴۰۵/۰۷/۱۰", date(2026, 10, 2), id="numerals, year first"),
        pytest.param("fa", "1405-7-10", date(2026, 10, 2), id="Western numerals, year first"),
        pytest.param("en", "1405/7/10", date(2026, 10, 2), id="numerals in another language"),
        pytest.param("ar", "١ محرم ١٤٤٧", date(2025, 6, 26), id="new year 1447"),
        pytest.param("ar", "1 muharram 1446", date(2024, 7, 7), id="new year 1446 in Latin letters"),
        pytest.param("ar", "١ رمضان ١٤٤٦", date(2025, 3, 1), id="Ramadan 1446"),
        pytest.param("fa", "۱ رمضان ۱۴۴۶", date(2025, 3, 1), id="Ramadan 1446 in Persian"),
        pytest.param("ar", "١٠ ذو الحجة ١٤٤٥", date(2024, 6, 16), id="Feast of Sacrifice 1445"),
        pytest.param("ar", "1446/9/1", date(2025, 3, 1), id="Hijri numerals, year first"),
    ],
)
def test_a_day_of_another_calendar_is_a_choice(read: Read, language: str, text: str, expected: date) -> None:
    """Known pairs come out right, and the person confirms the day in the Dutch calendar with a tap."""
    assert read(text, "past", language) == Which((expected,))


def test_numerals_with_the_year_last_can_be_turned_round(read: Read) -> None:
    """In another calendar too, day and month may be meant the other way round."""
    assert read("10/07/1404", "past", "fa") == Which((date(2025, 10, 2), date(2025, 12, 28)))


@pytest.mark.parametrize("text", ["۳۰ اسفند ۱۴۰۴", "1404/12/30", "۳۱ مهر ۱۴۰۴", "1446/9/31", "1405/13/1"])
def test_a_day_that_the_other_calendar_does_not_have_is_refused(meant: Read, text: str) -> None:
    """A common year has no thirtieth of Esfand, and no Hijri month thirty-one days."""
    assert meant(text, "past", "fa") is Problem.NO_SUCH_DAY


def test_a_day_of_another_calendar_that_makes_no_sense_is_refused(meant: Read) -> None:
    """The checks are those of every other date."""
    assert meant("۱۰ دی ۱۴۰۵", "past", "fa") is Problem.DAY_IN_FUTURE
    assert meant("۱۰ مهر ۱۴۰۵", "coming", "fa") is Problem.DAY_IN_PAST
    assert meant("۱۰ مهر ۱۳۶۸", "past", "fa") is Problem.DAY_TOO_FAR


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        pytest.param("past", "۱۰ مهر", date(2026, 10, 2), id="past"),
        pytest.param("coming", "۱۰ دی", date(2026, 12, 31), id="coming"),
    ],
)
def test_another_calendar_without_a_year_is_a_choice(
    read: Read, question: str, text: str, expected: date
) -> None:
    """Who writes the tenth of Mehr is offered the nearest one, and is not told that it does not exist."""
    assert read(text, question, "fa") == Which((expected,))


def test_a_name_that_two_calendars_share_is_that_of_the_own_language(meant: Read) -> None:
    """Azar is March for an Arabic and the ninth Solar month for a Persian speaker."""
    assert meant("2 azar 2026", "past", "ar") == (date(2026, 3, 2),)
    assert meant("2 azar 1404", "past", "fa") == (date(2025, 11, 23),)


@pytest.mark.parametrize("text", ["1398/02/22", "۲۲ اردیبهشت ۱۳۹۸", "22 saur 1398"])
def test_a_birthday_of_another_calendar(read: Read, text: str) -> None:
    """Parents may give the birthday as it stands in the papers of their country."""
    assert read(text, "birth of child", "fa") == Which((date(2019, 5, 12),))
