"""Money and dates as people of a language write them: by CLDR, never by hand."""

from datetime import date

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_currency

_DECIMALS = ".00"


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
