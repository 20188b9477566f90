"""What "remind me later" comes to: once, in time, and with everything that was planned."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.stores import Stores
from conversations.actions_of_interviews import RemindLater, StopReminders
from conversations.composer import Composer
from conversations.deadlines import DeadlineKind, DeadlineState, Distance
from tests.dates import a_deadline, dates_of, me, set_date, waiting
from tests.fakes import NOON, Chat, SettableClock, say, words

_TODAY = date(2026, 11, 2)


def _due(kept: Stores) -> list[datetime]:
    return sorted(each.due_at for each in waiting(kept))


async def test_later_twice_is_one_reminder(settled_chat: Chat, kept: Stores, clock: SettableClock) -> None:
    """The last tap holds: no second message comes for the first one."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "today")
    (stay,) = dates_of(kept, settled_chat)
    await settled_chat.tap(RemindLater(stay.id))
    clock.advance(minutes=10)
    await settled_chat.tap(RemindLater(stay.id))

    assert _due(kept) == [clock() + timedelta(hours=3)]


async def test_later_at_the_moment_of_a_planned_reminder(settled_chat: Chat, kept: Stores) -> None:
    """Where a message comes at that moment anyway, it comes once."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "10 november 2026")
    planned = _due(kept)
    (stay,) = dates_of(kept, settled_chat)
    await settled_chat.tap(RemindLater(stay.id))

    assert datetime(2026, 11, 3, 8, tzinfo=UTC) in planned
    assert _due(kept) == planned


@pytest.mark.parametrize(
    ("kind", "day"),
    [(DeadlineKind.VBL_STAY, "12 december 2026"), (DeadlineKind.WEEKLY_REPORT, "9 november 2026")],
)
async def test_later_after_stop_brings_everything_back(
    settled_chat: Chat, kept: Stores, kind: DeadlineKind, day: str
) -> None:
    """The date reminds again as before it was stopped, a weekly one every week, and once more besides."""
    await set_date(settled_chat, kind, day)
    planned = {each.due_at for each in waiting(kept)}
    (deadline,) = dates_of(kept, settled_chat)
    await settled_chat.tap(StopReminders(deadline.id))
    await settled_chat.tap(RemindLater(deadline.id))

    later = {each.due_at for each in waiting(kept) if each.distance is Distance.LATER}
    assert (len(later), set(_due(kept)) - later) == (1, planned)


async def test_later_weeks_after_a_weekly_report_was_stopped(
    settled_chat: Chat, kept: Stores, clock: SettableClock
) -> None:
    """The weeks that went by are left out: the next one is reminded of."""
    await set_date(settled_chat, DeadlineKind.WEEKLY_REPORT, "9 november 2026")
    (weekly,) = dates_of(kept, settled_chat)
    await settled_chat.tap(StopReminders(weekly.id))
    clock.advance(days=16)
    await settled_chat.tap(RemindLater(weekly.id))

    assert [each.day for each in dates_of(kept, settled_chat)] == [date(2026, 11, 23)]
    assert _due(kept) == [clock() + timedelta(hours=3), datetime(2026, 11, 23, 7, tzinfo=UTC)]


async def test_later_for_an_own_reminder_whose_hour_has_passed(settled_chat: Chat, kept: Stores) -> None:
    """It comes in three hours, not at once."""
    kept.deadlines.add(a_deadline(me(kept, settled_chat), DeadlineKind.OWN, _TODAY, time(11)), ())
    await settled_chat.tap(RemindLater(a_deadline(me(kept, settled_chat)).id))

    assert _due(kept) == [NOON + timedelta(hours=3)]


@pytest.mark.parametrize(
    ("day", "clock_time", "told"),
    [(_TODAY, time(11), "deadline_no_moments"), (_TODAY - timedelta(days=1), None, "deadline_passed")],
    ids=["this morning", "yesterday"],
)
async def test_later_for_an_appointment_that_is_over(
    settled_chat: Chat, kept: Stores, composer: Composer, day: date, clock_time: time | None, told: str
) -> None:
    """A message that would not be sent is not promised."""
    deadline = a_deadline(me(kept, settled_chat), DeadlineKind.IOM_APPOINTMENT, day, clock_time)
    kept.deadlines.add(deadline, ())
    (message,) = await settled_chat.tap(RemindLater(deadline.id))

    assert say(composer, told) in words(message)
    assert (waiting(kept), [each.state for each in dates_of(kept, settled_chat)]) == (
        (),
        [DeadlineState.ACTIVE],
    )
