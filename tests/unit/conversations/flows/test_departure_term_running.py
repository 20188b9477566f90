"""The departure term: the status rules S10 to S15 and S99, with what is counted and who helps."""

from collections.abc import Mapping
from datetime import date

import pytest

from content.model import Helper
from conversations.deadlines import DeadlineKind
from conversations.flows.departure_term_rules import (
    APPLICATION,
    DECISION_DATE,
    PROVISIONAL_MEASURE,
    REJECTION,
    RULE_39,
    STAGE,
    TERM_IN_LETTER,
    WAS_PAUSED,
    ApplicationKind,
    Measure,
    RejectionKind,
    Stage,
    TermInLetter,
)
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Line, Proposal
from tests.unit.conversations.flows.terms import (
    DECISION,
    DECISION_AND_28,
    RULING,
    RULING_AND_28,
    counted,
    named,
    term,
)

_FROM_DECISION = (DECISION, 28, DECISION_AND_28)
_FROM_RULING = (RULING, 28, RULING_AND_28)


def _estimated(day: date) -> tuple[Proposal, ...]:
    return (Proposal(DeadlineKind.DEPARTURE_TERM, day, estimated=True),)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({STAGE: Stage.NO_APPEAL}, _FROM_DECISION),
        ({STAGE: Stage.APPEAL_PENDING, REJECTION: RejectionKind.INADMISSIBLE}, _FROM_DECISION),
        ({STAGE: Stage.HIGHER_APPEAL_PENDING, WAS_PAUSED: YesNo.YES}, _FROM_RULING),
        ({STAGE: Stage.HIGHER_APPEAL_PENDING, WAS_PAUSED: YesNo.NO}, _FROM_DECISION),
        ({STAGE: Stage.APPEAL_LOST, WAS_PAUSED: YesNo.YES}, _FROM_RULING),
        ({STAGE: Stage.EUROPEAN_COURT, RULE_39: Measure.REFUSED}, _FROM_RULING),
    ],
    ids=[
        "no appeal",
        "appeal",
        "higher appeal",
        "higher appeal, not paused",
        "appeal lost",
        "European Court",
    ],
)
def test_s10_without_an_answer_the_cautious_day_is_shown(
    changes: Mapping[Question, Answer], count: tuple[date, int, date]
) -> None:
    """The day is counted as if nothing had been asked for; the disagreement and a lawyer come with it."""
    result = term({**changes, PROVISIONAL_MEASURE: Measure.NO_ANSWER_YET})

    assert (result.rule, counted(result)) == ("s10", count)
    assert (named(result.conflicts), result.helper) == (["conflict_2"], Helper.LEGAL_AID)
    assert (result.is_estimate, result.proposals) == (True, _estimated(count[2]))


def test_s10_without_anything_to_count_shows_no_day() -> None:
    """Where the table comes to no count without the VoVo, none is made up."""
    result = term({TERM_IN_LETTER: TermInLetter.OTHER, PROVISIONAL_MEASURE: Measure.NO_ANSWER_YET})

    assert (result.rule, result.calculation, result.proposals) == ("s10", (), ())


@pytest.mark.parametrize("measure", [Measure.NOT_ASKED, Measure.REFUSED])
@pytest.mark.parametrize("in_letter", [TermInLetter.DAYS_28, TermInLetter.NOT_FOUND])
@pytest.mark.parametrize(
    "changes",
    [
        {APPLICATION: ApplicationKind.REPEAT},
        {REJECTION: RejectionKind.INADMISSIBLE},
        {REJECTION: RejectionKind.MANIFESTLY_UNFOUNDED},
    ],
    ids=["repeat", "inadmissible", "manifestly unfounded"],
)
def test_s11_some_appeals_do_not_pause_the_term(
    changes: Mapping[Question, Answer], in_letter: TermInLetter, measure: Measure
) -> None:
    """Without a VoVo the days count from the decision, and a lawyer is always named."""
    result = term(
        {**changes, STAGE: Stage.APPEAL_PENDING, PROVISIONAL_MEASURE: measure, TERM_IN_LETTER: in_letter}
    )

    assert (result.rule, counted(result), result.helper) == ("s11", _FROM_DECISION, Helper.LEGAL_AID)
    assert result.proposals == _estimated(DECISION_AND_28)


@pytest.mark.parametrize(
    "changes",
    [
        {STAGE: Stage.APPEAL_PENDING, REJECTION: RejectionKind.INADMISSIBLE},
        {STAGE: Stage.HIGHER_APPEAL_PENDING, WAS_PAUSED: YesNo.YES},
        {STAGE: Stage.HIGHER_APPEAL_PENDING, WAS_PAUSED: YesNo.NO},
        {STAGE: Stage.APPEAL_LOST, WAS_PAUSED: YesNo.YES},
        {STAGE: Stage.HIGHER_APPEAL_LOST, WAS_PAUSED: YesNo.NO},
        {STAGE: Stage.EUROPEAN_COURT, RULE_39: Measure.REFUSED},
    ],
    ids=["s11", "s12 paused", "s12", "s13", "s13b", "s14"],
)
def test_another_number_in_the_letter_is_not_counted_as_28(changes: Mapping[Question, Answer]) -> None:
    """The days of the letter count; when we do not know their number, no day is given and a lawyer named."""
    result = term({**changes, TERM_IN_LETTER: TermInLetter.OTHER})

    assert (result.rule, result.helper) == ("s99", Helper.LEGAL_AID)
    assert (result.calculation, result.proposals) == ((), ())


@pytest.mark.parametrize("measure", [Measure.NOT_ASKED, Measure.REFUSED])
@pytest.mark.parametrize(
    ("paused", "count"), [(YesNo.YES, _FROM_RULING), (YesNo.NO, _FROM_DECISION)], ids=["paused", "not paused"]
)
def test_s12_a_higher_appeal_does_not_pause_the_term(
    paused: YesNo, count: tuple[date, int, date], measure: Measure
) -> None:
    """The days count from the ruling when the court could be waited for, otherwise from the decision."""
    result = term({STAGE: Stage.HIGHER_APPEAL_PENDING, PROVISIONAL_MEASURE: measure, WAS_PAUSED: paused})

    assert (result.rule, counted(result), result.helper) == ("s12", count, Helper.LEGAL_AID)
    assert result.proposals == _estimated(count[2])


@pytest.mark.parametrize("stage", [Stage.APPEAL_LOST, Stage.HIGHER_APPEAL_LOST])
@pytest.mark.parametrize("measure", [Measure.NOT_ASKED, Measure.GRANTED, Measure.REFUSED])
def test_s13_after_a_pause_the_term_runs_from_the_ruling(stage: Stage, measure: Measure) -> None:
    """28 days after the last ruling, with where the sources disagree."""
    result = term({STAGE: stage, WAS_PAUSED: YesNo.YES, PROVISIONAL_MEASURE: measure})

    assert (result.rule, counted(result)) == ("s13", _FROM_RULING)
    assert (named(result.conflicts), result.helper) == (["conflict_3"], None)
    assert result.proposals == _estimated(RULING_AND_28)


@pytest.mark.parametrize("stage", [Stage.APPEAL_LOST, Stage.HIGHER_APPEAL_LOST])
def test_s13b_without_a_pause_the_term_ran_from_the_decision(stage: Stage) -> None:
    """28 days after the decision, with where the sources disagree, and always a lawyer."""
    result = term({STAGE: stage, WAS_PAUSED: YesNo.NO})

    assert (result.rule, counted(result)) == ("s13b", _FROM_DECISION)
    assert (named(result.conflicts), result.helper) == (["conflict_3"], Helper.LEGAL_AID)


@pytest.mark.parametrize("rule_39", [Measure.NOT_ASKED, Measure.NO_ANSWER_YET, Measure.REFUSED])
def test_s14_without_a_rule_39_the_term_runs_from_the_ruling(rule_39: Measure) -> None:
    """28 days after the higher appeal was rejected."""
    result = term({STAGE: Stage.EUROPEAN_COURT, RULE_39: rule_39})

    assert (result.rule, counted(result)) == ("s14", _FROM_RULING)
    assert result.proposals == _estimated(RULING_AND_28)


def test_s14_a_complaint_to_the_european_court_is_for_a_person() -> None:
    """Its six months and its chances are for a lawyer, so one is named however many days are left."""
    assert term({STAGE: Stage.EUROPEAN_COURT}).helper is not None


def test_s15_the_term_runs_from_the_decision() -> None:
    """Without an appeal 28 days count from the decision, step by step, as an estimate."""
    result = term({})

    assert (result.rule, named(result.besides), result.helper) == ("s15", ["a01"], None)
    assert result.calculation == (
        Line("departure_term_first_day", {"day": DECISION}),
        Line("departure_term_days_added", {"days": 28}),
        Line("departure_term_last_day", {"day": DECISION_AND_28}),
        Line("departure_term_days_left", {"remaining_days": 15}),
    )
    assert (result.is_estimate, result.proposals) == (True, _estimated(DECISION_AND_28))


def test_s15_a_term_that_is_not_in_the_letter_is_for_a_person() -> None:
    """28 days are only the usual length, so somebody looks at the letter."""
    result = term({TERM_IN_LETTER: TermInLetter.NOT_FOUND})

    assert (result.rule, counted(result)) == ("s15", _FROM_DECISION)
    assert result.helper is not None


@pytest.mark.parametrize(
    "changes",
    [
        {TERM_IN_LETTER: TermInLetter.OTHER},
        {APPLICATION: ApplicationKind.REPEAT},
        {DECISION_DATE: Special.UNKNOWN},
    ],
    ids=["another number", "repeat without appeal", "no date"],
)
def test_s99_what_fits_no_rule_gets_no_day(changes: Mapping[Question, Answer]) -> None:
    """Where the table has no line no day is given, and a person helps."""
    result = term(changes)

    assert (result.rule, result.told[0].key) == ("s99", "departure_term_s99")
    assert (result.calculation, result.besides, result.proposals) == ((), (), ())
    assert (result.helper, result.is_estimate) == (Helper.COUNSELLOR, False)
