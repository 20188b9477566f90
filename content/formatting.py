"""Money and dates as people of a language write them: by CLDR, never by hand."""

from datetime import date, time, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.dates import format_time as format_babel_time
from babel.numbers import format_currency

_DECIMALS = ".00"
_MINUTES_IN_HOUR = 60
_SMALL = 120


def format_euro(amount: int, locale: str) -> str:
    """Return `amount` whole euros with Western digits, which are the ones on letters and bank notes."""
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(_DECIMALS, "")
    return format_currency(amount, "EUR", format=pattern, locale=locale, currency_digits=False)


def format_as_of(as_of: str, locale: str) -> str:
    """Return `2017-05` as month and year in words, and `2015` as it stands."""
    year, _, month = as_of.partition("-")
    if not month:
        return year
    return format_skeleton("yMMMM", date(int(year), int(month), 1), locale=locale)


def format_day(day: date, locale: str) -> str:
    """Return a day with its weekday, month in words and year."""
    return format_date(day, "full", locale=locale)


def format_time(clock: time, locale: str) -> str:
    """Return a time of day, as in the language's short form."""
    return format_babel_time(clock, "short", locale=locale)


def format_month(month: date, locale: str) -> str:
    """Return the month in words and its year."""
    return format_skeleton("yMMMM", month, locale=locale)


def format_date_and_time(day: date, clock: time | None, locale: str) -> str:
    """Return a day, with its time when there is one."""
    if clock is None:
        return format_day(day, locale)
    return f"{format_day(day, locale)}, {format_time(clock, locale)}"


def format_minutes(minutes: int, locale: str) -> str:
    """Return a number of minutes in words; from two hours on in hours, rounded up."""
    if minutes < _SMALL and minutes % _MINUTES_IN_HOUR:
        return format_timedelta(
            timedelta(minutes=minutes), threshold=_SMALL / _MINUTES_IN_HOUR, locale=locale
        )
    hours = -(-minutes // _MINUTES_IN_HOUR)
    return format_timedelta(timedelta(hours=hours), threshold=1, locale=locale)


def weekday_initials(locale: str) -> tuple[str, ...]:
    """Return the shortest names of the weekdays, beginning with the first day of the week of `locale`."""
    parsed = Locale.parse(locale)
    names = parsed.days["stand-alone"]["narrow"]
    first: int = parsed.first_week_day
    return tuple(names[(first + offset) % 7] for offset in range(7))


def first_weekday(locale: str) -> int:
    """Return the first day of the week, 0 for Monday."""
    first: int = Locale.parse(locale).first_week_day
    return first
