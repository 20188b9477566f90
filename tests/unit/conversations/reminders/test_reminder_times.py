"""What comes again, "remind me later", reminders that came too late, and what holds for every plan."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.deadlines import (
    APPOINTMENT_DISTANCES,
    TERM_DISTANCES,
    Deadline,
    DeadlineId,
    DeadlineKind,
    Distance,
    ReminderSettings,
)
from conversations.identifiers import PersonId
from conversations.reminder_planning import (
    QuietHours,
    is_pointless,
    later,
    moment,
    next_occurrence,
    plan,
)
from tests.fakes import AMSTERDAM

QUIET = QuietHours()
DAY = date(2027, 1, 20)


def deadline(kind: DeadlineKind, day: date = DAY, clock: time | None = None) -> Deadline:
    """Return a deadline of somebody."""
    return Deadline(DeadlineId("id"), PersonId("person"), kind, day, clock)


def moments(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Return any minute from the year `first` to the year `last`."""
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    return st.integers(0, int((end - begin).total_seconds()) // 60).map(
        lambda past: begin + timedelta(minutes=past)
    )


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a local time as a moment."""
    return moment(day, time(hour, minute), AMSTERDAM)


@pytest.mark.parametrize(
    ("kind", "day", "after", "expected"),
    [
        pytest.param(
            "weekly_report", date(2027, 1, 20), date(2027, 1, 20), date(2027, 1, 27), id="next week"
        ),
        pytest.param(
            "weekly_report", date(2027, 1, 20), date(2027, 2, 15), date(2027, 2, 17), id="weeks missed"
        ),
        pytest.param(
            "weekly_report", date(2027, 1, 20), date(2027, 1, 19), date(2027, 1, 20), id="yet to come"
        ),
        pytest.param(
            "weekly_report", date(2027, 12, 29), date(2027, 12, 31), date(2028, 1, 5), id="new year"
        ),
        pytest.param("ruling", date(2027, 1, 20), date(2027, 1, 20), date(2027, 2, 20), id="next month"),
        pytest.param("ruling", date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 28), id="short month"),
        pytest.param("ruling", date(2028, 1, 31), date(2028, 1, 31), date(2028, 2, 29), id="leap year"),
        pytest.param("ruling", date(2027, 3, 31), date(2027, 3, 31), date(2027, 4, 30), id="thirty days"),
        pytest.param("ruling", date(2027, 12, 31), date(2027, 12, 31), date(2028, 1, 31), id="over new year"),
        pytest.param(
            "ruling", date(2027, 1, 31), date(2027, 3, 15), date(2027, 3, 31), id="after a short month"
        ),
    ],
)
def test_the_next_occurrence(kind: str, day: date, after: date, expected: date) -> None:
    """Weekly on the same weekday, monthly on the same day or on the last one of a shorter month."""
    assert next_occurrence(deadline(DeadlineKind(kind), day), after) == expected


@given(
    st.sampled_from([DeadlineKind.WEEKLY_REPORT, DeadlineKind.RULING]),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.integers(0, 800),
)
def test_no_occurrence_is_passed_over(kind: DeadlineKind, day: date, days: int) -> None:
    """However long the machine was off, the next one comes after today and within a week or a month."""
    after = day + timedelta(days)
    found = next_occurrence(deadline(kind, day), after)

    assert after < found <= after + timedelta(7 if kind is DeadlineKind.WEEKLY_REPORT else 31)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(local(date(2027, 1, 18), 15), local(date(2027, 1, 19), 9), id="days before: tomorrow"),
        pytest.param(local(date(2027, 1, 19), 23, 30), local(DAY, 9), id="night before: tomorrow"),
        pytest.param(local(DAY, 9), local(DAY, 12), id="last day: three hours"),
        pytest.param(local(DAY, 17, 59), local(DAY, 20, 59), id="just before the quiet hours"),
        pytest.param(local(DAY, 18, 30), local(DAY, 20, 30), id="quiet hours: half an hour before them"),
        pytest.param(local(DAY, 3), local(DAY, 8), id="last day in the night: in the morning"),
    ],
)
def test_remind_me_later(now: datetime, expected: datetime) -> None:
    """Tomorrow at nine, or on the last day in three hours, and not in the night."""
    assert later(deadline(DeadlineKind.DEPARTURE_TERM), now, AMSTERDAM, QUIET) == expected


@pytest.mark.parametrize(
    "now",
    [local(DAY - timedelta(1), 9), local(DAY, 6, 30), local(DAY, 7)],
    ids=["day before", "two hours before", "an hour and a half before"],
)
def test_later_is_before_the_appointment(now: datetime) -> None:
    """A snooze is never after what the person is to be reminded of."""
    appointment = deadline(DeadlineKind.OTHER_APPOINTMENT, DAY, time(8, 30))

    assert now < later(appointment, now, AMSTERDAM, QUIET) < local(DAY, 8, 30)


@pytest.mark.parametrize("kind", [DeadlineKind.OWN, DeadlineKind.OTHER_APPOINTMENT])
def test_later_than_the_time_of_the_date_is_still_to_come(kind: DeadlineKind) -> None:
    """Who taps after the hour that they set is reminded in three hours, not in the past."""
    assert later(deadline(kind, DAY, time(11)), local(DAY, 12), AMSTERDAM, QUIET) == local(DAY, 15)


@given(moments(2027, 2027), st.integers(0, 3))
def test_later_is_after_now_and_not_in_the_night(now: datetime, days: int) -> None:
    """At every hour of the year; only who taps late on the last evening is reminded half an hour later."""
    today = now.astimezone(AMSTERDAM).date()
    found = later(deadline(DeadlineKind.DEPARTURE_TERM, today + timedelta(days)), now, AMSTERDAM, QUIET)

    assert found > now
    last_evening = days == 0 and now > moment(today, time(20), AMSTERDAM)
    assert last_evening or not QUIET.contain(found.astimezone(AMSTERDAM))


@pytest.mark.parametrize(
    ("kind", "clock", "now", "expected"),
    [
        pytest.param("departure_term", None, local(DAY + timedelta(3), 9), False, id="a term that is over"),
        pytest.param("own", time(9), local(DAY + timedelta(3), 9), False, id="an own reminder"),
        pytest.param("ruling", None, local(DAY + timedelta(3), 9), False, id="a ruling"),
        pytest.param("iom_appointment", time(9), local(DAY, 8, 59), False, id="before the appointment"),
        pytest.param("iom_appointment", time(9), local(DAY, 9), True, id="at the appointment"),
        pytest.param("iom_appointment", None, local(DAY, 23, 59), False, id="day of the appointment"),
        pytest.param("iom_appointment", None, local(DAY + timedelta(1), 0), True, id="day after"),
        pytest.param("weekly_report", None, local(DAY, 23, 59), False, id="day of the duty"),
        pytest.param("weekly_report", None, local(DAY + timedelta(1), 0), True, id="duty of another day"),
    ],
)
def test_a_reminder_that_has_nothing_to_tell(
    kind: str, clock: time | None, now: datetime, expected: bool
) -> None:
    """An appointment that is over is not told; a term that ended still is."""
    assert is_pointless(deadline(DeadlineKind(kind), DAY, clock), now, AMSTERDAM) is expected


_DEADLINES = st.builds(
    Deadline,
    st.just(DeadlineId("id")),
    st.just(PersonId("person")),
    st.sampled_from(DeadlineKind),
    st.dates(date(2026, 10, 1), date(2028, 12, 31)),
    st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    tells_counsellor=st.booleans(),
)
_SETTINGS = st.builds(
    ReminderSettings,
    st.frozensets(st.sampled_from(TERM_DISTANCES)),
    st.frozensets(st.sampled_from(APPOINTMENT_DISTANCES)),
)


@given(_DEADLINES, _SETTINGS, moments(2026, 2028))
def test_every_plan(each: Deadline, settings: ReminderSettings, now: datetime) -> None:
    """Never in the past, twice, after the deadline, or in the night unless that time was asked for."""
    found = plan(each, settings, now, AMSTERDAM)
    times = [reminder.due_at.astimezone(AMSTERDAM) for reminder in found]
    asked_for = [reminder.distance is Distance.AT_TIME for reminder in found]

    assert all(reminder.due_at > now for reminder in found)
    assert all(reminder.due_at.tzinfo is UTC for reminder in found)
    assert all(at.date() <= each.day for at in times)
    assert [at for at, asked in zip(times, asked_for, strict=True) if QUIET.contain(at) and not asked] == []
    assert len({reminder.distance for reminder in found}) == len(set(times)) == len(found)
    if each.clock is not None and each.kind is not DeadlineKind.OWN:
        begin = moment(each.day, each.clock, AMSTERDAM)
        assert [r for r in found if r.distance is Distance.HOURS_2 and r.due_at >= begin] == []


@given(_DEADLINES)
def test_nothing_is_left_out_when_there_is_time(each: Deadline) -> None:
    """A date that is set long before has every reminder of its kind."""
    found = {
        reminder.distance
        for reminder in plan(each, ReminderSettings(), datetime(2020, 1, 1, tzinfo=UTC), AMSTERDAM)
    }

    assert found != set()
    assert Distance.LATER not in found
