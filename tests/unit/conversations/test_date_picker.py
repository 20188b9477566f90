"""A month as a grid of buttons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.actions_of_interviews import GiveAnswer, Ignore, ShowMonth
from conversations.date_picker import Row, month_grid
from conversations.flows.answers import bounds, decode
from conversations.flows.questions import Day, Period, QuestionId
from conversations.interview_state import Run

TODAY = date(2026, 11, 2)
RUN = Run("run")
NUMBER = 3


def question(period: Period) -> Day:
    """Return a question for a day of `period`."""
    return Day(QuestionId("day"), period)


def grid(
    period: Period, month: date | None = None, today: date = TODAY, locale: str = "nl"
) -> tuple[Row, ...]:
    """Return the rows for a question of `period`."""
    return month_grid(question(period), NUMBER, RUN, today, month, locale)


def days_of(rows: tuple[Row, ...]) -> dict[str, object]:
    """Return the encoded days that can be tapped, by the label of their button."""
    return {
        each.label: each.action.answer for row in rows for each in row if isinstance(each.action, GiveAnswer)
    }


def months_of(rows: tuple[Row, ...]) -> dict[str, date]:
    """Return the months that can be gone to, by the label of their button."""
    return {each.label: each.action.month for each in rows[-1] if isinstance(each.action, ShowMonth)}


def test_the_month_of_today_comes_first() -> None:
    """Its name and the weekdays stand above its days, and do nothing."""
    name, weekdays, *_ = grid(Period.AROUND_NOW)

    assert [each.label for each in name] == ["november 2026"]
    assert [each.label for each in weekdays] == list("MDWDVZZ")
    assert {each.action for each in (*name, *weekdays)} == {Ignore()}


def test_each_day_stands_under_its_weekday() -> None:
    """The first of November 2026 is a Sunday: the last of seven for the Dutch, the second in Iran."""
    dutch, persian = grid(Period.AROUND_NOW)[2], grid(Period.AROUND_NOW, locale="fa_IR")[2]

    assert [each.label.strip("·") for each in dutch] == ["", "", "", "", "", "", "1"]
    assert [each.label.strip("·") for each in persian] == ["", "1", "2", "3", "4", "5", "6"]


def test_every_button_has_something_to_see() -> None:
    """Telegram takes no button without a visible character."""
    assert all(button.label.strip() for period in Period for row in grid(period) for button in row)


def test_a_tap_gives_that_very_day() -> None:
    """Each of the thirty days answers the question with itself."""
    expected = {str(number): f"2026-11-{number:02}" for number in range(1, 31)}

    assert days_of(grid(Period.AROUND_NOW)) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [(Period.PAST, {"1", "2"}), (Period.COMING, {str(number) for number in range(2, 31)})],
)
def test_days_that_make_no_sense_cannot_be_tapped(period: Period, expected: set[str]) -> None:
    """A letter is not from tomorrow, and no reminder is for yesterday."""
    assert set(days_of(grid(period))) == expected


def test_other_months_are_a_year_and_a_month_away() -> None:
    """Years back are reached with few taps."""
    assert months_of(grid(Period.AROUND_NOW)) == {
        "«": date(2025, 11, 1),
        "‹": date(2026, 10, 1),
        "›": date(2026, 12, 1),
        "»": date(2027, 11, 1),
    }
    assert months_of(grid(Period.AROUND_NOW, date(2027, 1, 1)))["‹"] == date(2026, 12, 1)


def test_no_way_leads_to_months_that_make_no_sense() -> None:
    """At the ends the ways are gone, while the row keeps its four places."""
    assert set(months_of(grid(Period.PAST))) == {"«", "‹"}
    assert set(months_of(grid(Period.COMING))) == {"›", "»"}
    assert len(grid(Period.COMING)[-1]) == 4


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (date(1, 1, 1), "november 2026"),
        (date(9999, 12, 31), "november 2028"),
        (date(2027, 5, 17), "mei 2027"),
    ],
)
def test_a_forged_month_shows_one_that_makes_sense(month: date, name: str) -> None:
    """Whatever month a button names, days that can be tapped are shown."""
    rows = grid(Period.COMING, month)

    assert rows[0][0].label == name
    assert days_of(rows) != {}


@given(
    st.sampled_from(Period),
    st.dates(),
    st.dates(date(2026, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["nl", "en", "ar", "fa", "ti", "so", "tr", "fr"]),
)
def test_exactly_the_days_that_make_sense_can_be_tapped(
    period: Period, month: date, today: date, locale: str
) -> None:
    """For every month, day and language: no day too many and none too few, in at most seven columns."""
    rows = grid(period, month, today, locale)
    first, last = bounds(period, today)
    tapped = [decode(question(period), str(each)) for each in days_of(rows).values()]
    shown = min(max(month, first), last).replace(day=1)
    all_days = [shown + timedelta(number) for number in range(31)]

    assert tapped == [day for day in all_days if day.month == shown.month and first <= day <= last]
    assert tapped != []
    assert max(len(row) for row in rows) <= 7
    assert all(first.replace(day=1) <= each <= last for each in months_of(rows).values())


def test_every_month_can_be_reached() -> None:
    """Going ahead month by month leads from the first to the last one."""
    first, last = bounds(Period.AROUND_NOW, TODAY)
    month, seen = first.replace(day=1), 1
    while "›" in (ways := months_of(grid(Period.AROUND_NOW, month))):
        month, seen = ways["›"], seen + 1

    assert month == last.replace(day=1)
    assert seen == 17 * 12 + 1
