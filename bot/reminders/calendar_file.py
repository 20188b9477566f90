"""A date as an iCalendar file that ordinary calendar apps open, with its time zone inside."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from conversations.messages import CalendarEntry

FILE_NAME = "wegwijzer.ics"
_LENGTH = timedelta(hours=1)
_ALARM_BEFORE = timedelta(hours=-2)
_MORNING_OF_DAY = timedelta(hours=8)


def calendar_file(entry: CalendarEntry, now: datetime, timezone: ZoneInfo) -> bytes:
    """Return the file: a whole day, or an hour from its time on, with an alarm of the phone itself."""
    event = Event()
    # The same date keeps its id, so that a changed one takes the place of the old one in the calendar.
    event.add("uid", f"{entry.id}@wegwijzer")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", entry.title)
    if entry.description:
        event.add("description", entry.description)
    if entry.clock is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    else:
        begin = datetime.combine(entry.day, entry.clock, timezone)
        event.add("dtstart", begin)
        event.add("dtend", begin + _LENGTH)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", _MORNING_OF_DAY if entry.clock is None else _ALARM_BEFORE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Wegwijzer//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
