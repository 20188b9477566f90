"""Changing dates and taking them away."""

from dataclasses import replace
from datetime import date, time

from bot.stores import Stores
from content.formatting import format_date_and_time
from content.markup import Bullets
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AcceptProposal,
    CancelDeadline,
    ChangeDeadline,
    PreviousQuestion,
)
from conversations.composer import Composer
from conversations.deadlines import DeadlineKind
from conversations.flows.interview import InterviewId
from conversations.messages import Message
from tests.dates import (
    a_deadline,
    dates_of,
    me,
    only,
    set_date,
    waiting,
)
from tests.fakes import AMSTERDAM, Chat, actions, words

_EN = LanguageCode("en")
_TERM = InterviewId.DEPARTURE_TERM


def _moments(message: Message) -> list[str]:
    """Return the moments that a confirmation names."""
    (bullets,) = [block for block in message.blocks if isinstance(block, Bullets)]
    return words(replace(message, blocks=(bullets,))).splitlines()


def _planned(kept: Stores) -> list[str]:
    local = [reminder.due_at.astimezone(AMSTERDAM) for reminder in waiting(kept)]
    return [format_date_and_time(moment.date(), moment.time(), "en") for moment in sorted(local)]


async def test_another_day_keeps_the_id(settled_chat: Chat, kept: Stores) -> None:
    """A changed date stays the same one, with new reminders and none of the old."""
    await set_date(settled_chat, DeadlineKind.IOM_APPOINTMENT, "12 december 2026", "10:30", "bring my id")
    (before,) = dates_of(kept, settled_chat)
    await settled_chat.tap(ChangeDeadline(before.id))
    await settled_chat.write("20 december 2026")
    (confirm,) = await settled_chat.write("14:00")
    (confirmed,) = await settled_chat.tap(only(confirm, AcceptProposal))
    (after,) = dates_of(kept, settled_chat)

    assert (after.id, after.day, after.clock, after.note) == (
        before.id,
        date(2026, 12, 20),
        time(14),
        "bring my id",
    )
    assert _moments(confirmed) == _planned(kept)


async def test_a_corrected_estimate_is_no_estimate(settled_chat: Chat, kept: Stores) -> None:
    """Who puts the day of their letter in the place of our count no longer reads that it is our count."""
    kept.deadlines.add(replace(a_deadline(me(kept, settled_chat)), estimated=True), ())
    (before,) = dates_of(kept, settled_chat)
    await settled_chat.tap(ChangeDeadline(before.id))
    (confirm,) = await settled_chat.write("20 december 2026")
    await settled_chat.tap(only(confirm, AcceptProposal))

    assert [each.estimated for each in dates_of(kept, settled_chat)] == [False]


async def test_going_back_while_changing_loses_nothing(settled_chat: Chat, kept: Stores) -> None:
    """The kind and the note were known before: "previous" at the first question does not take them away."""
    await set_date(settled_chat, DeadlineKind.IOM_APPOINTMENT, "12 december 2026", "10:30", "bring my id")
    (before,) = dates_of(kept, settled_chat)
    (question,) = await settled_chat.tap(ChangeDeadline(before.id))
    for _ in range(3):
        await settled_chat.write("previous")
    await settled_chat.write("20 december 2026")
    (confirm,) = await settled_chat.write("14:00")
    await settled_chat.tap(only(confirm, AcceptProposal))

    assert not [each for each in actions(question) if isinstance(each, PreviousQuestion)]
    assert [(each.kind, each.note) for each in dates_of(kept, settled_chat)] == [(before.kind, "bring my id")]


async def test_cancelling_asks_first(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """A date goes only after a second tap, and its reminders with it."""
    await set_date(settled_chat, DeadlineKind.VBL_STAY, "12 december 2026")
    (deadline,) = dates_of(kept, settled_chat)
    (asked,) = await settled_chat.tap(CancelDeadline(deadline.id))
    (kept_after_all,) = await settled_chat.tap(CancelDeadline(deadline.id, confirmed=False))

    assert words(asked) == words(composer.notice(["deadline_cancel_question"], _EN))
    assert kept_after_all == composer.deadline(deadline, _EN)
    assert len(waiting(kept)) == 5

    (gone,) = await settled_chat.tap(CancelDeadline(deadline.id, confirmed=True))

    assert words(gone) == words(composer.notice(["deadline_cancelled"], _EN))
    assert (dates_of(kept, settled_chat), waiting(kept)) == ((), ())
