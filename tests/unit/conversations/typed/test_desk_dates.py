"""Dates and times in counsellors' commands: strict; today is Monday 2 November 2026."""

from datetime import date, time

import pytest

from content.loader import Content
from content.model import DUTCH
from conversations.typed.desk_dates import (
    DateProblem,
    RefusedDate,
    WrittenDay,
    WrittenTime,
    read_written_day,
    read_written_time,
)
from conversations.typed.vocabulary import Vocabulary, build_vocabulary

_TODAY = date(2026, 11, 2)
_DAY = date(2026, 12, 17)


@pytest.fixture(scope="module")
def vocabulary(content: Content) -> Vocabulary:
    """Return the words of counsellors."""
    return build_vocabulary(content, DUTCH)


@pytest.mark.parametrize(
    "text",
    [
        "17 december 2026",
        "17 dec. 2026",
        "17 DECEMBER 2026",
        "17th december 2026",
        "17-12-2026",
        "17/12/2026",
        "17.12.2026",
        "2026-12-17",
        "donderdag 17 december 2026",
        "Thursday 17-12-2026",
        "١٧-١٢-٢٠٢٦",
    ],
)
def test_a_date_that_leaves_nothing_open(vocabulary: Vocabulary, text: str) -> None:
    """Every usual way to write a full date is read, with the words around it."""
    read = read_written_day(f"iets {text} daarna", vocabulary, _TODAY)

    assert read == WrittenDay(_DAY, "iets", "daarna")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", DateProblem.NO_DATE),
        ("morgen", DateProblem.NO_DATE),
        ("vrijdag", DateProblem.NO_DATE),
        ("17", DateProblem.NO_DATE),
        ("17 2026", DateProblem.NO_DATE),
        ("03/04", DateProblem.NO_YEAR),
        ("17 december", DateProblem.NO_YEAR),
        ("17-12-26", DateProblem.NO_YEAR),
        ("03/04/2027", DateProblem.AMBIGUOUS),
        ("4-3-2027", DateProblem.AMBIGUOUS),
        ("31 februari 2027", DateProblem.NO_SUCH_DAY),
        ("29-02-2027", DateProblem.NO_SUCH_DAY),
        ("32-13-2027", DateProblem.NO_SUCH_DAY),
        ("2026-13-40", DateProblem.NO_SUCH_DAY),
        ("0 december 2026", DateProblem.NO_SUCH_DAY),
        ("1 november 2026", DateProblem.DAY_IN_PAST),
        ("17-12-2006", DateProblem.DAY_IN_PAST),
        ("17-12-1405", DateProblem.DAY_IN_PAST),
        ("3 november 2028", DateProblem.DAY_TOO_FAR),
        ("17-12-9999", DateProblem.DAY_TOO_FAR),
        ("vrijdag 17 december 2026", DateProblem.WRONG_WEEKDAY),
    ],
)
def test_a_date_that_is_refused(vocabulary: Vocabulary, text: str, problem: DateProblem) -> None:
    """What is open, impossible, past or far away is never guessed."""
    read = read_written_day(text, vocabulary, _TODAY)

    assert isinstance(read, RefusedDate)
    assert read.problem is problem


def test_both_readings_of_an_ambiguous_date_are_named(vocabulary: Vocabulary) -> None:
    """The counsellor sees what else it could be."""
    read = read_written_day("03/04/2027", vocabulary, _TODAY)

    assert read == RefusedDate(DateProblem.AMBIGUOUS, (date(2027, 4, 3), date(2027, 3, 4)))


def test_a_reading_in_the_past_is_no_second_reading(vocabulary: Vocabulary) -> None:
    """Only one of the two days can still come."""
    read = read_written_day("03-12-2026", vocabulary, _TODAY)

    assert read == WrittenDay(date(2026, 12, 3), "", "")


def test_the_first_date_counts(vocabulary: Vocabulary) -> None:
    """Numbers in an address are no date."""
    read = read_written_day("17-12-2026 14:30 Weg 12 mei", vocabulary, _TODAY)

    assert read == WrittenDay(_DAY, "", "14:30 Weg 12 mei")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", time(14, 30)),
        (" 14.30", time(14, 30)),
        ("om 9:05", time(9, 5)),
        (", 14u30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("9 uur", time(9, 0)),
        ("14u", time(14, 0)),
        ("14.30 uur", time(14, 30)),
        ("at 00:00", time(0, 0)),
        ("١٤:٣٠", time(14, 30)),
    ],
)
def test_a_time(text: str, clock: time) -> None:
    """Every usual way to write a time is read, with the words behind it."""
    assert read_written_time(f"{text} Utrecht, Plein 1") == WrittenTime(clock, "Utrecht, Plein 1")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", DateProblem.NO_TIME),
        ("Utrecht", DateProblem.NO_TIME),
        ("14 Utrecht", DateProblem.NO_TIME),
        ("14 utrecht", DateProblem.NO_TIME),
        ("1430", DateProblem.NO_TIME),
        ("24:00", DateProblem.NO_SUCH_TIME),
        ("14:75", DateProblem.NO_SUCH_TIME),
    ],
)
def test_a_time_that_is_refused(text: str, problem: DateProblem) -> None:
    """A place that begins with a number is no time."""
    assert read_written_time(text) == RefusedDate(problem)
