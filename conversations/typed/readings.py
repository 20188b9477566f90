"""Every day that numbers, with or without the name of a month, can mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import jdatetime
from hijridate import Gregorian, Hijri

from conversations.flows.answers import bounds
from conversations.flows.questions import Period
from conversations.typed.vocabulary import Calendar, Phrase

_MONTHS = 12
_SHORT_YEAR, _FULL_YEAR = 2, 4
_CENTURY, _LAST_CENTURY = 2000, 1900
_YEARS_AHEAD = 10
_SOLAR_YEARS = range(1360, 1415)
_LUNAR_YEARS = range(1415, 1470)
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One day that a text can mean; `certain` when this reading leaves nothing open."""

    day: date
    certain: bool


def readings(
    words: Phrase, month: tuple[Calendar, int] | None, period: Period, today: date
) -> Iterator[Reading]:
    """Yield each day that the numbers among `words` can mean; `month` comes from a name."""
    digits = [word for word in words if word.isdecimal()]
    if any(len(word) > _FULL_YEAR for word in digits):
        return
    if month is not None:
        # "12 December at 10": a short number is a year only when nothing but the date was written.
        short_year = all(word.isdecimal() for word in words)
        yield from _with_month_name(digits, month, period, today, short_year=short_year)
    elif len(digits) == _PARTS:
        yield from _with_three_numbers(digits, today)
    elif len(digits) == _PARTS - 1:
        for day, number in _orders(int(digits[0]), int(digits[1])):
            yield from _without_year((Calendar.GREGORIAN, number), day, period, today)


def _with_month_name(
    digits: list[str], month: tuple[Calendar, int], period: Period, today: date, *, short_year: bool
) -> Iterator[Reading]:
    calendar, number = month
    years = [word for word in digits if len(word) == _FULL_YEAR]
    days = [word for word in digits if len(word) < _FULL_YEAR]
    if len(years) == 1 and days:
        # Of several short numbers the day is the one beside the year: "3andi ... 17 december 2026 at 10".
        place = digits.index(years[0])
        day = digits[place - 1] if place > 0 else digits[place + 1]
        found = _date(calendar, int(years[0]), number, int(day))
    elif not years and len(days) == _PARTS - 1 and short_year:
        found = _date(calendar, _year(days[1], today), number, int(days[0]))
    elif not years and days:
        yield from _without_year(month, int(days[0]), period, today)
        return
    else:
        return
    if found is not None:
        yield Reading(found, calendar is Calendar.GREGORIAN)


def _with_three_numbers(digits: list[str], today: date) -> Iterator[Reading]:
    year_first = len(digits[0]) == _FULL_YEAR
    year = _year(digits[0] if year_first else digits[2], today)
    calendar = _calendar_of(year)
    first, second = (digits[1], digits[2]) if year_first else (digits[0], digits[1])
    # The year first is written in one order only, the month before the day.
    orders = [(int(second), int(first))] if year_first else _orders(int(first), int(second))
    for day, month in orders:
        found = _date(calendar, year, month, day)
        if found is not None:
            yield Reading(found, calendar is Calendar.GREGORIAN)


def _orders(first: int, second: int) -> Iterator[tuple[int, int]]:
    """Yield (day, month) as in the Netherlands, and the other way round where that can be meant too."""
    if second <= _MONTHS:
        yield first, second
    if first <= _MONTHS and first != second:
        yield second, first


def _without_year(month: tuple[Calendar, int], day: int, period: Period, today: date) -> Iterator[Reading]:
    """Yield the date of the year that is nearest to today among those that make sense."""
    calendar, number = month
    first, last = bounds(period, today)
    this_year = _year_of(calendar, today)
    found = (_date(calendar, year, number, day) for year in range(this_year - 1, this_year + 2))
    days = sorted((each for each in found if each is not None), key=lambda each: abs((each - today).days))
    possible = [each for each in days if first <= each <= last] or days
    yield from (Reading(each, certain=False) for each in possible[:1])


def _year(digits: str, today: date) -> int:
    if len(digits) > _SHORT_YEAR:
        return int(digits)
    year = _CENTURY + int(digits)
    return year if year <= today.year + _YEARS_AHEAD else _LAST_CENTURY + int(digits)


def _calendar_of(year: int) -> Calendar:
    if year in _SOLAR_YEARS:
        return Calendar.SOLAR_HIJRI
    return Calendar.LUNAR_HIJRI if year in _LUNAR_YEARS else Calendar.GREGORIAN


def _year_of(calendar: Calendar, today: date) -> int:
    match calendar:
        case Calendar.GREGORIAN:
            return today.year
        case Calendar.SOLAR_HIJRI:
            return int(jdatetime.date.fromgregorian(date=today).year)
        case Calendar.LUNAR_HIJRI:
            return int(Gregorian(today.year, today.month, today.day).to_hijri().year)


def _date(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the day in our calendar, or None when that calendar has no such day."""
    try:
        match calendar:
            case Calendar.GREGORIAN:
                return date(year, month, day)
            case Calendar.SOLAR_HIJRI:
                return jdatetime.date(year, month, day).togregorian()  # type: ignore[no-any-return]
            case Calendar.LUNAR_HIJRI:
                found = Hijri(year, month, day).to_gregorian()
                return date(found.year, found.month, found.day)
    except (ValueError, OverflowError):
        return None
