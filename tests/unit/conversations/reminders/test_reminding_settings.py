"""When people want to be reminded."""

from datetime import date

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    RemindLater,
    ShowReminderSettings,
    StopReminders,
    ToggleDiscreet,
    ToggleDistance,
)
from conversations.composer import Composer
from conversations.deadlines import APPOINTMENT_DISTANCES, TERM_DISTANCES, DeadlineKind, Distance
from conversations.events import Command
from tests.dates import a_deadline, at, dates_of, distances, me, set_date, waiting
from tests.fakes import NOON, Chat, actions, words

_EN = LanguageCode("en")


async def test_every_moment_can_be_switched(settled_chat: Chat) -> None:
    """/reminders shows a switch for each moment, for terms and for appointments, and the discreet one."""
    (message,) = await settled_chat.command(Command.REMINDERS)

    assert actions(message) == [
        *(ToggleDistance(appointments=False, distance=each) for each in TERM_DISTANCES),
        *(ToggleDistance(appointments=True, distance=each) for each in APPOINTMENT_DISTANCES),
        ToggleDiscreet(),
    ]
    assert (message,) == await settled_chat.tap(ShowReminderSettings())


async def test_a_switch_changes_the_plan_of_every_term(settled_chat: Chat, kept: Stores) -> None:
    """Reminders of dates that were set before follow, those of appointments stay."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    await set_date(settled_chat, DeadlineKind.IOM_APPOINTMENT, "12 december 2026", "10:30", "skip")
    off = ToggleDistance(appointments=False, distance=Distance.DAYS_1)
    await settled_chat.tap(off)

    by_kind = {
        deadline.kind: {each.distance for each in waiting(kept) if each.deadline == deadline.id}
        for deadline in dates_of(kept, settled_chat)
    }
    assert by_kind == {
        DeadlineKind.VBL_STAY: set(TERM_DISTANCES) - {Distance.DAYS_1},
        DeadlineKind.IOM_APPOINTMENT: set(APPOINTMENT_DISTANCES),
    }

    await settled_chat.tap(off)
    assert len(waiting(kept)) == len(TERM_DISTANCES) + len(APPOINTMENT_DISTANCES)


@pytest.mark.parametrize(
    ("appointments", "offered"),
    [(False, TERM_DISTANCES), (True, APPOINTMENT_DISTANCES)],
    ids=["terms", "appointments"],
)
async def test_at_least_one_moment_stays_on(
    settled_chat: Chat,
    kept: Stores,
    composer: Composer,
    *,
    appointments: bool,
    offered: tuple[Distance, ...],
) -> None:
    """Nobody switches off every reminder by accident: the last one stays, with the reason."""
    for distance in offered:
        (message,) = await settled_chat.tap(ToggleDistance(appointments, distance))
    settings = kept.deadlines.settings_of(me(kept, settled_chat))
    chosen = settings.appointment_distances if appointments else settings.term_distances

    assert chosen == {offered[-1]}
    assert words(composer.notice(["settings_one_needed"], _EN)) in words(message)


async def test_a_whole_day_appointment_is_reminded_of_whatever_was_chosen(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """ "2 hours before" says nothing where no time is known: a reminder comes all the same."""
    for distance in (Distance.DAYS_7, Distance.DAYS_1):
        await settled_chat.tap(ToggleDistance(appointments=True, distance=distance))
    (told,) = await set_date(settled_chat, DeadlineKind.IOM_APPOINTMENT, "12 december 2026", "skip", "skip")

    assert words(composer.notice(["deadline_no_moments"], _EN)) not in words(told)
    assert waiting(kept) != ()


async def test_a_switch_does_not_wake_stopped_reminders(settled_chat: Chat, kept: Stores) -> None:
    """Who stopped the reminders of one date gets none because of the settings."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    (deadline,) = dates_of(kept, settled_chat)
    await settled_chat.tap(StopReminders(deadline.id))
    await settled_chat.tap(ToggleDistance(appointments=False, distance=Distance.DAYS_1))

    assert waiting(kept) == ()


async def test_a_switch_keeps_what_was_asked_for_later(settled_chat: Chat, kept: Stores) -> None:
    """A reminder that was promised after "later" comes whatever is switched."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    (deadline,) = dates_of(kept, settled_chat)
    await settled_chat.tap(RemindLater(deadline.id))
    await settled_chat.tap(ToggleDistance(appointments=False, distance=Distance.DAYS_1))

    assert Distance.LATER in distances(kept)


async def test_a_switch_keeps_what_is_overdue(settled_chat: Chat, kept: Stores) -> None:
    """A reminder that could not be sent yet is not lost because the person changes another moment."""
    deadline = a_deadline(me(kept, settled_chat), day=date(2026, 11, 3))
    kept.deadlines.add(deadline, [at(NOON)])
    await settled_chat.tap(ToggleDistance(appointments=False, distance=Distance.DAYS_14))

    assert Distance.DAYS_1 in distances(kept)


async def test_discreet_is_switched_on_and_off(settled_chat: Chat, kept: Stores) -> None:
    """One tap each."""
    person = me(kept, settled_chat)
    seen = []
    for _ in range(2):
        await settled_chat.tap(ToggleDiscreet())
        seen.append(kept.deadlines.settings_of(person).discreet)

    assert seen == [True, False]
