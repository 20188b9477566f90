"""The departure term: the add-on rules A01 to A08, the calendar, and what a near last day does."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Helper, TopicId
from conversations.calendar_days import years_from
from conversations.deadlines import DeadlineKind
from conversations.flows.departure_term import DEPARTURE_TERM
from conversations.flows.departure_term_rules import (
    DECISION_DATE,
    DOCUMENT_W,
    DOCUMENT_W_END,
    LETTER_LAST_DAY,
    MINOR_CHILDREN,
    POSSIBLE_IN_12_WEEKS,
    REJECTION,
    RULE_39,
    STAGE,
    TERM_IN_LETTER,
    WAS_PAUSED,
    WORKS_ON_RETURN,
    YOUNGEST_CHILD,
    Measure,
    RejectionKind,
    Stage,
    TermInLetter,
)
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Line, Proposal
from tests.unit.conversations.flows.terms import counted, named, term
from tests.unit.conversations.flows.walks import TODAY, every_way

_YES, _NO, _UNKNOWN = YesNo.YES, YesNo.NO, Special.UNKNOWN
_LONG_AGO = date(2026, 6, 1)
_OVER: Mapping[Question, Answer] = {DECISION_DATE: _LONG_AGO}
_FAMILY: Mapping[Question, Answer] = {**_OVER, MINOR_CHILDREN: _YES}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("s11", {STAGE: Stage.APPEAL_PENDING, TERM_IN_LETTER: TermInLetter.NOT_FOUND}),
        ("s12", {STAGE: Stage.HIGHER_APPEAL_PENDING}),
        ("s13", {STAGE: Stage.APPEAL_LOST, WAS_PAUSED: _YES}),
        ("s13b", {STAGE: Stage.APPEAL_LOST, WAS_PAUSED: _NO}),
        ("s14", {STAGE: Stage.EUROPEAN_COURT, RULE_39: Measure.REFUSED}),
        ("s15", {}),
    ],
)
def test_a01_shelter_goes_on_until_the_last_day(rule: str, changes: Mapping[Question, Answer]) -> None:
    """Every term that runs comes with the right to shelter, and with nothing about afterwards."""
    more: Mapping[Question, Answer] = {REJECTION: RejectionKind.INADMISSIBLE} if rule == "s11" else {}
    result = term({**changes, **more})

    assert (result.rule, named(result.besides)) == (rule, ["a01"])


def test_a01_holds_on_the_last_day_itself() -> None:
    """The last day still belongs to the term; the day after it does not."""
    on_the_day = term({DECISION_DATE: TODAY - timedelta(28)})
    day_after = term({DECISION_DATE: TODAY - timedelta(29)})

    assert named(on_the_day.besides) == ["a01"]
    assert named(on_the_day.calculation)[-1] == "is_last_day"
    assert "a01" not in named(day_after.besides)
    assert named(day_after.calculation)[-1] == "day_is_over"


def test_a02_every_pause_keeps_the_shelter() -> None:
    """Every paused term, and no other, comes with the shelter that goes on and the ruling to wait for."""
    rules = {(result.rule, named(result.besides) == ["a02"]) for _, result in every_way(DEPARTURE_TERM)}

    assert {rule for rule, has_a02 in rules if has_a02} == {"s05", "s06", "s09"}
    assert {rule for rule, has_a02 in rules if not has_a02}.isdisjoint({"s05", "s06", "s09"})


@pytest.mark.parametrize(
    ("born", "until"),
    [
        pytest.param(date(2016, 5, 9), date(2034, 5, 9), id="a03"),
        pytest.param(date(2016, 2, 29), date(2034, 3, 1), id="a03 born on 29 February"),
    ],
)
def test_a03_a_family_has_shelter_until_the_youngest_is_18(born: date, until: date) -> None:
    """After the last day a family reads where it can stay, and until which birthday."""
    result = term({**_FAMILY, YOUNGEST_CHILD: born})

    assert Line("departure_term_shelter_until", {"day": until}) in result.besides
    assert {"a03", "a06"} <= set(named(result.besides))
    assert {"a04", "a05"}.isdisjoint(named(result.besides))
    assert result.topics[0] == TopicId("family_location")
    assert result.helper is Helper.COUNSELLOR


def test_a03_without_a_birthday_names_no_day() -> None:
    """The right to shelter does not hang on the date."""
    besides = named(term({**_FAMILY, YOUNGEST_CHILD: _UNKNOWN}).besides)

    assert "a03" in besides
    assert "shelter_until" not in besides


def test_a04_who_works_on_return_may_get_12_weeks() -> None:
    """The VBL is told with both readings of the 12 weeks, and lighter measures with it (A08)."""
    result = term({**_OVER, WORKS_ON_RETURN: _YES, POSSIBLE_IN_12_WEEKS: _YES})

    assert named(result.besides) == ["a04", "a08", "a06"]
    assert named(result.conflicts) == ["conflict_1"]


@pytest.mark.parametrize("possible", [_NO, _UNKNOWN])
def test_a04_needs_a_return_within_12_weeks(possible: Answer) -> None:
    """Without it neither the VBL nor the end of shelter is told."""
    besides = named(term({**_OVER, WORKS_ON_RETURN: _YES, POSSIBLE_IN_12_WEEKS: possible}).besides)

    assert besides == ["a08", "a06"]


@pytest.mark.parametrize("works", [_NO, _UNKNOWN])
def test_a05_otherwise_shelter_ends(works: Answer) -> None:
    """In principle shelter ends, and a counsellor is always offered."""
    result = term({**_OVER, WORKS_ON_RETURN: works})

    assert named(result.besides) == ["a05", "a06"]
    assert result.helper is Helper.COUNSELLOR


def test_who_does_not_tell_of_children_hears_nothing_about_shelter() -> None:
    """Whether shelter goes on depends on children: without knowing, nothing is claimed."""
    assert named(term({**_OVER, MINOR_CHILDREN: _UNKNOWN}).besides) == ["a06"]


@pytest.mark.parametrize(
    "changes",
    [_OVER, {LETTER_LAST_DAY: _LONG_AGO}, {**_OVER, TERM_IN_LETTER: TermInLetter.DAYS_0}],
    ids=["counted", "in the letter", "0 days"],
)
def test_a06_after_the_last_day_the_risks_are_told(changes: Mapping[Question, Answer]) -> None:
    """Whatever the last day came from: once it is over the risks are told, and no reminder is offered."""
    result = term(changes)

    assert "a06" in named(result.besides)
    assert "after_departure_term" in result.topics
    assert (result.proposals, named(result.calculation)[-1]) == ((), "day_is_over")


def test_a07_0_days_always_mean_an_entry_ban() -> None:
    """The risks of 0 days are told on the day itself and later."""
    today = term({TERM_IN_LETTER: TermInLetter.DAYS_0, DECISION_DATE: TODAY})
    later = term({TERM_IN_LETTER: TermInLetter.DAYS_0})

    assert named(today.besides) == ["a07"]
    assert named(later.besides) == ["a07", "a05", "a06"]
    assert today.proposals == (Proposal(DeadlineKind.DEPARTURE_TERM, TODAY, estimated=True),)


def test_a08_lighter_measures_hold_for_families_too() -> None:
    """Who works on return hears of lighter measures than detention, with or without children."""
    alone = term({**_OVER, WORKS_ON_RETURN: _YES})
    family = term({**_FAMILY, YOUNGEST_CHILD: date(2016, 5, 9), WORKS_ON_RETURN: _YES})

    assert "a08" in named(alone.besides)
    assert "a08" in named(family.besides)


@pytest.mark.parametrize(("left", "helper"), [(8, None), (7, Helper.COUNSELLOR), (0, Helper.COUNSELLOR)])
def test_a_near_last_day_brings_a_person(left: int, helper: Helper | None) -> None:
    """From seven days before the last day a counsellor is offered, whether we counted or the letter."""
    last_day = TODAY + timedelta(left)

    assert term({DECISION_DATE: last_day - timedelta(28)}).helper is helper
    assert term({LETTER_LAST_DAY: last_day}).helper is helper


@pytest.mark.parametrize(
    ("decision", "last_day"),
    [
        pytest.param(date(2028, 2, 1), date(2028, 2, 29), id="leap year"),
        pytest.param(date(2027, 2, 1), date(2027, 3, 1), id="no leap year"),
        pytest.param(date(2028, 2, 29), date(2028, 3, 28), id="from 29 February"),
        pytest.param(date(2027, 12, 15), date(2028, 1, 12), id="new year"),
        pytest.param(date(2027, 3, 20), date(2027, 4, 17), id="summer time"),
    ],
)
def test_28_days_are_calendar_days(decision: date, last_day: date) -> None:
    """Days are added one by one, over leap days, years and summer time."""
    assert counted(term({DECISION_DATE: decision}, today=decision)) == (decision, 28, last_day)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 28))
def test_the_days_left_lead_to_the_last_day(decision: date, passed: int) -> None:
    """On every day of the term, today and the days that are left make the last day."""
    today = decision + timedelta(passed)
    result = term({DECISION_DATE: decision}, today)
    (left,) = tuple(result.calculation[-1].values.values()) or (0,)

    assert isinstance(left, int)
    assert today + timedelta(left) == result.proposals[0].day == decision + timedelta(28)


@pytest.mark.parametrize(("end", "rule"), [(TODAY, "s04"), (TODAY - timedelta(1), "s99")])
def test_a_document_w_counts_until_its_last_day(end: date, rule: str) -> None:
    """A document that is over postpones nothing: no day is given and a person helps."""
    result = term({DOCUMENT_W: _YES, DOCUMENT_W_END: end})

    assert result.rule == rule
    assert [proposal.day for proposal in result.proposals] == ([end] if rule == "s04" else [])
    assert result.helper is (None if rule == "s04" else Helper.COUNSELLOR)


def test_a_document_w_without_an_end_is_not_reminded_of() -> None:
    """Without the date the departure is postponed all the same; nothing can be proposed."""
    result = term({DOCUMENT_W: _YES, DOCUMENT_W_END: _UNKNOWN})

    assert (result.rule, result.proposals) == ("s04", ())


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_the_18th_birthday_is_never_early(born: date) -> None:
    """For every birthday the day is 18 years later; only 29 February moves, to 1 March."""
    birthday = years_from(born, 18)
    same = (birthday.month, birthday.day) == (born.month, born.day)

    assert birthday.year == born.year + 18
    assert same or ((born.month, born.day), (birthday.month, birthday.day)) == ((2, 29), (3, 1))
