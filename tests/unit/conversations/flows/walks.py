"""Answers to interviews: given by a test, drawn at random, or all of them with a few dates."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import cache

from hypothesis import strategies as st

from conversations.flows.answers import LONGEST_NOTE, bounds
from conversations.flows.interview import Interview
from conversations.flows.new_deadline import KIND, OFFERED
from conversations.flows.questions import (
    Answer,
    Choice,
    Clock,
    Day,
    Note,
    Number,
    Period,
    Question,
    QuestionId,
    Special,
    Words,
    YesNo,
    YesNoQuestion,
)
from conversations.flows.results import Line, Result

TODAY = date(2026, 11, 2)
_MANY = 10
_TELLING_DAYS = {
    Period.PAST: (-5, -28, -100),
    Period.AROUND_NOW: (30, 0, -3),
    Period.COMING: (9,),
    Period.BIRTH_OF_CHILD: (-2000,),
    Period.BIRTH_OF_YOUNG_PERSON: (-6000, -8000),
}


def result_of(interview: Interview, answers: Mapping[Question, Answer], today: date = TODAY) -> Result:
    """Return what `answers` come to; a question that they leave open is a mistake of the test."""
    step = interview.step({question.id: answer for question, answer in answers.items()}, today)
    assert isinstance(step, Result), f"not answered: {step.id}"
    return step


def keys(lines: Iterable[Line]) -> list[str]:
    """Return the keys of `lines`, without what is filled in."""
    return [line.key for line in lines]


def lines_of(result: Result) -> tuple[Line, ...]:
    """Return everything that `result` says."""
    return (*result.told, *result.calculation, *result.besides, *result.conflicts)


def answers_to(question: Question, today: date) -> st.SearchStrategy[Answer]:
    """Draw any answer that makes sense, "I don't know" included."""
    unknown = st.just(Special.UNKNOWN)
    absent = st.just(Special.ABSENT)
    match question:
        case Choice() | YesNoQuestion():
            return st.sampled_from(_options(question))
        case Number(_, least, most):
            return unknown | st.integers(least, most)
        case Day(_, period, may_be_absent):
            days = unknown | st.dates(*bounds(period, today))
            if period is Period.BIRTH_OF_YOUNG_PERSON:
                return days | st.integers(1, 40)
            return days | absent if may_be_absent else days
        case Clock():
            return absent | st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
        case Note(_, may_be_absent):
            words = st.text(max_size=LONGEST_NOTE).map(Words)
            return absent | words if may_be_absent else words


@cache
def every_way(interview: Interview) -> tuple[tuple[Mapping[QuestionId, Answer], Result], ...]:
    """Return all ways through `interview`, with a few dates that stand for all."""
    return tuple(_ways(interview, {}))


def _ways(
    interview: Interview, answers: Mapping[QuestionId, Answer]
) -> Iterator[tuple[Mapping[QuestionId, Answer], Result]]:
    step = interview.step(answers, TODAY)
    if isinstance(step, Result):
        yield answers, step
        return
    for answer in telling_answers(step):
        yield from _ways(interview, {**answers, step.id: answer})


def telling_answers(question: Question) -> tuple[Answer, ...]:
    """Return every option of `question`, and of dates and numbers a few that stand for all."""
    match question:
        case Choice() | YesNoQuestion():
            return _options(question)
        case Number(_, least, most):
            every = most < _MANY
            return (*(range(least, most + 1) if every else (least, most)), Special.UNKNOWN)
        case Day(_, period, may_be_absent):
            days = tuple(TODAY + timedelta(away) for away in _TELLING_DAYS[period])
            return (*days, Special.UNKNOWN, *((Special.ABSENT,) if may_be_absent else ()))
        case Clock():
            return (time(9), Special.ABSENT)
        case Note(_, may_be_absent):
            return (Words("IOM"), *((Special.ABSENT,) if may_be_absent else ()))


def _options(question: Choice | YesNoQuestion) -> tuple[Answer, ...]:
    if question is KIND:
        return OFFERED
    options = question.options if isinstance(question, Choice) else YesNo
    return (*options, Special.UNKNOWN)
