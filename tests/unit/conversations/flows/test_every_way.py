"""Every interview with any answers: it ends, it asks nothing twice, and it proposes nothing that is over."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.flows.answers import decode, encode, problem_with
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Answer, Note, QuestionId
from conversations.flows.results import Result
from tests.unit.conversations.flows.walks import (
    TODAY,
    answers_to,
    every_way,
    lines_of,
    telling_answers,
)

_DAYS = st.dates(date(2026, 1, 1), date(2036, 12, 31)) | st.sampled_from(
    [date(2028, 2, 29), date(2027, 2, 28), date(2026, 12, 31)]
)
_each_interview = pytest.mark.parametrize("interview", INTERVIEWS.values(), ids=INTERVIEWS)


def _walk(interview: Interview, today: date, data: st.DataObject) -> tuple[dict[QuestionId, Answer], Result]:
    """Answer what is asked until there is a result, in one step more than there are questions."""
    answers: dict[QuestionId, Answer] = {}
    for _ in range(len(interview.questions) + 1):
        step = interview.step(answers, today)
        if isinstance(step, Result):
            return answers, step
        assert step in interview.questions
        assert step.id not in answers
        answers[step.id] = data.draw(answers_to(step, today), label=step.id)
    raise AssertionError(f"no result after {len(answers)} answers")


@_each_interview
@settings(max_examples=300)
@given(today=_DAYS, data=st.data())
def test_any_answers_lead_to_one_result(interview: Interview, today: date, data: st.DataObject) -> None:
    """Whatever is answered on whatever day: own questions only, none twice, and a result that is told."""
    answers, result = _walk(interview, today, data)

    assert result.told
    assert interview.step(answers, today) == result


@_each_interview
@settings(max_examples=300)
@given(today=_DAYS, data=st.data())
def test_no_deadline_in_the_past_is_proposed(interview: Interview, today: date, data: st.DataObject) -> None:
    """A reminder of a day that is over would be a promise that cannot be kept."""
    _, result = _walk(interview, today, data)

    assert [proposal for proposal in result.proposals if proposal.day < today] == []


@_each_interview
@given(today=_DAYS, data=st.data())
def test_answers_that_were_kept_come_to_the_same_result(
    interview: Interview, today: date, data: st.DataObject
) -> None:
    """Answers make sense as they were drawn, and read back from the store they are the same."""
    answers, result = _walk(interview, today, data)
    questions = {question.id: question for question in interview.questions}
    kept = {name: decode(questions[name], encode(answer)) for name, answer in answers.items()}

    assert kept == answers
    assert interview.step(kept, today) == result
    assert {problem_with(questions[name], answer, today) for name, answer in answers.items()} <= {None}


@_each_interview
@given(today=_DAYS, data=st.data())
def test_going_back_asks_the_same_question(interview: Interview, today: date, data: st.DataObject) -> None:
    """Without the last answers the interview stands exactly where it stood."""
    answers, _ = _walk(interview, today, data)
    asked = list(answers)
    given_before = st.integers(0, len(asked)).map(lambda count: asked[:count])
    before = data.draw(given_before, label="answered before")
    step = interview.step({name: answers[name] for name in before}, today)

    assert isinstance(step, Result) == (before == asked)
    if not isinstance(step, Result):
        assert step.id == asked[len(before)]


@_each_interview
def test_a_question_has_one_id(interview: Interview) -> None:
    """Answers are kept by the id of the question, so it is unique, and it is found by it."""
    ids = [question.id for question in interview.questions]

    assert len(set(ids)) == len(ids)
    assert [interview.question(each) for each in ids] == list(interview.questions)
    assert interview.question(QuestionId("gone")) is None


@_each_interview
def test_every_question_is_asked_of_somebody(interview: Interview) -> None:
    """A question that no way leads to would be a dead one."""
    asked = {name for answers, _ in every_way(interview) for name in answers}

    assert asked == {question.id for question in interview.questions}


@pytest.mark.parametrize(
    "interview",
    [each for each in INTERVIEWS.values() if each.id is not InterviewId.DEPARTURE_TERM],
    ids=lambda each: each.id,
)
def test_every_question_matters(interview: Interview) -> None:
    """Nobody is asked something whose answer can change nothing any more."""
    in_vain: list[tuple[str, dict[str, str]]] = []
    _outcomes(interview, {}, in_vain)

    assert in_vain == []


def _outcomes(
    interview: Interview,
    answers: Mapping[QuestionId, Answer],
    in_vain: list[tuple[str, dict[str, str]]],
) -> list[Result]:
    """Return the different results below a step, and note questions below which there is only one."""
    step = interview.step(answers, TODAY)
    if isinstance(step, Result):
        return [step]
    found: list[Result] = []
    for answer in telling_answers(step):
        for result in _outcomes(interview, {**answers, step.id: answer}, in_vain):
            if result not in found:
                found.append(result)
    # Own words that must be given have one telling answer, and matter by themselves.
    if len(found) == 1 and not isinstance(step, Note):
        in_vain.append((step.id, {name: str(answer) for name, answer in answers.items()}))
    return found


def _ids(prefix: str, *numbers: str) -> set[str]:
    return {f"{prefix}{number}" for number in numbers}


_INVENTORY = {
    InterviewId.DEPARTURE_TERM: {
        *(f"s{number:02}" for number in range(1, 16)),
        *_ids("s", "13b", "99"),
        *(f"a{number:02}" for number in range(1, 9)),
    },
    InterviewId.REINTEGRATION_MONEY: {f"m{number:02}" for number in range(1, 9)},
    InterviewId.UNACCOMPANIED_MINOR: _ids(
        "k", "01", "02", "03", "10", "11", "12", "13", "20", "21", "22", "23", "29", "30"
    ),
    InterviewId.PROCEDURE_TIMELINE: {
        *(f"t{number:02}" for number in range(1, 17)),
        *_ids("p", "01", "02", "03", "04"),
    },
    InterviewId.GUIDANCE: _ids("g", "01", "02", "03", "04", "05", "06", "10", "20", "21", "30"),
}


@pytest.mark.parametrize(
    ("interview", "rule"),
    [
        pytest.param(interview, rule, id=f"{interview}-{rule}")
        for interview, rules in _INVENTORY.items()
        for rule in sorted(rules)
    ],
)
def test_every_rule_of_the_inventory_is_reached(interview: InterviewId, rule: str) -> None:
    """Some answers lead to each rule, and its text is told."""
    assert any(
        line.key == f"{interview}_{rule}"
        for _, result in every_way(INTERVIEWS[interview])
        for line in lines_of(result)
    )


@pytest.mark.parametrize("interview", _INVENTORY)
def test_every_result_names_its_rule(interview: InterviewId) -> None:
    """The rule that decided is one of the inventory, or tells that the phase or the people are unknown."""
    rules = {result.rule for _, result in every_way(INTERVIEWS[interview])}

    assert rules - _INVENTORY[interview] <= {"overview", "people_unknown"}
