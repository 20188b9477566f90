"""A person whose departure term simply runs, for tests that change some of the answers."""

from collections.abc import Mapping
from datetime import date

from conversations.flows.departure_term import DEPARTURE_TERM
from conversations.flows.departure_term_rules import (
    APPLICATION,
    DECISION_DATE,
    DECISION_RECEIVED,
    DOCUMENT_W,
    EARLIER_DECISION,
    IS_MINOR,
    LETTER_LAST_DAY,
    MINOR_CHILDREN,
    POSSIBLE_IN_12_WEEKS,
    PROVISIONAL_MEASURE,
    REJECTION,
    RULE_39,
    RULING_DATE,
    STAGE,
    TERM_IN_LETTER,
    WAS_PAUSED,
    WORKS_ON_RETURN,
    ApplicationKind,
    Measure,
    RejectionKind,
    Stage,
    TermInLetter,
)
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Line, Result
from tests.unit.conversations.flows.walks import TODAY, result_of

DECISION = date(2026, 10, 20)
DECISION_AND_28 = date(2026, 11, 17)
RULING = date(2026, 10, 27)
RULING_AND_28 = date(2026, 11, 24)

_USUAL: Mapping[Question, Answer] = {
    IS_MINOR: YesNo.NO,
    DECISION_RECEIVED: YesNo.YES,
    LETTER_LAST_DAY: Special.ABSENT,
    DOCUMENT_W: YesNo.NO,
    STAGE: Stage.NO_APPEAL,
    PROVISIONAL_MEASURE: Measure.NOT_ASKED,
    RULE_39: Measure.NOT_ASKED,
    TERM_IN_LETTER: TermInLetter.DAYS_28,
    APPLICATION: ApplicationKind.FIRST,
    EARLIER_DECISION: YesNo.NO,
    REJECTION: RejectionKind.ORDINARY,
    WAS_PAUSED: YesNo.NO,
    DECISION_DATE: DECISION,
    RULING_DATE: RULING,
    MINOR_CHILDREN: YesNo.NO,
    WORKS_ON_RETURN: YesNo.NO,
    POSSIBLE_IN_12_WEEKS: YesNo.NO,
}


def term(changes: Mapping[Question, Answer], today: date = TODAY) -> Result:
    """Return the result for the usual person with other answers to some questions."""
    return result_of(DEPARTURE_TERM, {**_USUAL, **changes}, today)


def counted(result: Result) -> tuple[date, int, date] | None:
    """Return the first day, the days added and the last day as the person reads them, or None."""
    if not result.calculation:
        return None
    told = {
        line.key.removeprefix("departure_term_"): tuple(line.values.values()) for line in result.calculation
    }
    (first,), (days,), (last,) = told["first_day"], told["days_added"], told["last_day"]
    assert isinstance(first, date)
    assert isinstance(days, int)
    assert isinstance(last, date)
    return first, days, last


def named(lines: tuple[Line, ...]) -> list[str]:
    """Return the keys of `lines` without the name of the interview."""
    return [line.key.removeprefix("departure_term_") for line in lines]
