"""One question, one turn: every directive becomes the right message."""

import pytest

from content.model import Helper, LanguageCode, TopicId
from conversations.actions import NoneOfThese, ShowMenu, ShowTopic, TalkToPerson
from conversations.assistant import Assistant, Turn
from conversations.composer import Composer
from conversations.identifiers import ConversationId
from conversations.messages import Kind
from conversations.understanding import (
    Clarify,
    Directive,
    NothingMore,
    NotUnderstood,
    OfferPerson,
    OutOfScope,
    Say,
    Smalltalk,
    TellSources,
    Understood,
)
from tests.fakes import FakeUnderstanding, SettableClock, actions, words

_TALK = ConversationId("talk-1")
_EN = LanguageCode("en")
_HRT, _WORK, _WHO = TopicId("hrt_amounts"), TopicId("work_permission"), TopicId("who_are_you")
_UNPUBLISHED = TopicId("no_such_topic")
_QUESTION = "a question"


async def _ask(
    assistant: Assistant, language: LanguageCode = _EN, text: str = _QUESTION, last: TopicId | None = None
) -> Turn:
    return await assistant.answer(_TALK, text, language, last)


@pytest.mark.parametrize("topic", [_HRT, _WHO])
async def test_a_topic_is_answered(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode, topic: TopicId
) -> None:
    """What was understood is answered in the person's language, and remembered as what the talk is about."""
    understanding.expect(_QUESTION, Say(topic), ranking={topic: 0.9})
    turn = await _ask(assistant, language)

    assert [(message.topic, message.language) for message in turn.messages] == [(topic, language)]
    assert turn.topic == topic
    assert [entry.intent for entry in turn.ranking] == [topic]


async def test_a_part_is_answered_alone(
    assistant: Assistant, understanding: FakeUnderstanding, composer: Composer, clock: SettableClock
) -> None:
    """A follow-up question gets its own part of the last answer."""
    understanding.expect(_QUESTION, Say(_HRT, "children"))

    assert (await _ask(assistant)).messages == (composer.answer(_HRT, _EN, clock.today(), "children"),)


async def test_several_directives_are_told_in_order(
    assistant: Assistant, understanding: FakeUnderstanding
) -> None:
    """Two answers to one message come one after the other, and the last topic is what was told last."""
    understanding.expect(_QUESTION, Say(_HRT), Say(_WORK), Smalltalk("affirm"))
    turn = await _ask(assistant)

    assert [message.topic for message in turn.messages] == [_HRT, _WORK, None]
    assert turn.topic == _WORK


async def test_asking_back_offers_the_three_most_likely(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """In doubt the person chooses between at most three questions that can be answered."""
    ranking = {_HRT: 0.3, _UNPUBLISHED: 0.2, "greet": 0.2, _WORK: 0.1, _WHO: 0.09, "entry_ban": 0.08}
    understanding.expect(_QUESTION, Clarify(), ranking=ranking)
    (message,) = (await _ask(assistant, language)).messages

    assert (message.kind, message.options) == (Kind.CLARIFY, (_HRT, _WORK, _WHO))
    assert actions(message) == [*(ShowTopic(each) for each in (_HRT, _WORK, _WHO)), NoneOfThese()]


@pytest.mark.parametrize("ranking", [{}, {"greet": 0.9}, {_UNPUBLISHED: 0.9}, {_HRT: 0.009}])
async def test_nothing_likely_is_not_offered(
    assistant: Assistant, understanding: FakeUnderstanding, ranking: dict[str, float]
) -> None:
    """With nothing likely to offer it is said honestly that the message was not understood."""
    understanding.expect(_QUESTION, Clarify(), ranking=ranking)
    (message,) = (await _ask(assistant)).messages

    assert (message.kind, message.options) == (Kind.FALLBACK, ())


@pytest.mark.parametrize(
    ("directive", "key"),
    [
        (NotUnderstood(), "not_understood"),
        (NotUnderstood(again=True), "not_understood_twice"),
        (OutOfScope(), "out_of_scope"),
        (NothingMore(_HRT), "nothing_more_known"),
        (TellSources(_WHO), "nothing_more_known"),
    ],
)
async def test_what_cannot_be_answered_leads_to_a_person(
    assistant: Assistant,
    understanding: FakeUnderstanding,
    composer: Composer,
    language: LanguageCode,
    directive: Directive,
    key: str,
) -> None:
    """Never a wrong answer with a straight face: it says so, with the menu and a person at hand."""
    understanding.expect(_QUESTION, directive)
    (message,) = (await _ask(assistant, language)).messages

    assert words(message) == words(composer.notice([key], language))
    assert (message.kind, message.offers_counsellor) == (Kind.FALLBACK, True)
    assert actions(message) == [ShowMenu(), TalkToPerson()]


async def test_no_directive_counts_as_not_understood(
    assistant: Assistant, understanding: FakeUnderstanding, composer: Composer
) -> None:
    """Even when nothing comes back the person is not left without an answer."""
    understanding.expect(_QUESTION)
    (message,) = (await _ask(assistant)).messages

    assert words(message) == words(composer.notice(["not_understood"], _EN))


@pytest.mark.parametrize(
    "name",
    ["greet", "goodbye", "thank_you", "affirm", "deny", "how_are_you", "what_can_you_do", "frustrated"],
)
async def test_small_talk_keeps_the_topic(
    assistant: Assistant,
    understanding: FakeUnderstanding,
    composer: Composer,
    language: LanguageCode,
    name: str,
) -> None:
    """Thanks and greetings get a friendly word, and the talk goes on where it was."""
    understanding.expect(_QUESTION, Smalltalk(name))
    turn = await _ask(assistant, language, last=_HRT)

    assert [words(each) for each in turn.messages] == [
        words(composer.notice([f"smalltalk_{name}"], language))
    ]
    assert (turn.messages[0].kind, turn.topic) == (Kind.SMALLTALK, _HRT)


@pytest.mark.parametrize("helper", list(Helper))
async def test_a_person_can_be_offered_without_a_topic(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode, helper: Helper
) -> None:
    """Whoever can help best, the button to a person is there."""
    understanding.expect(_QUESTION, OfferPerson(helper))
    (message,) = (await _ask(assistant, language)).messages

    assert (message.kind, message.offers_counsellor) == (Kind.HANDOVER, True)
    assert actions(message) == [TalkToPerson()]


async def test_possible_danger_gets_the_emergency_numbers(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """A message that may speak of danger gets its answer and the numbers to call; no text is told twice."""
    for directive in (Say(_WORK), NotUnderstood(), Say(TopicId("suicidal_thoughts"))):
        understanding.answer(_QUESTION, Understood((directive,), (), possible_danger=True))
        (message,) = (await _ask(assistant, language)).messages

        organisation = assistant.content.organisation
        assert words(message).count(organisation.emergency_number) >= 1
        assert organisation.suicide_line in words(message)
        assert message.offers_counsellor
        assert message.notes_danger == (message.kind is not Kind.CRISIS)
