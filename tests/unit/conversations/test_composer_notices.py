"""What stands below an answer: sources, notices and the offer of a person."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from content.loader import Content
from content.model import (
    DUTCH,
    Escalation,
    LanguageCode,
    ReviewStatus,
    TopicId,
)
from conversations.composer import Composer
from tests.fakes import words

_TODAY = date(2026, 11, 2)
_STABLE = TopicId("afraid_to_return_danger")


def _told(composer: Composer, key: str, language: LanguageCode) -> str:
    return words(composer.notice([key], language))


def _with_status(content: Content, topic: TopicId, language: LanguageCode, status: ReviewStatus) -> Content:
    texts = content.texts[language]
    answers = {**texts.answers, topic: replace(texts.answers[topic], status=status)}
    return replace(
        content, texts={**content.texts, language: replace(texts, answers=MappingProxyType(answers))}
    )


def test_an_answer_names_its_sources(composer: Composer, language: LanguageCode) -> None:
    """Every fact can be traced: each document behind an answer is named once, with who made it and when."""
    content = composer.content
    for topic in filter(content.is_published, content.topics):
        message = composer.answer(topic, language, _TODAY)
        documents = {source.document for source in content.topics[topic].sources}

        assert {cited.title for cited in message.sources} == {
            content.documents[each].title for each in documents
        }
        assert len(message.sources) == len(documents)
        for cited in message.sources:
            assert cited.where != ()
            assert all(part in words(message) for part in (cited.title, cited.publisher, cited.as_of))


def test_the_date_of_a_source_says_how_sure_it_is(composer: Composer, language: LanguageCode) -> None:
    """A year that was inferred is told as such, and so is a document without a date."""
    cited = {
        each.title: each.as_of
        for topic in composer.content.topics
        for each in composer.cited_sources(topic, language)
    }
    about = composer.content.interface("date_about", language)

    for document in composer.content.documents.values():
        if document.as_of == "undated":
            assert cited[document.title] == composer.content.interface("date_undated", language)
        elif document.approximate:
            assert cited[document.title] == about.format(date=document.as_of)
        else:
            assert document.as_of[:4] in cited[document.title]


def test_what_may_have_changed_says_so(composer: Composer, language: LanguageCode) -> None:
    """No one takes an old amount for today's: every volatile answer carries the notice, and only those."""
    content = composer.content
    notice = _told(composer, "volatile_notice", language)
    for topic in filter(content.is_published, content.topics):
        told = notice in words(composer.answer(topic, language, _TODAY))

        assert told == content.topics[topic].volatile


def test_an_answer_past_its_review_date_says_so(composer: Composer, language: LanguageCode) -> None:
    """The day after its review date an answer carries a notice; up to that day it does not."""
    notice = _told(composer, "review_notice", language)
    last_day = composer.content.topics[_STABLE].review_by

    assert notice not in words(composer.answer(_STABLE, language, last_day))
    assert notice in words(composer.answer(_STABLE, language, last_day + timedelta(days=1)))


@pytest.mark.parametrize("topic", [_STABLE, TopicId("who_are_you")])
@pytest.mark.parametrize("status", list(ReviewStatus))
def test_a_draft_says_so(
    content: Content, language: LanguageCode, topic: TopicId, status: ReviewStatus
) -> None:
    """A text that no one has checked says so, until someone has."""
    composer = Composer(_with_status(content, topic, language, status))
    notice = _told(composer, "draft_notice", language)

    assert (notice in words(composer.answer(topic, language, _TODAY))) == (status is ReviewStatus.DRAFT)


@pytest.mark.parametrize("escalation", list(Escalation))
def test_a_person_is_offered_as_the_catalogue_says(composer: Composer, escalation: Escalation) -> None:
    """An answer that always needs a person says so in words; one that never does makes no promise."""
    content = composer.content
    for topic_id in filter(content.is_published, content.topics):
        message = composer.answer(topic_id, DUTCH, _TODAY)
        if content.topics[topic_id].escalate is escalation:
            said = _told(composer, "offer_counsellor", DUTCH) in words(message)

            assert message.offers_counsellor == (escalation is not Escalation.NEVER)
            assert said == (escalation is Escalation.ALWAYS)
