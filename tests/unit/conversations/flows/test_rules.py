"""Decision tables: conditions, the order of rules, and what not knowing does."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.flows.questions import (
    Answer,
    Case,
    Day,
    MissingAnswerError,
    Period,
    Question,
    QuestionId,
    Special,
    YesNo,
    YesNoQuestion,
)
from conversations.flows.rules import Condition, Either, Is, IsDay, Rule, decide
from tests.unit.conversations.flows.walks import TODAY

_A, _B, _C = (YesNoQuestion(QuestionId(name)) for name in "abc")
_DAY = Day(QuestionId("day"), Period.PAST, may_be_absent=True)
_YES, _NO, _UNKNOWN = YesNo.YES, YesNo.NO, Special.UNKNOWN


class _Status(StrEnum):
    RUNS = "runs"
    STANDS_STILL = "stands_still"
    IS_OVER = "is_over"


_RUNS, _STANDS_STILL, _IS_OVER = _Status


def _case(answers: Mapping[Question, Answer]) -> Case:
    return Case({question.id: answer for question, answer in answers.items()}, TODAY)


def _decided(rules: list[Rule[_Status]], answers: Mapping[Question, Answer]) -> str | None:
    rule = decide(rules, _case(answers))
    return rule.id if rule else None


@pytest.mark.parametrize(
    ("listed", "answer", "holds"),
    [
        ((_YES,), _YES, True),
        ((_YES,), _NO, False),
        ((_YES,), _UNKNOWN, None),
        ((_YES, _NO), _NO, True),
        ((_UNKNOWN,), _UNKNOWN, True),
        ((_NO, _UNKNOWN), _UNKNOWN, True),
        ((_UNKNOWN,), _YES, False),
    ],
)
def test_is_compares_an_answer(listed: tuple[Answer, ...], answer: Answer, holds: bool | None) -> None:
    """Not knowing is neither yes nor no, unless the condition is about not knowing."""
    assert Is(_A, *listed).holds(_case({_A: answer})) is holds


def test_is_asks_its_question() -> None:
    """A condition whose answer is missing names the question to be asked."""
    with pytest.raises(MissingAnswerError) as missing:
        Is(_A, _YES).holds(_case({_B: _YES}))

    assert missing.value.question is _A


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (_YES, _YES, True),
        (_YES, _NO, True),
        (_NO, _YES, True),
        (_NO, _NO, False),
        (_UNKNOWN, _YES, True),
        (_YES, _UNKNOWN, True),
        (_UNKNOWN, _NO, None),
        (_NO, _UNKNOWN, None),
        (_UNKNOWN, _UNKNOWN, None),
    ],
)
def test_either_needs_one(first: Answer, second: Answer, holds: bool | None) -> None:
    """One condition that holds is enough; not knowing decides only when the other does not hold."""
    assert Either(Is(_A, _YES), Is(_B, _YES)).holds(_case({_A: first, _B: second})) is holds


def test_either_asks_no_second_question_in_vain() -> None:
    """When the first condition holds, the second is not asked about; when it does not, it is."""
    either = Either(Is(_A, _YES), Is(_B, _YES))

    assert either.holds(_case({_A: _YES})) is True
    for answer in (_NO, _UNKNOWN):
        with pytest.raises(MissingAnswerError):
            either.holds(_case({_A: answer}))


@pytest.mark.parametrize(
    ("answer", "holds"), [(date(2026, 1, 1), True), (Special.ABSENT, False), (_UNKNOWN, False)]
)
def test_a_day_that_is_not_known_counts_as_not_there(answer: Answer, holds: bool) -> None:
    """A letter in which nobody finds a day is counted without one."""
    assert IsDay(_DAY).holds(_case({_DAY: answer})) is holds


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        (_YES, _YES, True),
        (_YES, _NO, False),
        (_UNKNOWN, _YES, None),
        (_YES, _UNKNOWN, None),
        (_UNKNOWN, _NO, False),
    ],
)
def test_a_rule_needs_all_its_conditions(first: Answer, second: Answer, fits: bool | None) -> None:
    """A rule is undecided only when nothing rules it out."""
    rule = Rule("r", (Is(_A, _YES), Is(_B, _YES)), _RUNS)

    assert rule.fits(_case({_A: first, _B: second})) is fits


def test_a_rule_that_is_ruled_out_asks_no_more() -> None:
    """After a condition that does not hold, the questions of the others do not matter."""
    assert Rule("r", (Is(_A, _YES), Is(_B, _YES)), _RUNS).fits(_case({_A: _NO})) is False


def test_the_first_rule_that_fits_decides() -> None:
    """The order of the table counts, and questions of later rules are not asked."""
    rules = [
        Rule("first", (Is(_A, _YES),), _RUNS),
        Rule("second", (Is(_A, _NO),), _STANDS_STILL),
        Rule("third", (Is(_B, _YES),), _IS_OVER),
    ]

    assert [_decided(rules, {_A: answer}) for answer in (_YES, _NO)] == ["first", "second"]


def test_no_rule_that_fits_is_no_decision() -> None:
    """A table makes nothing up."""
    assert _decided([Rule("r", (Is(_A, _YES),), _RUNS)], {_A: _NO}) is None


def test_not_knowing_never_counts_as_no() -> None:
    """A rule that may fit keeps the rules below it from deciding otherwise."""
    rules = [Rule("a", (Is(_A, _YES),), _RUNS), Rule("b", (Is(_B, _YES),), _STANDS_STILL)]

    assert _decided(rules, {_A: _UNKNOWN, _B: _YES}) is None
    assert _decided(rules, {_A: _NO, _B: _YES}) == "b"


def test_what_is_not_known_does_no_harm_when_the_outcome_is_the_same() -> None:
    """A later rule decides when the undecided one would have come to the same status."""
    rules = [
        Rule("a", (Is(_A, _YES),), _RUNS),
        Rule("b", (Is(_B, _YES),), _STANDS_STILL),
        Rule("c", (Is(_C, _YES),), _RUNS),
    ]

    assert _decided(rules, {_A: _UNKNOWN, _B: _NO, _C: _YES}) == "c"
    assert _decided(rules, {_A: _UNKNOWN, _B: _YES, _C: _YES}) is None
    assert _decided(rules, {_A: _UNKNOWN, _B: _UNKNOWN, _C: _YES}) is None
    assert _decided(rules, {_A: _UNKNOWN, _B: _NO, _C: _NO}) is None


def test_nothing_is_asked_when_not_knowing_has_decided() -> None:
    """When no later rule comes to the status of an undecided one, its questions would be in vain."""
    rules = [Rule("a", (Is(_A, _YES),), _RUNS), Rule("b", (Is(_B, _YES),), _STANDS_STILL)]

    assert _decided(rules, {_A: _UNKNOWN}) is None


def test_nothing_is_asked_when_two_states_are_open() -> None:
    """When two rules of different status are undecided, none below can agree with both."""
    rules = [
        Rule("a", (Is(_A, _YES),), _RUNS),
        Rule("b", (Is(_B, _YES),), _STANDS_STILL),
        Rule("c", (Is(_C, _YES),), _RUNS),
        Rule("d", (Is(_C, _NO),), _STANDS_STILL),
    ]

    assert _decided(rules, {_A: _UNKNOWN, _B: _UNKNOWN}) is None


def _conditions() -> st.SearchStrategy[Condition]:
    simple: st.SearchStrategy[Condition] = st.builds(
        Is, st.sampled_from([_A, _B, _C]), st.sampled_from([_YES, _NO])
    )
    return simple | st.builds(Either, simple, simple)


def _tables() -> st.SearchStrategy[list[Rule[_Status]]]:
    rules = st.builds(
        Rule, st.uuids().map(str), st.lists(_conditions(), max_size=3).map(tuple), st.sampled_from(_Status)
    )
    return st.lists(rules, max_size=6)


@given(_tables(), st.tuples(*[st.sampled_from([_YES, _NO, _UNKNOWN])] * 3))
def test_a_decision_stands_whatever_the_unknown_answer_is(
    rules: list[Rule[_Status]], answers: tuple[Answer, ...]
) -> None:
    """In any table: who later learns the answer never hears another status than before."""
    questions = (_A, _B, _C)
    decided = decide(rules, _case(dict(zip(questions, answers, strict=True))))
    possible = [(_YES, _NO) if answer is _UNKNOWN else (answer,) for answer in answers]
    learned = [_case(dict(zip(questions, known, strict=True))) for known in product(*possible)]

    if decided is not None:
        assert {found.status if (found := decide(rules, case)) else None for case in learned} == {
            decided.status
        }
    if _UNKNOWN not in answers:
        assert decided == next((rule for rule in rules if rule.fits(learned[0])), None)
