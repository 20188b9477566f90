"""Times of day, numbers and ages."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from conversations.flows.answers import Problem
from conversations.flows.questions import Special
from conversations.typed.reader import Given, Which

Read = Callable[[str, str, str], Any]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "9:00", time(9)), ("nl", "om 9 uur", time(9)), ("nl", "14.30", time(14, 30)),
        ("nl", "9u30", time(9, 30)), ("nl", "7", time(7)), ("nl", "13", time(13)),
        ("nl", "0:30", time(0, 30)),
        ("nl", "03:00", time(3)), ("en", "2 pm", time(14)), ("en", "2PM", time(14)), ("en", "9 am", time(9)),
        ("en", "12 am", time(0)), ("en", "12 pm", time(12)), ("fr", "14h30", time(14, 30)),
        ("ar", "الساعة ٩", time(9)), ("ar", "٩:٣٠", time(9, 30)), ("fa", "۱۴:۳۰", time(14, 30)),
        ("fa", "ساعت ۹", time(9)), ("ti", "ሰዓት 9", time(9)), ("so", "saacadda 9", time(9)),
        ("tr", "saat 9", time(9)), ("tr", "14.30", time(14, 30)),
    ],
)  # fmt: skip
def test_a_time_that_is_clear(read: Read, language: str, text: str, expected: time) -> None:
    """Office hours and times on the clock of a letter are taken as they stand."""
    assert read(text, "time", language) == Given(expected)


@pytest.mark.parametrize("text", ["3", "3:00", "om 3 uur", "٣"])
def test_an_hour_of_the_afternoon_or_the_night_is_a_choice(read: Read, text: str) -> None:
    """Three o'clock is asked about, the afternoon first."""
    assert read(text, "time", "nl") == Which((time(15), time(3)))


@pytest.mark.parametrize("text", ["24:00", "25:00", "9:75", "9:00:00", "99"])
def test_a_time_that_does_not_exist_is_refused(meant: Read, text: str) -> None:
    """No clock shows it."""
    assert meant(text, "time", "nl") is Problem.NO_SUCH_TIME


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "overslaan"), ("nl", "weet ik niet"), ("fr", "passer"), ("ar", "تخطي")]
)
def test_a_time_can_be_left_out(read: Read, language: str, text: str) -> None:
    """Without a time the whole day is meant."""
    assert read(text, "time", language) == Given(Special.ABSENT)


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        pytest.param("nl", "half 10", time(10), id="half ten is half past nine"),
        pytest.param("nl", "kwart over 9", time(9), id="a quarter past nine"),
        pytest.param("en", "half past 9", time(9), id="half past nine"),
        pytest.param("nl", "10 voor 9", time(10, 9), id="ten to nine"),
        pytest.param("nl", "tussen 9 en 10", time(9, 10), id="between nine and ten"),
        pytest.param("en", "9 p.m.", time(9), id="9 p.m."),
        pytest.param("nl", "8 uur 's avonds", time(8), id="evening, Dutch"),
        pytest.param("en", "9 in the evening", time(9), id="evening, English"),
        pytest.param("fr", "9h du soir", time(9), id="evening, French"),
        pytest.param("ar", "٩ مساء", time(9), id="evening, Arabic"),
        pytest.param("fa", "ساعت ۹ شب", time(9), id="evening, Persian"),
        pytest.param("tr", "saat 9 akşam", time(9), id="evening, Turkish"),
        pytest.param("so", "9 fiidnimo", time(9), id="evening, Somali"),
    ],
)
def test_words_that_change_the_time_are_not_passed_over(
    read: Read, language: str, text: str, wrong: time
) -> None:
    """A time is never taken for certain when a word beside it says that another one is meant."""
    assert read(text, "time", language) != Given(wrong)


@pytest.mark.parametrize("text", ["half 3", "half vier", "3 voor half 4"])
def test_half_an_hour_is_not_offered_as_the_full_one(meant: Read, text: str) -> None:
    """Half past two is not among the choices as three o'clock."""
    assert time(15) not in (meant(text, "time", "nl") or ())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "0", 0), ("nl", "2", 2), ("nl", "ik heb 2 kinderen", 2), ("nl", "20", 20),
        ("fr", "2 enfants", 2),
        ("ar", "٢", 2), ("ar", "٢ أطفال", 2), ("fa", "۲", 2), ("fa", "۲ بچه", 2), ("ti", "2 ቆልዑ", 2),
        ("so", "2 carruur", 2), ("tr", "2 çocuk", 2),
    ],
)  # fmt: skip
def test_a_number(read: Read, language: str, text: str, expected: int) -> None:
    """Digits of any script, with a word or two around them."""
    assert read(text, "number", language) == Given(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "nee"), ("nl", "geen"), ("nl", "geen kinderen"), ("en", "no"), ("en", "none"), ("fr", "aucun"),
        ("ar", "لا"), ("ar", "ماكو"), ("fa", "نه"), ("ti", "የለን"), ("so", "maya"), ("tr", "yok"),
    ],
)  # fmt: skip
def test_none_is_the_number_nought(read: Read, language: str, text: str) -> None:
    """Who is asked for a number of children and has none says so in words."""
    assert read(text, "number", language) == Given(0)


@pytest.mark.parametrize("text", ["25", "25 kinderen", "-3", "−3", "-1 kinderen", "9" * 1500, "٢٥"])
def test_a_number_that_makes_no_sense_is_refused(meant: Read, text: str) -> None:
    """The sign is not lost, and a number that is too high is told as such."""
    assert meant(text, "number", "nl") is Problem.NUMBER_OUT_OF_RANGE


@pytest.mark.parametrize("text", ["2,5", "1 of 2", "1-2", "veel", "2 jongens 3 meisjes"])
def test_a_number_that_is_not_clear_is_not_guessed(read: Read, text: str) -> None:
    """Neither the first nor the last of two numbers is taken, and no sum is made."""
    assert read(text, "number", "nl") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "17"), ("nl", "ik ben 17 jaar"), ("en", "I am 17 years old"), ("fr", "j'ai 17 ans"),
        ("ar", "عمري ١٧ سنة"), ("fa", "۱۷ ساله"), ("fa", "من ۱۷ سالم"), ("ti", "ዕድመይ 17"), ("ti", "17 ዓመት"),
        ("so", "17 sano"), ("so", "17 jir"), ("tr", "17 yaşındayım"), ("tr", "17 yasindayim"),
    ],
)  # fmt: skip
def test_an_age(read: Read, language: str, text: str) -> None:
    """Who does not know the birthday gives the age."""
    assert read(text, "age", language) == Given(17)


@pytest.mark.parametrize("text", ["0", "111", "999"])
def test_an_age_that_nobody_has_is_refused(meant: Read, text: str) -> None:
    """Nobody is 111 years old."""
    assert meant(text, "age", "nl") is Problem.NO_SUCH_DAY


@pytest.mark.parametrize(("language", "text"), [("nl", "17 maanden"), ("en", "17 months"), ("tr", "17 ay")])
def test_months_are_no_years(read: Read, language: str, text: str) -> None:
    """A baby of seventeen months is not seventeen years old."""
    assert read(text, "age", language) != Given(17)


@pytest.mark.parametrize("question", ["number", "past", "age", "time"])
def test_a_number_without_end(read: Callable[..., Any], question: str) -> None:
    """More digits than Python reads are too many for every question, and nothing fails."""
    assert not isinstance(read("9" * 5000, question, "en"), Given | Which)
