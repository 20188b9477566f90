"""Interviews: from the first question to the result, by buttons and by typing."""

import pytest

from bot.stores import Stores
from content.formatting import format_day
from content.model import LanguageCode
from conversations.actions import GiveConsent
from conversations.actions_of_interviews import (
    AcceptProposal,
    PreviousQuestion,
    StartInterview,
    StopInterview,
)
from conversations.composer import Composer
from conversations.events import Command
from conversations.flows.departure_term_rules import DECISION_RECEIVED, IS_MINOR, LETTER_LAST_DAY
from conversations.flows.interview import InterviewId
from conversations.flows.questions import Special, YesNo
from conversations.interview_state import InterviewState
from conversations.messages import Kind, Message
from conversations.people import Consent
from tests.dates import (
    LAST_DAY,
    LETTER,
    all_actions,
    answers_offered,
    begin,
    give,
    go_through,
    me,
    only,
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


async def test_calculate_offers_every_interview(settled_chat: Chat) -> None:
    """/calculate shows all six, each with one tap."""
    (message,) = await settled_chat.command(Command.CALCULATE)

    assert actions(message) == [StartInterview(each) for each in InterviewId]


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
async def test_consent_is_asked_first_and_then_the_interview_begins(
    settled_chat: Chat, kept: Stores, composer: Composer, consent: Consent
) -> None:
    """Nothing is kept before the person agreed; after yes they need not look for the interview again."""
    kept.people.set_consent(me(kept, settled_chat), consent)
    (asked,) = await settled_chat.tap(StartInterview(_TERM))

    assert actions(asked) == [GiveConsent(given=True, then=_TERM), GiveConsent(given=False)]
    assert kept.interviews.current(me(kept, settled_chat)) is None

    (question,) = await settled_chat.tap(GiveConsent(given=True, then=_TERM))

    assert _asks(question, composer, "is_unaccompanied_minor")
    assert words(composer.notice(["departure_term_intro"], _EN)) in words(question)


async def test_no_consent_no_interview(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """Who refuses gets the menu, and nothing was kept."""
    kept.people.set_consent(me(kept, settled_chat), Consent.NOT_ASKED)
    await settled_chat.tap(StartInterview(_TERM))

    assert await settled_chat.tap(GiveConsent(given=False)) == (composer.menu(_EN, "consent_refused"),)
    assert kept.interviews.current(me(kept, settled_chat)) is None


async def test_buttons_lead_to_the_result(settled_chat: Chat) -> None:
    """Three taps come to the last day in the letter, with one tap to be reminded of it."""
    result = await go_through(settled_chat, _TERM, LETTER)

    assert result.kind == Kind.ANSWER
    assert format_day(LAST_DAY, "en") in words(result)
    assert only(result, AcceptProposal).proposal == 0


async def test_typed_answers_lead_to_the_same_result(settled_chat: Chat) -> None:
    """Who types gets the same result as who taps."""
    tapped = await go_through(settled_chat, _TERM, LETTER)
    await begin(settled_chat)
    for text in ("No", "yeah", "12 dec 2026"):
        (typed,) = await settled_chat.write(text)

    assert words(tapped) in words(typed)


async def test_an_answer_is_said_back(settled_chat: Chat, composer: Composer) -> None:
    """A day that was read wrongly is seen at once, above the next question."""
    question = await begin(settled_chat)
    (following,) = await settled_chat.tap(give(run_of(question), IS_MINOR, YesNo.NO))

    assert words(composer.notice(["interview_your_answer"], _EN, values={"answer": "No"})) in words(following)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "tapped"])
async def test_previous_takes_one_answer_back(
    settled_chat: Chat, kept: Stores, composer: Composer, *, typed: bool
) -> None:
    """The question before is asked again, and its answer is gone."""
    run = run_of(await begin(settled_chat))
    await settled_chat.tap(give(run, IS_MINOR, YesNo.NO))
    (question,) = await settled_chat.tap(give(run, DECISION_RECEIVED, YesNo.YES))
    (again,) = await (
        settled_chat.write("go back") if typed else settled_chat.tap(only(question, PreviousQuestion))
    )

    assert _asks(again, composer, "decision_received")
    assert _state(kept, settled_chat).answers == ((IS_MINOR.id, "no"),)


async def test_no_way_back_from_the_first_question(settled_chat: Chat, composer: Composer) -> None:
    """The first question has no such button, and who types it is asked the same question."""
    first = await begin(settled_chat)
    (again,) = await settled_chat.write("previous")

    assert not [action for action in actions(first) if isinstance(action, PreviousQuestion)]
    assert _asks(again, composer, "is_unaccompanied_minor")


@pytest.mark.parametrize("how", ["word", "command", "button"])
async def test_stop_erases_the_answers(
    settled_chat: Chat, kept: Stores, composer: Composer, how: str
) -> None:
    """Stopping is always possible, in any way, and leaves no answer behind."""
    question = await begin(settled_chat)
    stopped = {
        "word": lambda: settled_chat.write("stop"),
        "command": lambda: settled_chat.command(Command.STOP),
        "button": lambda: settled_chat.tap(only(question, StopInterview)),
    }

    assert await stopped[how]() == (composer.menu(_EN, "interview_stopped"),)
    assert kept.interviews.current(me(kept, settled_chat)) is None


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "tapped"])
async def test_not_knowing_is_an_answer(
    settled_chat: Chat, kept: Stores, composer: Composer, *, typed: bool
) -> None:
    """The interview goes on after "I don't know"."""
    run = run_of(await begin(settled_chat))
    (following,) = await (
        settled_chat.write("I don't know")
        if typed
        else settled_chat.tap(give(run, IS_MINOR, Special.UNKNOWN))
    )

    assert _state(kept, settled_chat).answers == ((IS_MINOR.id, "unknown"),)
    assert not _asks(following, composer, "is_unaccompanied_minor")


async def test_another_interview_takes_the_place_of_the_first(settled_chat: Chat, kept: Stores) -> None:
    """Who begins another interview is in that one, with no answers of the first."""
    await settled_chat.tap(give(run_of(await begin(settled_chat)), IS_MINOR, YesNo.NO))
    await begin(settled_chat, InterviewId.GUIDANCE)

    assert (_state(kept, settled_chat).interview, _state(kept, settled_chat).answers) == (
        InterviewId.GUIDANCE,
        (),
    )


async def test_answers_can_be_changed_after_the_result(settled_chat: Chat, composer: Composer) -> None:
    """The last question is asked again from the result on."""
    result = await go_through(settled_chat, _TERM, LETTER)
    (question,) = await settled_chat.tap(only(result, PreviousQuestion))

    assert _asks(question, composer, "letter_last_day")
    assert give(run_of(question), LETTER_LAST_DAY, Special.ABSENT) in all_actions(question)
    assert LAST_DAY.isoformat() not in {each.answer for each in answers_offered(question)}
