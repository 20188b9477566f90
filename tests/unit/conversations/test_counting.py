"""What is counted of a talk, and what is not."""

import pytest

from bot.stores import Stores
from content.model import Helper, LanguageCode, TermId, TopicId
from conversations.actions import GiveConsent, OpenCase, ShowTopic
from conversations.cases import Sharing
from conversations.flows.interview import InterviewId
from conversations.messages import Kind
from conversations.statistics import Counted
from conversations.understanding import (
    ChangeLanguage,
    Clarify,
    Directive,
    ExplainTerm,
    NothingMore,
    NotUnderstood,
    OfferPerson,
    OutOfScope,
    Repeat,
    Say,
    ShowDates,
    Smalltalk,
    Start,
    TellSources,
    Understood,
)
from tests.fakes import Chat, FakeUnderstanding
from tests.fakes_of_statistics import counted

_HRT, _LAWYER = TopicId("hrt_amounts"), TopicId("no_lawyer_yet")
_QUESTION = "how much money do I get"


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        (Say(_HRT), (Counted.ANSWER, _HRT)),
        (Say(_LAWYER), (Counted.HANDOVER, _LAWYER)),
        (Say(TopicId("suicidal_thoughts")), (Counted.DANGER, "")),
        (ExplainTerm(), (Counted.ANSWER, "")),
        (Repeat(_HRT), (Counted.ANSWER, _HRT)),
        (TellSources(_HRT), (Counted.ANSWER, _HRT)),
        (NothingMore(_HRT), (Counted.ANSWER, "")),
        (Repeat(None), (Counted.CLARIFY, "")),
        (OfferPerson(Helper.COUNSELLOR), (Counted.HANDOVER, "")),
        (Clarify(), (Counted.CLARIFY, "")),
        (NotUnderstood(), (Counted.NOT_UNDERSTOOD, "")),
        (NotUnderstood(again=True), (Counted.NOT_UNDERSTOOD, "")),
        (OutOfScope(), (Counted.OUT_OF_SCOPE, "")),
        (Start(InterviewId.DEPARTURE_TERM), (Counted.INTERVIEW, "")),
        (ShowDates(), (Counted.INTERVIEW, "")),
    ],
    ids=str,
)
async def test_every_question_is_counted_once(
    kept: Stores,
    settled_chat: Chat,
    understanding: FakeUnderstanding,
    directive: Directive,
    expected: tuple[Counted, str],
) -> None:
    """What came of it, in which language; a topic only where one was answered, never with danger."""
    understanding.expect(_QUESTION, directive, ranking={"hrt_amounts": 0.4})
    if isinstance(directive, ExplainTerm):
        understanding.answer(_QUESTION, Understood((directive,), (), terms=(TermId("vbl"),)))
    await settled_chat.write(_QUESTION)

    assert counted(kept.statistics) == [("en", *expected, 1)]


@pytest.mark.parametrize("directive", [Smalltalk("thank_you"), ChangeLanguage()], ids=str)
async def test_what_is_no_question_is_not_counted(
    kept: Stores, settled_chat: Chat, understanding: FakeUnderstanding, directive: Directive
) -> None:
    """Thanks and the wish for another language would make the share of good answers look better."""
    understanding.expect(_QUESTION, directive)
    await settled_chat.write(_QUESTION)

    assert counted(kept.statistics) == []


async def test_danger_is_counted_without_what_it_is(kept: Stores, settled_chat: Chat) -> None:
    """A phrase of danger is one count, without consent and without its kind."""
    (message,) = await settled_chat.write("I want to kill myself")

    assert message.kind is Kind.CRISIS
    assert [each for each in counted(kept.statistics) if each[1] is Counted.DANGER] == [
        ("en", Counted.DANGER, "", 1)
    ]


async def test_a_question_that_waited_is_counted_when_it_is_answered(
    kept: Stores, settled_chat: Chat, understanding: FakeUnderstanding
) -> None:
    """While understanding is down nothing has come of the question yet."""
    understanding.expect(_QUESTION, Say(_HRT))
    understanding.is_down = True
    await settled_chat.write(_QUESTION)
    assert counted(kept.statistics) == []

    understanding.is_down = False
    await settled_chat.tap(GiveConsent(given=True))

    assert counted(kept.statistics) == [("en", Counted.ANSWER, _HRT, 1)]


async def test_a_tap_on_a_topic_is_counted_apart(kept: Stores, settled_chat: Chat) -> None:
    """Who taps has not typed a question; to look at the Dutch text is no second choice."""
    await settled_chat.tap(ShowTopic(_HRT))
    await settled_chat.tap(ShowTopic(_HRT, LanguageCode("nl")))
    await settled_chat.tap(ShowTopic(TopicId("gone")))

    assert counted(kept.statistics) == [("en", Counted.CHOSEN, _HRT, 1)]


async def test_what_goes_to_a_counsellor_is_no_question(
    kept: Stores, settled_chat: Chat, understanding: FakeUnderstanding
) -> None:
    """In a conversation with a counsellor the assistant only looks along."""
    understanding.expect(_QUESTION, Say(_HRT))
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    await settled_chat.write(_QUESTION)

    assert counted(kept.statistics) == [(None, Counted.CASE_OPENED, "asked_for", 1)]
