"""When reminders are due, in the time of the Netherlands."""

from datetime import date, datetime, time, timedelta

import pytest

from conversations.deadlines import (
    APPOINTMENTS,
    TERMS,
    Deadline,
    DeadlineId,
    DeadlineKind,
    Distance,
    ReminderSettings,
)
from conversations.identifiers import PersonId
from conversations.reminder_planning import QuietHours, moment, plan
from tests.fakes import AMSTERDAM, NOON

DAY = date(2027, 1, 20)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)

DEFAULT = ReminderSettings()


def deadline(
    kind: DeadlineKind, day: date = DAY, clock: time | None = None, *, tells: bool = False
) -> Deadline:
    """Return a deadline of somebody."""
    return Deadline(DeadlineId("id"), PersonId("person"), kind, day, clock, tells_counsellor=tells)


def planned(
    each: Deadline, settings: ReminderSettings = DEFAULT, now: datetime = NOON
) -> dict[Distance, str]:
    """Return the local times of the reminders by their distance."""
    return {
        reminder.distance: f"{reminder.due_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
        for reminder in plan(each, settings, now, AMSTERDAM)
    }


@pytest.mark.parametrize("kind", sorted(TERMS))
def test_a_term_is_told_at_five_distances(kind: DeadlineKind) -> None:
    """Two weeks, a week, three days and a day before at nine, and on the last morning at eight."""
    assert planned(deadline(kind)) == {
        Distance.DAYS_14: "2027-01-06 09:00",
        Distance.DAYS_7: "2027-01-13 09:00",
        Distance.DAYS_3: "2027-01-17 09:00",
        Distance.DAYS_1: "2027-01-19 09:00",
        Distance.SAME_MORNING: "2027-01-20 08:00",
    }


@pytest.mark.parametrize("kind", sorted(APPOINTMENTS))
def test_an_appointment_is_told_at_three_distances(kind: DeadlineKind) -> None:
    """A week and a day before at nine, and two hours before the time."""
    assert planned(deadline(kind, clock=time(14, 30))) == {
        Distance.DAYS_7: "2027-01-13 09:00",
        Distance.DAYS_1: "2027-01-19 09:00",
        Distance.HOURS_2: "2027-01-20 12:30",
    }


def test_an_appointment_without_a_time() -> None:
    """There are no two hours before a whole day."""
    assert set(planned(deadline(DeadlineKind.IOM_APPOINTMENT))) == {Distance.DAYS_7, Distance.DAYS_1}


def test_only_the_chosen_distances_are_planned() -> None:
    """What a person switched off does not come; terms and appointments are chosen apart."""
    settings = ReminderSettings(frozenset({Distance.DAYS_3}), frozenset({Distance.DAYS_1}))

    assert set(planned(deadline(DeadlineKind.VBL_STAY), settings)) == {Distance.DAYS_3}
    assert set(planned(deadline(DeadlineKind.IOM_APPOINTMENT, clock=time(14)), settings)) == {Distance.DAYS_1}


def test_no_answer_is_looked_for_with_permission_only() -> None:
    """A counsellor is told of a departure term alone, and only when the person agreed to it."""
    kind = DeadlineKind.DEPARTURE_TERM

    assert planned(deadline(kind, tells=True))[Distance.NO_ANSWER] == "2027-01-20 17:00"
    assert Distance.NO_ANSWER not in planned(deadline(kind, tells=False))
    assert Distance.NO_ANSWER not in planned(deadline(DeadlineKind.VBL_STAY, tells=True))


def test_what_is_over_is_not_planned() -> None:
    """A term that is set late has the reminders that are left; one that is due now counts as over."""
    now = moment(date(2027, 1, 17), time(9), AMSTERDAM)

    assert set(planned(deadline(DeadlineKind.VBL_STAY), now=now)) == {Distance.DAYS_1, Distance.SAME_MORNING}


def test_reminders_come_in_order() -> None:
    """The first is the first to be sent."""
    found = [
        each.due_at for each in plan(deadline(DeadlineKind.VBL_STAY), ReminderSettings(), NOON, AMSTERDAM)
    ]

    assert found == sorted(found)


@pytest.mark.parametrize("clock", [time(3), time(23, 59), time(0), time(14, 5)])
def test_an_own_reminder_comes_at_its_time_even_at_night(clock: time) -> None:
    """Who asks for three in the night is reminded at three in the night."""
    assert planned(deadline(DeadlineKind.OWN, clock=clock)) == {Distance.AT_TIME: f"2027-01-20 {clock:%H:%M}"}


def test_an_own_reminder_without_a_time_comes_in_the_morning() -> None:
    """Nobody is woken up for a whole day."""
    assert planned(deadline(DeadlineKind.OWN)) == {Distance.AT_TIME: "2027-01-20 09:00"}


@pytest.mark.parametrize("kind", [DeadlineKind.WEEKLY_REPORT, DeadlineKind.RULING])
def test_what_comes_again_is_told_in_the_morning(kind: DeadlineKind) -> None:
    """The duty to report leaves the whole day for it."""
    assert planned(deadline(kind)) == {Distance.SAME_MORNING: "2027-01-20 08:00"}


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param(time(10), "2027-01-20 08:00", id="quiet hours end in time"),
        pytest.param(time(9, 30), "2027-01-20 08:00", id="held back to the end of the quiet hours"),
        pytest.param(time(8, 45), "2027-01-20 08:00", id="just enough time left"),
        pytest.param(time(8, 44), "2027-01-19 20:30", id="too late in the morning"),
        pytest.param(time(6), "2027-01-19 20:30", id="early appointment"),
        pytest.param(time(0, 30), "2027-01-19 20:30", id="just after midnight"),
        pytest.param(time(23, 30), "2027-01-20 20:30", id="late in the evening"),
        pytest.param(time(22, 59), "2027-01-20 20:59", id="just before the quiet hours"),
    ],
)
def test_quiet_hours_before_an_appointment(clock: time, expected: str) -> None:
    """Nobody is woken up, and everybody is told while there still is time to go."""
    found = planned(deadline(DeadlineKind.OTHER_APPOINTMENT, clock=clock))

    assert found[Distance.HOURS_2] == expected


def test_other_quiet_hours() -> None:
    """An organisation can choose them, over midnight or not."""
    appointment = deadline(DeadlineKind.OTHER_APPOINTMENT, clock=time(16))
    found = plan(appointment, ReminderSettings(), NOON, AMSTERDAM, QuietHours(time(13), time(15)))

    assert found[-1].due_at == moment(DAY, time(15), AMSTERDAM)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [(time(21), True), (time(20, 59), False), (time(7, 59), True), (time(8), False), (time(0), True)],
)
def test_quiet_hours_over_midnight(clock: time, quiet: bool) -> None:
    """From nine in the evening until eight in the morning."""
    assert QuietHours().contain(datetime.combine(DAY, clock, AMSTERDAM)) is quiet


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        pytest.param(SPRING, time(1, 59), "00:59", id="before the spring night's gap"),
        pytest.param(SPRING, time(2, 30), "01:30", id="in the gap: an hour later"),
        pytest.param(SPRING, time(3), "01:00", id="after the gap"),
        pytest.param(AUTUMN, time(2, 30), "00:30", id="twice: the first"),
        pytest.param(AUTUMN, time(3), "02:00", id="after the double hour"),
    ],
)
def test_a_local_time_in_the_nights_of_2027(day: date, clock: time, utc: str) -> None:
    """Every local time is one moment, in both nights in which the clock changes."""
    assert f"{moment(day, clock, AMSTERDAM):%Y-%m-%d %H:%M}" == f"{day} {utc}"


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_reminders_keep_their_time_over_the_nights_of_2027(day: date) -> None:
    """Reminders before and after the change come at nine and eight on the clock of that day."""
    found = planned(deadline(DeadlineKind.VBL_STAY, day + timedelta(1)))

    assert [each[-5:] for each in found.values()] == ["09:00", "09:00", "09:00", "09:00", "08:00"]


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_an_appointment_after_the_nights_of_2027(day: date) -> None:
    """Two hours before are two real hours, and the quiet hours end at eight on the new clock."""
    kind = DeadlineKind.OTHER_APPOINTMENT

    assert planned(deadline(kind, day, time(11)))[Distance.HOURS_2] == f"{day} 09:00"
    assert planned(deadline(kind, day, time(9)))[Distance.HOURS_2] == f"{day} 08:00"
    assert planned(deadline(kind, day, time(3)))[Distance.HOURS_2] == f"{day - timedelta(1)} 20:30"
