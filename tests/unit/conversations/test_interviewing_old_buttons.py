"""Buttons that no longer fit: double taps, two phones, old keyboards, ended interviews."""

from dataclasses import replace
from datetime import date

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AcceptProposal,
    GiveAnswer,
    PreviousQuestion,
    ShowInterviews,
    ShowMonth,
    StopInterview,
)
from conversations.composer import Composer
from conversations.events import Command
from conversations.flows.departure_term_rules import IS_MINOR
from conversations.flows.interview import InterviewId
from conversations.flows.questions import YesNo
from conversations.interview_state import InterviewState, Run
from conversations.messages import Message
from tests.dates import (
    begin,
    give,
    me,
    run_of,
)
from tests.fakes import Chat, actions, words

_EN = LanguageCode("en")
_TERM = InterviewId.DEPARTURE_TERM


def _state(kept: Stores, chat: Chat) -> InterviewState:
    state = kept.interviews.current(me(kept, chat))
    assert state is not None
    return state


def _asks(message: Message, composer: Composer, question: str) -> bool:
    return words(composer.notice([f"departure_term_ask_{question}"], _EN)) in words(message)


async def test_a_double_tap_answers_one_question(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """The second tap changes nothing and shows the open question, with the reason."""
    tap = give(run_of(await begin(settled_chat)), IS_MINOR, YesNo.NO)
    await settled_chat.tap(tap)
    before = _state(kept, settled_chat)
    (again,) = await settled_chat.tap(tap)

    assert _state(kept, settled_chat) == before
    assert words(composer.notice(["interview_button_old"], _EN)) in words(again)
    assert _asks(again, composer, "decision_received")


async def test_two_phones(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """What was answered on one phone is not overwritten by the keyboard that the other still shows."""
    first = await begin(settled_chat)
    run = run_of(first)
    await settled_chat.tap(give(run, IS_MINOR, YesNo.NO))
    (other,) = await settled_chat.tap(give(run, IS_MINOR, YesNo.YES))

    assert _state(kept, settled_chat).answers == ((IS_MINOR.id, "no"),)
    assert _asks(other, composer, "decision_received")


@pytest.mark.parametrize(
    "old",
    [
        give(Run("earlier"), IS_MINOR, YesNo.YES),
        PreviousQuestion(Run("earlier"), 1),
        StopInterview(Run("earlier")),
        AcceptProposal(Run("earlier"), 0),
        ShowMonth(Run("earlier"), 0, date(2026, 11, 1)),
    ],
    ids=lambda action: type(action).__name__,
)
async def test_old_keyboards_change_nothing(
    settled_chat: Chat, kept: Stores, composer: Composer, old: GiveAnswer
) -> None:
    """A button of an earlier time shows where the interview is now."""
    run = run_of(await begin(settled_chat))
    await settled_chat.tap(give(run, IS_MINOR, YesNo.NO))
    before = _state(kept, settled_chat)
    (message,) = await settled_chat.tap(old)

    assert _state(kept, settled_chat) == before
    assert words(composer.notice(["interview_button_old"], _EN)) in words(message)
    assert _asks(message, composer, "decision_received")


@pytest.mark.parametrize(
    "wrong",
    [
        give(Run(""), IS_MINOR, YesNo.NO),
        GiveAnswer(Run(""), 0, "perhaps"),
        GiveAnswer(Run(""), 99, "yes"),
        PreviousQuestion(Run(""), 5),
        AcceptProposal(Run(""), 0),
    ],
    ids=[
        "answered already",
        "no such answer",
        "no such question",
        "other number of answers",
        "no result yet",
    ],
)
async def test_buttons_that_do_not_fit_change_nothing(
    settled_chat: Chat, kept: Stores, wrong: GiveAnswer
) -> None:
    """Whatever a tap carries, only an answer to the open question counts."""
    run = run_of(await begin(settled_chat))
    await settled_chat.tap(give(run, IS_MINOR, YesNo.NO))
    before = _state(kept, settled_chat)
    await settled_chat.tap(replace(wrong, run=run))

    assert _state(kept, settled_chat) == before


async def test_a_button_after_the_end(settled_chat: Chat, composer: Composer) -> None:
    """A keyboard of an interview that was stopped says so, and offers to begin anew."""
    tap = give(run_of(await begin(settled_chat)), IS_MINOR, YesNo.NO)
    await settled_chat.command(Command.STOP)
    (message,) = await settled_chat.tap(tap)

    assert words(message) == words(composer.notice(["interview_over"], _EN))
    assert actions(message) == [ShowInterviews()]
