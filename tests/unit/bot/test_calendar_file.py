"""A date as a file for a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.reminders.calendar_file import FILE_NAME, calendar_file
from conversations.messages import CalendarEntry
from tests.fakes import AMSTERDAM, NOON

DAY = date(2027, 7, 12)


def parsed(entry: CalendarEntry) -> Any:
    """Return the calendar that an app reads from the file."""
    return Calendar.from_ical(calendar_file(entry, NOON, AMSTERDAM))


def event(entry: CalendarEntry) -> Any:
    """Return the one event of the calendar."""
    (found,) = parsed(entry).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        pytest.param(date(2027, 7, 12), time(7, 30), id="summer"),
        pytest.param(date(2027, 1, 12), time(8, 30), id="winter"),
        pytest.param(date(2027, 3, 28), time(7, 30), id="day on which summer time begins"),
        pytest.param(date(2027, 10, 31), time(8, 30), id="day on which summer time ends"),
    ],
)
def test_a_time_is_that_of_the_netherlands(day: date, utc: time) -> None:
    """An appointment at half past nine is at half past nine in the Netherlands, wherever the phone is."""
    found = event(CalendarEntry("id", "Appointment", day, time(9, 30)))

    begin, end = found.decoded("dtstart"), found.decoded("dtend")
    assert (begin.date(), begin.time(), begin.tzinfo.key) == (day, time(9, 30), "Europe/Amsterdam")
    assert begin.astimezone(UTC) == datetime.combine(day, utc, UTC)
    assert end - begin == timedelta(hours=1)


def test_the_time_zone_is_in_the_file() -> None:
    """Apps that do not know the zone find summer and winter time in the file."""
    (zone,) = parsed(CalendarEntry("id", "Appointment", DAY, time(9, 30))).walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/Amsterdam"
    assert {each.decoded("tzoffsetto") for each in zone.walk("DAYLIGHT")} == {timedelta(hours=2)}
    assert {each.decoded("tzoffsetto") for each in zone.walk("STANDARD")} == {timedelta(hours=1)}


def test_a_day_without_a_time_is_a_whole_day() -> None:
    """The last day of a term fills its day, in whatever time zone the phone is."""
    found = event(CalendarEntry("id", "Last day", DAY))

    assert type(found.decoded("dtstart")) is date
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (DAY, date(2027, 7, 13))


@pytest.mark.parametrize(
    ("clock", "trigger"),
    [(None, timedelta(hours=8)), (time(9, 30), timedelta(hours=-2))],
    ids=["whole day", "time"],
)
def test_the_phone_itself_reminds(clock: time | None, trigger: timedelta) -> None:
    """There is an alarm in the morning of the day, or two hours before the time."""
    (alarm,) = event(CalendarEntry("id", "Title", DAY, clock)).walk("VALARM")

    assert (alarm["action"], alarm.decoded("trigger")) == ("DISPLAY", trigger)


def test_a_discreet_entry_holds_nothing_but_its_title() -> None:
    """Without a description there is none: neither in the event nor in its alarm."""
    found = event(CalendarEntry("id", "Appointment", DAY, time(9, 30)))
    (alarm,) = found.walk("VALARM")

    assert "description" not in found
    assert (found["summary"], alarm["description"]) == ("Appointment", "Appointment")


@pytest.mark.parametrize(
    "text",
    ["Bring: passport, photos; room 3\\4", "first line\nsecond line", "جواز السفر والصور", "ፓስፖርት" * 40],
    ids=["signs of the format", "lines", "Arabic", "long Tigrinya"],
)
def test_words_come_back_as_they_were(text: str) -> None:
    """No sign of a note or a title breaks the file, in any script."""
    found = event(CalendarEntry("id", text, DAY, time(9, 30), text))

    assert (found["summary"], found["description"]) == (text, text)


def test_a_changed_date_takes_the_place_of_the_old_one() -> None:
    """The same date keeps its id, and other dates have others."""
    first, moved = (
        event(CalendarEntry("id", "Title", DAY)),
        event(CalendarEntry("id", "Other", date(2027, 8, 1))),
    )

    assert first["uid"] == moved["uid"]
    assert event(CalendarEntry("other", "Title", DAY))["uid"] != first["uid"]


def test_the_file_is_what_calendar_apps_expect() -> None:
    """It has the name, the version and the line ends of the format."""
    data = calendar_file(CalendarEntry("id", "Title", DAY), NOON, AMSTERDAM)

    assert FILE_NAME.endswith(".ics")
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"VERSION:2.0\r\n" in data
    assert event(CalendarEntry("id", "Title", DAY)).decoded("dtstamp") == NOON
