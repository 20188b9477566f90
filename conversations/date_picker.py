"""A month as a grid of buttons."""

from calendar import Calendar
from datetime import date, timedelta

from content.formatting import first_weekday, format_month, weekday_initials
from conversations.actions_of_interviews import GiveAnswer, Ignore, ShowMonth
from conversations.flows.answers import bounds, encode
from conversations.flows.questions import Day
from conversations.interview_state import Run
from conversations.messages import Button

_NOTHING = "·"
"""On a button that does nothing: Telegram takes none without a visible character."""

Row = tuple[Button, ...]


def month_grid(
    question: Day, number: int, run: Run, today: date, month: date | None, locale: str
) -> tuple[Row, ...]:
    """Return rows of buttons for one month: its name, the weekdays, its days, the ways to other months.

    `number` is the place of the question in its interview; `month` None means the month of today.
    """
    first, last = bounds(question.period, today)
    shown = _first_of(min(max(month or today, first), last))
    ignore = Ignore()
    days = Calendar(first_weekday(locale)).monthdatescalendar(shown.year, shown.month)
    return (
        (Button(format_month(shown, locale), ignore),),
        tuple(Button(initial, ignore) for initial in weekday_initials(locale)),
        *(
            tuple(_day(day, shown, first, last, GiveAnswer(run, number, encode(day))) for day in week)
            for week in days
        ),
        _others(shown, first, last, number, run),
    )


def _day(day: date, shown: date, first: date, last: date, choose: GiveAnswer) -> Button:
    if day.month != shown.month:
        return Button(_NOTHING, Ignore())
    return Button(str(day.day), choose) if first <= day <= last else Button(_NOTHING, Ignore())


def _others(shown: date, first: date, last: date, number: int, run: Run) -> Row:
    """Return the buttons to other months: a year and a month back and ahead, as far as it makes sense."""
    steps = (
        ("«", shown.replace(year=shown.year - 1)),
        ("‹", _first_of(shown - timedelta(days=1))),
        ("›", _first_of(shown + timedelta(days=31))),
        ("»", shown.replace(year=shown.year + 1)),
    )
    return tuple(
        Button(label, ShowMonth(run, number, month))
        if _first_of(first) <= month <= _first_of(last)
        else Button(_NOTHING, Ignore())
        for label, month in steps
    )


def _first_of(day: date) -> date:
    return day.replace(day=1)
