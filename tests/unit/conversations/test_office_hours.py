"""When the office is open: breaks, holidays, both nights in which clocks change, and unknown hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from content.opening_times import opening_times
from conversations.office_hours import OfficeHours
from tests.fakes import AMSTERDAM

_HOUR = timedelta(hours=1)


def _hours(*holidays: date, **week: str) -> OfficeHours:
    return OfficeHours(opening_times(week), frozenset(holidays), AMSTERDAM)


def _at(text: str) -> datetime:
    """Return a moment that is written in the time of the Netherlands."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


_BREAK = _hours(monday="09:00-12:30, 13:00-17:00", tuesday="09:00-17:00")
_CHRISTMAS = _hours(date(2026, 12, 25), friday="09:00-17:00")
_NIGHT = _hours(sunday="01:00-04:00")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-02T08:59", False),
        ("2026-11-02T09:00", True),
        ("2026-11-02T12:29", True),
        ("2026-11-02T12:30", False),
        ("2026-11-02T13:00", True),
        ("2026-11-02T17:00", False),
        ("2026-11-04T10:00", False),
    ],
)
def test_open_and_closed(moment: str, is_open: bool) -> None:
    """The beginning belongs to an opening and the end does not; a lunch break is closed."""
    assert _BREAK.is_open(_at(moment)) == is_open


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (_BREAK, "2026-11-02T03:00", "2026-11-02T09:00"),
        (_BREAK, "2026-11-02T12:45", "2026-11-02T13:00"),
        (_BREAK, "2026-11-02T18:00", "2026-11-03T09:00"),
        (_BREAK, "2026-11-03T18:00", "2026-11-09T09:00"),
        (_CHRISTMAS, "2026-12-24T12:00", "2027-01-01T09:00"),
        (_hours(sunday="10:00-12:00"), "2027-03-27T12:00", "2027-03-28T10:00"),
        (_hours(sunday="10:00-12:00"), "2027-10-30T12:00", "2027-10-31T10:00"),
    ],
)
def test_the_next_opening(hours: OfficeHours, moment: str, expected: str) -> None:
    """After the day comes the next one that is open; holidays are left out, clocks change under it."""
    assert hours.next_opening(_at(moment)) == _at(expected)


def test_no_next_opening() -> None:
    """Without hours, or with nothing but holidays, no moment is made up."""
    closed = _hours(*(date(2026, 1, 1) + timedelta(days=each) for each in range(900)), monday="09:00-10:00")

    assert (_hours().next_opening(_at("2026-11-02T12:00")), _hours().are_known) == (None, False)
    assert closed.next_opening(_at("2026-11-02T12:00")) is None


@pytest.mark.parametrize(
    ("hours", "since", "until", "expected"),
    [
        (_BREAK, "2026-11-02T10:00", "2026-11-02T10:20", timedelta(minutes=20)),
        (_BREAK, "2026-11-02T12:00", "2026-11-02T13:30", _HOUR),
        (_BREAK, "2026-11-02T16:00", "2026-11-03T10:00", 2 * _HOUR),
        (_BREAK, "2026-11-03T18:00", "2026-11-09T09:00", timedelta()),
        (_BREAK, "2026-11-02T00:00", "2026-11-16T00:00", timedelta(hours=31)),
        (_NIGHT, "2027-03-27T12:00", "2027-03-28T12:00", 2 * _HOUR),
        (_NIGHT, "2027-10-30T12:00", "2027-10-31T12:00", 4 * _HOUR),
        (_hours(), "2026-11-02T12:00", "2026-11-04T12:00", timedelta(days=2)),
    ],
    ids=["inside", "over the break", "over night", "closed", "two weeks", "spring", "autumn", "unknown"],
)
def test_the_time_that_counts(hours: OfficeHours, since: str, until: str, expected: timedelta) -> None:
    """Only open time counts, as long as it truly was; all of it where the hours are unknown."""
    assert hours.open_time(_at(since), _at(until)) == expected


@pytest.mark.parametrize("minutes", [0, 30, 60, 90, 150])
def test_open_through_the_autumn_night(minutes: int) -> None:
    """The hour that comes twice is open both times."""
    assert _NIGHT.is_open(datetime(2027, 10, 31, 0, 0, tzinfo=UTC) + timedelta(minutes=minutes))
