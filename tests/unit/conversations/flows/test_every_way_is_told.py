"""Every way through an interview can be told: texts, topics and sources exist, and no text is left over."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import conversations
from content.loader import ROOT, Content
from content.model import DUTCH
from content.yaml_files import read
from conversations.composer import Composer
from conversations.flows.answers import Problem
from conversations.flows.catalogue import INTERVIEWS, OFFERED_WITH
from conversations.flows.interview import Interview
from conversations.flows.questions import Choice, YesNo
from conversations.flows.results import Result
from conversations.interview_screens import label_key
from conversations.interview_state import Run
from tests.fakes import words
from tests.unit.conversations.flows.walks import every_way, lines_of

_RUN = Run("a1")
_each_interview = pytest.mark.parametrize("interview", INTERVIEWS.values(), ids=INTERVIEWS)


def _results(interview: Interview) -> list[Result]:
    """Return results that differ in what they say, whatever the days are."""
    different = {
        (
            result.rule,
            tuple((line.key, line.heading, line.here) for line in lines_of(result)),
            len(result.proposals),
            result.helper,
        ): result
        for _, result in every_way(interview)
    }
    return list(different.values())


def _keys(interview: Interview) -> Iterator[str]:
    """Yield the keys of everything that an interview shows."""
    yield f"{interview.id}_title"
    yield f"{interview.id}_intro"
    for question in interview.questions:
        yield f"{interview.id}_ask_{question.id}"
        if isinstance(question, Choice):
            options: list[StrEnum] = list(question.options)
            yield from (label_key(interview, question, option) for option in options)
    for result in _results(interview):
        yield from (line.key for line in lines_of(result))


@_each_interview
def test_everything_that_is_said_has_a_text(interview: Interview, content: Content) -> None:
    """Questions, buttons and every line of every result stand in the Dutch texts."""
    assert set(_keys(interview)) - set(content.texts[DUTCH].interface) == set()


@_each_interview
def test_every_topic_can_be_opened(interview: Interview, content: Content) -> None:
    """A result leads on only to topics that are published."""
    topics = {topic for result in _results(interview) for topic in result.topics}

    assert [topic for topic in topics if not content.is_published(topic)] == []


def test_interviews_are_offered_with_topics_that_exist(content: Content) -> None:
    """Each interview on the list of topics is offered below an answer that can be given."""
    assert [topic for topic in OFFERED_WITH if not content.is_published(topic)] == []


@_each_interview
def test_every_source_is_a_document(interview: Interview, content: Content) -> None:
    """What is told can be looked up."""
    documents = {source.document for result in _results(interview) for source in result.sources}

    assert documents <= set(content.documents)


@_each_interview
def test_every_result_can_be_shown(interview: Interview, composer: Composer) -> None:
    """No result has a gap, a brace or a bracket in Dutch, and a helper is always offered as a person."""
    for result in _results(interview):
        message = composer.result(interview, result, _RUN, 1, DUTCH)

        assert not set("{}[]<>") & set(words(message)), result.rule
        assert message.offers_counsellor == (result.helper is not None)
        assert bool(message.sources) == bool(result.sources)


def test_no_text_of_the_interviews_is_left_over() -> None:
    """Translators write nothing that no screen and no result can show."""
    texts = read(ROOT / "texts" / DUTCH / "interviews.yml").data
    shown = {key for interview in INTERVIEWS.values() for key in _keys(interview)}
    problems = {f"interview_{problem}" for problem in Problem}
    answers = {f"answer_{answer}" for answer in YesNo}

    assert set(texts) - shown - problems - answers - _named_in_screens() == set()


def _named_in_screens() -> set[str]:
    """Return every string in the code around the interviews, which is where fixed keys stand."""
    return {
        node.value
        for path in Path(conversations.__path__[0]).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
