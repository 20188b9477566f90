"""Explaining terms, and pairs of ids that are one question to a person."""

from datetime import date

import pytest

from content.loader import Content
from content.model import DUTCH, Group, LanguageCode, TermId, TopicId
from conversations.actions import ShowTerm, ShowTopic, TalkToPerson
from conversations.assistant import Assistant
from conversations.composer import Composer
from conversations.identifiers import new_conversation_id
from conversations.messages import Kind
from conversations.understanding import (
    Clarify,
    ExplainTerm,
    OutOfScope,
    RankedIntent,
    Say,
    Understood,
)
from tests.fakes import FakeUnderstanding, actions, words

_TODAY = date(2026, 11, 2)
_VBL = TermId("vbl")


def _pairs(content: Content) -> list[tuple[TopicId, TopicId]]:
    return [
        (question.answered_below, key)
        for key, question in content.handover.items()
        if question.answered_below
    ]


def test_a_term_is_explained(composer: Composer, language: LanguageCode) -> None:
    """An explanation holds the Dutch name, its meaning and its source, and leads on to the topics."""
    message = composer.term(_VBL, language)
    text = words(message)
    explanation = composer.content.explanation(_VBL, language)

    assert (message.kind, message.term, message.topic) == (Kind.ANSWER, _VBL, None)
    assert explanation.name in text
    assert explanation.gloss in text
    assert [source.as_of for source in message.sources] != []
    assert ShowTopic(TopicId("vbl_conditions")) in actions(message)
    assert TalkToPerson() in actions(message)
    assert (ShowTerm(_VBL, DUTCH) in actions(message)) == (language != DUTCH)


def test_every_term_can_be_told(composer: Composer, language: LanguageCode) -> None:
    """No explanation has a gap, a brace or a bracket."""
    for term in composer.content.glossary:
        text = words(composer.term(term, language))
        assert not set("{}[]<>") & set(text)


def test_the_dutch_explanation_leads_back(composer: Composer, language: LanguageCode) -> None:
    """Whoever reads the Dutch explanation with a helper gets back to their own language."""
    message = composer.original_term(_VBL, language)

    assert message.blocks == composer.term(_VBL, DUTCH).blocks
    assert ShowTerm(_VBL) in actions(message)


async def test_the_terms_of_a_question_are_explained(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """At most two terms are explained at once; an unknown word is admitted, and a person offered."""
    for terms, told in (
        ((_VBL,), [_VBL]),
        (("hrt", "osb", "iom"), ["hrt", "osb"]),
        (("planned_term",), [None]),
        ((), [None]),
    ):
        understanding.answer("?", Understood((ExplainTerm(),), (), tuple(TermId(term) for term in terms)))
        turn = await assistant.answer(new_conversation_id(), "?", language)

        assert [message.term for message in turn.messages] == told
        assert turn.messages[0].offers_counsellor


def test_a_pair_gets_one_answer(composer: Composer, language: LanguageCode) -> None:
    """Both ids tell the facts first and then who can tell what holds today."""
    pairs = _pairs(composer.content)
    assert len(pairs) == 8
    for topic, question in pairs:
        facts, person = (composer.answer(each, language, _TODAY) for each in (topic, question))
        told = words(facts)

        assert facts.blocks == person.blocks
        assert (facts.topic, person.topic) == (topic, question)
        assert (facts.kind, person.kind) == (Kind.ANSWER, Kind.HANDOVER)
        assert person.offers_counsellor
        assert told.startswith(composer.content.answer(topic, language).title)
        first_sentence = composer.content.answer(question, language).answer.split("\n")[0][:20]
        assert told.index(first_sentence.split("[")[0].split("{")[0].strip()) > len(told) / 4


def test_a_pair_is_offered_once(composer: Composer, language: LanguageCode) -> None:
    """No answer has a button to its own other half, and no menu shows both halves."""
    for topic, question in _pairs(composer.content):
        shown = {
            a.topic for a in actions(composer.answer(topic, language, _TODAY)) if isinstance(a, ShowTopic)
        }
        assert question not in shown
    for group in (*Group, None):
        listed = {a.topic for a in actions(composer.group(group, language)) if isinstance(a, ShowTopic)}
        assert [pair for pair in _pairs(composer.content) if set(pair) <= listed] == []


@pytest.mark.parametrize("first", [0, 1])
async def test_asking_back_offers_one_half(
    assistant: Assistant, understanding: FakeUnderstanding, first: int
) -> None:
    """Choosing between two buttons with the same answer would be no choice."""
    pair = ["hrt_amounts", "current_hrt_amounts"]
    ranked = [pair[first], pair[1 - first], "entry_ban"]
    ranking = tuple(RankedIntent(intent, 0.3) for intent in ranked)
    understanding.answer("?", Understood((Clarify(),), ranking))
    (message,) = (await assistant.answer(new_conversation_id(), "?", DUTCH)).messages

    assert message.options == (pair[first], "entry_ban")


async def test_the_runner_up_is_one_tap_away(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """A wrong answer is put right with the first button below it; an unlikely guess gets no button."""
    for share, offered in ((0.1, True), (0.04, False)):
        ranking = (RankedIntent("entry_ban", 0.8), RankedIntent("statelessness", share))
        understanding.answer("?", Understood((Say(TopicId("entry_ban")),), ranking))
        (message,) = (await assistant.answer(new_conversation_id(), "?", language)).messages

        assert (actions(message)[0] == ShowTopic(TopicId("statelessness"))) == offered


async def test_what_may_be_of_our_field_is_offered(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """A message that looks foreign is told so, and what it may have meant is still offered."""
    ranked = (("nlu_fallback", 0.5), ("out_of_scope", 0.4), ("entry_ban", 0.2), ("vovo_request", 0.01))
    ranking = tuple(RankedIntent(intent, share) for intent, share in ranked)
    for directive in (Clarify(), OutOfScope()):
        understanding.answer("?", Understood((directive,), ranking))
        (message,) = (await assistant.answer(new_conversation_id(), "?", language)).messages

        assert message.kind is Kind.FALLBACK
        shown = [action for action in actions(message) if isinstance(action, ShowTopic)]
        assert shown == [ShowTopic(TopicId("entry_ban"))]


async def test_in_doubt_a_term_is_explained(
    assistant: Assistant, understanding: FakeUnderstanding, language: LanguageCode
) -> None:
    """ "What is a VBL?" gets the explanation even when the topic is as likely; its button stands below."""
    ranked = (("nlu_fallback", 0.5), ("vbl_conditions", 0.45), ("ask_term", 0.4), ("entry_ban", 0.02))
    ranking = tuple(RankedIntent(intent, share) for intent, share in ranked)
    for terms, kind in (((_VBL,), Kind.ANSWER), ((), Kind.CLARIFY)):
        understanding.answer("?", Understood((Clarify(),), ranking, terms))
        (message,) = (await assistant.answer(new_conversation_id(), "?", language)).messages

        assert message.kind is kind
        assert ShowTopic(TopicId("vbl_conditions")) in actions(message)
