"""Follow-up questions, danger, and what the assistant leaves to others."""

from datetime import timedelta

import pytest

from content.model import DangerKind, LanguageCode, TopicId
from conversations.assistant import Assistant, Turn
from conversations.composer import Composer
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import (
    ChangeLanguage,
    NothingMore,
    Repeat,
    TellSources,
)
from tests.fakes import FakeUnderstanding, SettableClock, words

_TALK = ConversationId("talk-1")
_EN = LanguageCode("en")
_HRT = TopicId("hrt_amounts")
_UNPUBLISHED = TopicId("planned_topic")
_QUESTION = "a question"


async def _ask(
    assistant: Assistant, language: LanguageCode = _EN, text: str = _QUESTION, last: TopicId | None = None
) -> Turn:
    return await assistant.answer(_TALK, text, language, last)


async def test_repeating_says_the_answer_again(
    assistant: Assistant, understanding: FakeUnderstanding, composer: Composer, clock: SettableClock
) -> None:
    """Who asks again gets the whole answer again, after a kind word."""
    understanding.expect(_QUESTION, Repeat(_HRT))
    (message,) = (await _ask(assistant, last=_HRT)).messages

    assert message.blocks[1:] == composer.answer(_HRT, _EN, clock.today()).blocks
    assert words(message).startswith(words(composer.notice(["repeat_intro"], _EN)))


async def test_the_sources_of_the_last_answer_are_told(
    assistant: Assistant, understanding: FakeUnderstanding, composer: Composer, language: LanguageCode
) -> None:
    """ "Where does this come from?" is answered about what was told last."""
    understanding.expect(_QUESTION, TellSources(_HRT))

    assert (await _ask(assistant, language)).messages == (composer.sources(_HRT, language),)


@pytest.mark.parametrize("kind", [Repeat, TellSources, NothingMore])
@pytest.mark.parametrize("topic", [None, _UNPUBLISHED, "no_such_topic"])
async def test_a_follow_up_without_a_topic_asks_which(
    assistant: Assistant,
    understanding: FakeUnderstanding,
    composer: Composer,
    kind: type[Repeat | TellSources | NothingMore],
    topic: TopicId | None,
) -> None:
    """A follow-up question about nothing is asked back, also when the last topic has since been removed."""
    understanding.expect(_QUESTION, kind(topic))
    (message,) = (await _ask(assistant)).messages

    assert words(message).startswith(words(composer.notice(["which_topic"], _EN)))


async def test_a_change_of_language_is_left_to_the_talk(
    assistant: Assistant, understanding: FakeUnderstanding
) -> None:
    """The assistant knows no person: it only tells that another language was asked for."""
    understanding.expect(_QUESTION, ChangeLanguage())

    assert await _ask(assistant, last=_HRT) == Turn((), topic=_HRT, changes_language=True)


@pytest.mark.parametrize("kind", list(DangerKind))
async def test_danger_never_waits_for_understanding(
    assistant: Assistant,
    understanding: FakeUnderstanding,
    composer: Composer,
    language: LanguageCode,
    kind: DangerKind,
) -> None:
    """In danger the fixed text comes at once, even when Rasa is down, in the person's language."""
    understanding.is_down = True
    phrase = assistant.content.texts[language].danger_phrases[kind][0]
    turn = await _ask(assistant, language, f"{phrase}!")

    assert turn.messages == (composer.danger(kind, language),)
    assert understanding.asked == []


async def test_an_unavailable_understanding_is_told_to_the_caller(
    assistant: Assistant, understanding: FakeUnderstanding
) -> None:
    """The caller decides whether a question can be kept; nothing is made up."""
    understanding.is_down = True

    with pytest.raises(UnderstandingUnavailableError):
        await _ask(assistant)


async def test_the_date_of_today_decides_about_notices(
    assistant: Assistant, clock: SettableClock, composer: Composer
) -> None:
    """A bot that runs for months notices by itself that a text has passed its review date."""
    topic = TopicId("afraid_to_return_danger")
    before = words(assistant.topic(topic, _EN))
    clock.moment += timedelta(days=365)
    notice = words(composer.notice(["review_notice"], _EN))

    assert (notice in before, notice in words(assistant.topic(topic, _EN))) == (False, True)
