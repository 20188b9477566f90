"""The departure term: the status rules S01 to S09, which stop, postpone or fix it."""

from collections.abc import Mapping
from datetime import date

import pytest

from content.model import Helper, TopicId
from conversations.deadlines import DeadlineKind
from conversations.flows.departure_term_rules import (
    APPLICATION,
    DECISION_RECEIVED,
    DOCUMENT_W,
    DOCUMENT_W_END,
    EARLIER_DECISION,
    IS_MINOR,
    LETTER_LAST_DAY,
    PROVISIONAL_MEASURE,
    RULE_39,
    STAGE,
    TERM_IN_LETTER,
    ApplicationKind,
    Measure,
    Stage,
    TermInLetter,
)
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Line, Proposal
from tests.unit.conversations.flows.terms import (
    DECISION,
    counted,
    named,
    term,
)
from tests.unit.conversations.flows.walks import TODAY

_REMIND_OF_RULING = (Proposal(DeadlineKind.RULING, TODAY),)


def test_s01_a_minor_goes_to_another_interview() -> None:
    """For a minor alone nothing is counted; a person helps."""
    result = term({IS_MINOR: YesNo.YES})

    assert (result.rule, counted(result), result.proposals) == ("s01", None, ())
    assert TopicId("minor_rejected_what_now") in result.topics
    assert result.helper is not None


def test_s02_without_a_decision_there_is_no_term() -> None:
    """Before the decision there is nothing to count, and the timeline fits better."""
    result = term({DECISION_RECEIVED: YesNo.NO})

    assert (result.rule, counted(result), result.proposals, result.helper) == ("s02", None, (), None)
    assert result.topics[0] == TopicId("asylum_procedure_timeline")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {DOCUMENT_W: YesNo.YES, DOCUMENT_W_END: date(2027, 3, 1)},
        {TERM_IN_LETTER: TermInLetter.DAYS_0},
        {STAGE: Stage.APPEAL_PENDING, PROVISIONAL_MEASURE: Measure.GRANTED},
        {STAGE: Special.UNKNOWN, APPLICATION: Special.UNKNOWN},
    ],
    ids=["usual", "document W", "0 days", "granted VoVo", "unknown"],
)
def test_s03_the_letter_overrides_every_count(changes: Mapping[Question, Answer]) -> None:
    """The day in the letter is told and proposed as it stands, not as an estimate."""
    day = date(2026, 12, 5)
    result = term({**changes, LETTER_LAST_DAY: day})

    assert result.rule == "s03"
    assert result.calculation == (
        Line("departure_term_day_in_letter", {"day": day}),
        Line("departure_term_days_left", {"remaining_days": 33}),
    )
    assert result.proposals == (Proposal(DeadlineKind.DEPARTURE_TERM, day),)
    assert (result.is_estimate, result.helper) == (False, None)


def test_s04_a_document_w_postpones_the_departure() -> None:
    """There is no last day; the end of the document can be reminded of."""
    result = term({DOCUMENT_W: YesNo.YES, DOCUMENT_W_END: date(2027, 3, 1)})

    assert (result.rule, counted(result), named(result.besides)) == ("s04", None, [])
    assert result.proposals == (Proposal(DeadlineKind.DOCUMENT_W, date(2027, 3, 1)),)


@pytest.mark.parametrize("stage", [Stage.APPEAL_PENDING, Stage.HIGHER_APPEAL_PENDING])
@pytest.mark.parametrize("kind", [ApplicationKind.FIRST, ApplicationKind.REPEAT])
def test_s05_a_granted_vovo_pauses_the_term(stage: Stage, kind: ApplicationKind) -> None:
    """While the appeal runs there is no last day, whatever the application was; the ruling is asked for."""
    result = term({STAGE: stage, PROVISIONAL_MEASURE: Measure.GRANTED, APPLICATION: kind})

    assert (result.rule, counted(result), named(result.besides)) == ("s05", None, ["a02"])
    assert result.proposals == _REMIND_OF_RULING


def test_s06_a_rule_39_pauses_the_term() -> None:
    """Until the European Court has decided there is no last day."""
    result = term({STAGE: Stage.EUROPEAN_COURT, RULE_39: Measure.GRANTED})

    assert (result.rule, counted(result), named(result.besides)) == ("s06", None, ["a02"])
    assert result.proposals == _REMIND_OF_RULING


@pytest.mark.parametrize("stage", [Stage.NO_APPEAL, Stage.APPEAL_PENDING, Stage.HIGHER_APPEAL_LOST])
def test_s07_a_term_of_0_days_ends_on_the_day_of_the_decision(stage: Stage) -> None:
    """Leave at once: nothing is added, a lawyer is always named, and no passed day is proposed."""
    result = term({STAGE: stage, TERM_IN_LETTER: TermInLetter.DAYS_0})

    assert (result.rule, counted(result)) == ("s07", (DECISION, 0, DECISION))
    assert (result.helper, result.proposals) == (Helper.LEGAL_AID, ())
    assert TopicId("departure_term_zero_days") in result.topics


def test_s08_a_second_rejection_gives_no_new_term() -> None:
    """With an earlier return decision deportation can go on: no count, and a lawyer at once."""
    result = term({APPLICATION: ApplicationKind.REPEAT, EARLIER_DECISION: YesNo.YES})

    assert (result.rule, counted(result), result.proposals) == ("s08", None, ())
    assert result.helper is Helper.LEGAL_AID
    assert TopicId("vovo_request") in result.topics


@pytest.mark.parametrize("measure", [Measure.NOT_ASKED, Measure.NO_ANSWER_YET, Measure.REFUSED])
def test_s09_an_appeal_pauses_the_term_by_itself(measure: Measure) -> None:
    """A first, ordinary rejection waits for the court; a VoVo does not matter."""
    result = term({STAGE: Stage.APPEAL_PENDING, PROVISIONAL_MEASURE: measure})

    assert (result.rule, counted(result), named(result.besides)) == ("s09", None, ["a02"])
    assert (result.proposals, result.helper) == (_REMIND_OF_RULING, None)
