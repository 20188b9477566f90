"""The departure term of somebody who does not know an answer: never a wrong state, never a made-up day."""

from collections.abc import Mapping

import pytest

from content.model import Helper
from conversations.flows.departure_term import DEPARTURE_TERM
from conversations.flows.departure_term_rules import (
    APPLICATION,
    DECISION_DATE,
    DECISION_RECEIVED,
    DOCUMENT_W,
    EARLIER_DECISION,
    IS_MINOR,
    LETTER_LAST_DAY,
    NOT_COUNTED,
    PROVISIONAL_MEASURE,
    REJECTION,
    RULE_39,
    RULING_DATE,
    STAGE,
    STATUS_RULES,
    TERM_IN_LETTER,
    WAS_PAUSED,
    ApplicationKind,
    Measure,
    RejectionKind,
    Stage,
    TermInLetter,
)
from conversations.flows.questions import Answer, Day, Question, QuestionId, Special, YesNo
from conversations.flows.results import Result
from tests.unit.conversations.flows.terms import DECISION, DECISION_AND_28, counted, term
from tests.unit.conversations.flows.walks import TODAY, every_way, telling_answers

_UNKNOWN = Special.UNKNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {IS_MINOR: _UNKNOWN},
        {DECISION_RECEIVED: _UNKNOWN},
        {DOCUMENT_W: _UNKNOWN},
        {STAGE: _UNKNOWN},
        {TERM_IN_LETTER: _UNKNOWN},
        {APPLICATION: _UNKNOWN},
        {PROVISIONAL_MEASURE: _UNKNOWN},
        {APPLICATION: ApplicationKind.REPEAT, EARLIER_DECISION: _UNKNOWN},
        {STAGE: Stage.APPEAL_PENDING, REJECTION: _UNKNOWN},
        {STAGE: Stage.HIGHER_APPEAL_PENDING, PROVISIONAL_MEASURE: _UNKNOWN},
        {STAGE: Stage.EUROPEAN_COURT, RULE_39: _UNKNOWN},
        {STAGE: Stage.APPEAL_LOST, WAS_PAUSED: _UNKNOWN},
        {STAGE: Stage.APPEAL_LOST, WAS_PAUSED: YesNo.YES, RULING_DATE: _UNKNOWN},
        {STAGE: Stage.EUROPEAN_COURT, RULING_DATE: _UNKNOWN},
    ],
    ids=lambda changes: "-".join(question.id for question in changes),
)
def test_s99_an_unknown_answer_that_decides_gives_no_day(changes: Mapping[Question, Answer]) -> None:
    """What would change the outcome is not guessed: no day, no reminder, and a person."""
    result = term(changes)

    assert (result.rule, result.calculation, result.proposals) == ("s99", (), ())
    assert result.helper is Helper.COUNSELLOR


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("s09", {STAGE: Stage.APPEAL_PENDING, PROVISIONAL_MEASURE: _UNKNOWN}),
        (
            "s11",
            {
                STAGE: Stage.APPEAL_PENDING,
                APPLICATION: _UNKNOWN,
                REJECTION: RejectionKind.INADMISSIBLE,
            },
        ),
        (
            "s11",
            {STAGE: Stage.APPEAL_PENDING, APPLICATION: ApplicationKind.REPEAT, REJECTION: _UNKNOWN},
        ),
        ("s07", {TERM_IN_LETTER: TermInLetter.DAYS_0, DECISION_DATE: _UNKNOWN}),
        ("s15", {LETTER_LAST_DAY: _UNKNOWN}),
        ("s15", {REJECTION: _UNKNOWN, RULE_39: _UNKNOWN, WAS_PAUSED: _UNKNOWN, RULING_DATE: _UNKNOWN}),
        ("s10", {PROVISIONAL_MEASURE: Measure.NO_ANSWER_YET, DECISION_DATE: _UNKNOWN}),
    ],
    ids=[
        "s09 VoVo does not matter",
        "s11 kind of application does not matter",
        "s11 kind of rejection does not matter",
        "s07 date does not matter",
        "s15 day not found in the letter",
        "s15 was never asked",
        "s10 no date",
    ],
)
def test_an_unknown_answer_that_decides_nothing_does_no_harm(
    rule: str, changes: Mapping[Question, Answer]
) -> None:
    """When every answer would lead to the same state, that state is told."""
    assert term(changes).rule == rule


def test_s07_without_a_date_counts_nothing_and_still_brings_a_lawyer() -> None:
    """0 days are urgent with or without the date."""
    result = term({TERM_IN_LETTER: TermInLetter.DAYS_0, DECISION_DATE: _UNKNOWN})

    assert (result.calculation, result.proposals, result.is_estimate) == ((), (), False)
    assert result.helper is Helper.LEGAL_AID


def test_s12_without_knowing_of_a_pause_counts_the_earlier_day() -> None:
    """A higher appeal counts from the decision unless waiting for the court was allowed."""
    result = term({STAGE: Stage.HIGHER_APPEAL_PENDING, WAS_PAUSED: _UNKNOWN})

    assert (result.rule, counted(result)) == ("s12", (DECISION, 28, DECISION_AND_28))
    assert result.helper is Helper.LEGAL_AID


def test_who_learns_an_answer_never_hears_another_state() -> None:
    """For all ways: an answer that was unknown, given later, never contradicts what was told before."""
    status = {rule.id: rule.status for rule in (*STATUS_RULES, NOT_COUNTED)}
    contradictions = [
        (result.rule, learned.rule, question.id)
        for answers, result in every_way(DEPARTURE_TERM)
        if result.rule != NOT_COUNTED.id
        for question in DEPARTURE_TERM.questions
        if answers.get(question.id) is _UNKNOWN and not isinstance(question, Day)
        for answer in telling_answers(question)
        for learned in _finished({**answers, question.id: answer})
        if status[learned.rule] is not status[result.rule]
    ]

    assert contradictions == []


def _finished(answers: Mapping[QuestionId, Answer]) -> list[Result]:
    """Return the results of `answers`; of those that open another question, one for each answer to it."""
    step = DEPARTURE_TERM.step(answers, TODAY)
    if isinstance(step, Result):
        return [step]
    known = [answer for answer in telling_answers(step) if answer is not _UNKNOWN]
    return [result for answer in known for result in _finished({**answers, step.id: answer})]
