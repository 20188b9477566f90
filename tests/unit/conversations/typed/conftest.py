"""Reading typed answers with the real words of every language, on a Monday."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from content.loader import Content
from content.model import LanguageCode
from conversations.flows.answers import Problem
from conversations.flows.questions import (
    Answer,
    Clock,
    Day,
    Number,
    Period,
    Question,
    QuestionId,
    YesNoQuestion,
)
from conversations.typed.reader import Given, Read, Refused, Which, read_answer
from conversations.typed.vocabulary import Vocabulary, build_vocabulary

MONDAY = date(2026, 11, 2)
_ID = QuestionId("question")
QUESTIONS: Mapping[str, Question] = {
    "yes or no": YesNoQuestion(_ID),
    "number": Number(_ID, 0, 20),
    "past": Day(_ID, Period.PAST),
    "around now": Day(_ID, Period.AROUND_NOW, may_be_absent=True),
    "coming": Day(_ID, Period.COMING),
    "birth of child": Day(_ID, Period.BIRTH_OF_CHILD),
    "age": Day(_ID, Period.BIRTH_OF_YOUNG_PERSON),
    "time": Clock(_ID),
}
Reader = Callable[[str, str, str], Read]
Days = Callable[[str, str, str], tuple[Answer, ...] | Problem | None]


@pytest.fixture(scope="session")
def questions() -> Mapping[str, Question]:
    """Return a question of every kind that has no options, by a short name."""
    return QUESTIONS


@pytest.fixture(scope="session")
def today() -> date:
    """Return a Monday."""
    return MONDAY


@pytest.fixture(scope="session")
def vocabularies(content: Content) -> Mapping[str, Vocabulary]:
    """Return the real words by language."""
    return {language: build_vocabulary(content, LanguageCode(language)) for language in content.languages}


@pytest.fixture(scope="session")
def read(vocabularies: Mapping[str, Vocabulary]) -> Reader:
    """Return what reads a text as the answer to a question, in a language."""
    return lambda text, question, language: read_answer(
        text, QUESTIONS[question], {}, vocabularies[language], MONDAY
    )


@pytest.fixture(scope="session")
def meant(read: Reader) -> Days:
    """Return what gives all answers that a text can mean: one, a few to choose from, a problem or None."""

    def find(text: str, question: str, language: str) -> tuple[Answer, ...] | Problem | None:
        match read(text, question, language):
            case Given(answer):
                return (answer,)
            case Which(answers):
                return answers
            case Refused(problem):
                return problem
            case _:
                return None

    return find
