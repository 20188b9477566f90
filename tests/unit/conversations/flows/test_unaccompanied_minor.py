"""The flyer for minors: every rule K01 to K30, the three results, and the 18th birthday."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Helper, TopicId
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Line, Result
from conversations.flows.unaccompanied_minor import (
    AGE,
    DEPARTURE_POSSIBLE,
    RECEPTION_FOUND,
    RETURN_DECISION,
    TELLS_EVERYTHING,
    UNACCOMPANIED_MINOR,
    WITH_PARENTS,
)
from tests.unit.conversations.flows.walks import TODAY, every_way, keys, lines_of, result_of

_YES, _NO, _UNKNOWN = YesNo.YES, YesNo.NO, Special.UNKNOWN
_USUAL: Mapping[Question, Answer] = {AGE: 16, WITH_PARENTS: _NO}
_WITHOUT: Mapping[Question, Answer] = {RETURN_DECISION: _NO}
_WITH: Mapping[Question, Answer] = {RETURN_DECISION: _YES}
_RESULTS_WITHOUT = ["k11", "k12", "k13"]
_RESULTS_WITH = ["k21", "k22", "k23"]


def _minor(changes: Mapping[Question, Answer], today: date = TODAY) -> Result:
    return result_of(UNACCOMPANIED_MINOR, {**_USUAL, **changes}, today)


def _possible(result: Result) -> tuple[str, list[str]]:
    """Return the heading above the results that may come, and their rules."""
    heading = next(number for number, line in enumerate(result.besides) if line.heading)
    names = [key.removeprefix("unaccompanied_minor_") for key in keys(result.besides[heading:])]
    return names[0], names[1:]


@pytest.mark.parametrize(
    "age",
    [pytest.param(18, id="18"), pytest.param(40, id="40"), pytest.param(date(2008, 11, 2), id="18 today")],
)
def test_k01_an_adult_is_sent_on(age: Answer) -> None:
    """Who is 18 or older goes to the questions about the departure term, and to a person."""
    result = _minor({AGE: age})

    assert (result.rule, keys(lines_of(result))) == ("k01", ["unaccompanied_minor_k01"])
    assert result.helper is Helper.COUNSELLOR
    assert TopicId("minor_turning_18") in result.topics


@pytest.mark.parametrize("age", [17, date(2008, 11, 3), _UNKNOWN])
def test_who_may_be_under_18_is_protected(age: Answer) -> None:
    """Until the birthday, and when the age is not known, the rules for minors hold."""
    assert _minor({AGE: age, **_WITH, DEPARTURE_POSSIBLE: _UNKNOWN}).rule == "k20"


def test_k02_with_parents_it_is_a_family() -> None:
    """Who lives with parents reads about families."""
    result = _minor({WITH_PARENTS: _YES})

    assert (result.rule, keys(lines_of(result))) == ("k02", ["unaccompanied_minor_k02"])
    assert TopicId("family_location") in result.topics
    assert result.helper is Helper.COUNSELLOR


def test_k03_a_letter_is_looked_for() -> None:
    """Who does not know of a return decision is asked to look for the letter, and hears no result."""
    result = _minor({RETURN_DECISION: _UNKNOWN})

    assert (result.rule, result.told[0].key) == ("k03", "unaccompanied_minor_k03")
    assert keys(result.besides) == ["unaccompanied_minor_k30"]


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ("k11", {**_WITHOUT, RECEPTION_FOUND: _YES}),
        ("k12", {**_WITHOUT, RECEPTION_FOUND: _NO, TELLS_EVERYTHING: _YES}),
        ("k13", {**_WITHOUT, RECEPTION_FOUND: _NO, TELLS_EVERYTHING: _NO}),
        ("k21", {**_WITH, DEPARTURE_POSSIBLE: _YES, TELLS_EVERYTHING: _YES}),
        ("k22", {**_WITH, DEPARTURE_POSSIBLE: _NO, TELLS_EVERYTHING: _YES}),
        ("k23", {**_WITH, DEPARTURE_POSSIBLE: _YES, TELLS_EVERYTHING: _NO}),
        ("k23", {**_WITH, DEPARTURE_POSSIBLE: _NO, TELLS_EVERYTHING: _NO}),
    ],
    ids=["k11", "k12", "k13", "k21", "k22", "k23 departure possible", "k23 departure not possible"],
)
def test_the_result_that_fits_comes_with_the_two_others(
    rule: str, answers: Mapping[Question, Answer]
) -> None:
    """A result is told first, and the two others of its branch as possibilities."""
    result = _minor(answers)
    others = [each for each in (*_RESULTS_WITHOUT, *_RESULTS_WITH) if each[1] == rule[1] and each != rule]

    assert (result.rule, result.told[0].key) == (rule, f"unaccompanied_minor_{rule}")
    assert _possible(result) == ("possible", others)


@pytest.mark.parametrize(
    ("rule", "answers", "results"),
    [
        ("k10", {**_WITHOUT, RECEPTION_FOUND: _UNKNOWN}, _RESULTS_WITHOUT),
        ("k20", {**_WITH, DEPARTURE_POSSIBLE: _UNKNOWN}, _RESULTS_WITH),
    ],
    ids=["k10", "k20"],
)
def test_a_step_without_a_result_shows_all_three(
    rule: str, answers: Mapping[Question, Answer], results: list[str]
) -> None:
    """While nobody knows, the step of the branch is told with all three results as possibilities."""
    result = _minor(answers)

    assert (result.rule, result.told[0].key) == (rule, f"unaccompanied_minor_{rule}")
    assert _possible(result) == ("all_possible", results)


@pytest.mark.parametrize(
    ("step", "answers", "results"),
    [
        ("k10", {**_WITHOUT, RECEPTION_FOUND: _NO}, _RESULTS_WITHOUT),
        ("k20", {**_WITH, DEPARTURE_POSSIBLE: _YES}, _RESULTS_WITH),
        ("k20", {**_WITH, DEPARTURE_POSSIBLE: _NO}, _RESULTS_WITH),
    ],
    ids=["without decision", "departure possible", "departure not possible"],
)
def test_k29_nobody_is_judged(step: str, answers: Mapping[Question, Answer], results: list[str]) -> None:
    """Who does not say whether everything is told sees the step of the branch and all three results."""
    result = _minor({**answers, TELLS_EVERYTHING: _UNKNOWN})

    assert result.rule == "k29"
    assert _possible(result) == ("all_possible", results)
    assert {"unaccompanied_minor_k29", f"unaccompanied_minor_{step}"} <= set(keys(result.told))


def test_k30_every_branch_protects_and_brings_a_person() -> None:
    """In every branch the protection of minors, both disagreements of the sources and Nidos are told."""
    branches = [result for _, result in every_way(UNACCOMPANIED_MINOR) if result.rule not in ("k01", "k02")]

    assert {result.besides[0].key for result in branches} == {"unaccompanied_minor_k30"}
    assert {tuple(keys(result.conflicts)) for result in branches} == {
        ("unaccompanied_minor_conflict_1", "unaccompanied_minor_conflict_2")
    }
    assert {result.told[-1].key for result in branches} == {"unaccompanied_minor_cooperation"}
    assert {result.helper for result in branches} == {Helper.NIDOS}
    for result in branches:
        assert {TopicId("minor_protection_rules"), TopicId("minor_turning_18")} <= set(result.topics)


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        pytest.param(date(2009, 7, 14), date(2027, 7, 14), id="summer"),
        pytest.param(date(2008, 12, 31), date(2026, 12, 31), id="last day of the year"),
        pytest.param(date(2012, 2, 29), date(2030, 3, 1), id="29 February"),
    ],
)
def test_the_18th_birthday_is_told(born: date, birthday: date) -> None:
    """A date of birth gives the birthday; there is none on 29 February 18 years later: it is 1 March."""
    result = _minor({AGE: born, **_WITH, DEPARTURE_POSSIBLE: _UNKNOWN})

    assert result.calculation == (Line("unaccompanied_minor_18th_birthday", {"day": birthday}),)


@pytest.mark.parametrize("age", [16, _UNKNOWN])
def test_an_age_in_years_gives_no_birthday(age: Answer) -> None:
    """Without a date of birth no day is made up."""
    assert _minor({AGE: age, **_WITH, DEPARTURE_POSSIBLE: _UNKNOWN}).calculation == ()


@pytest.mark.parametrize(
    ("today", "is_adult"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2028, 2, 29), True)],
    ids=["28 February", "1 March", "29 February"],
)
def test_who_was_born_on_29_february_turns_18_on_1_march(today: date, is_adult: bool) -> None:
    """The age on a day and the birthday that is told agree."""
    answers: Mapping[Question, Answer] = {AGE: date(2008, 2, 29), **_WITH, DEPARTURE_POSSIBLE: _UNKNOWN}

    assert (_minor(answers, today).rule == "k01") == is_adult


@given(st.dates(date(2005, 1, 1), date(2012, 12, 31)), st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_the_birthday_is_the_first_day_as_an_adult(born: date, today: date) -> None:
    """On any day: either the birthday is told and is still to come, or the person is an adult."""
    result = _minor({AGE: born, **_WITH, DEPARTURE_POSSIBLE: _UNKNOWN}, today)
    days = [day for line in result.calculation for day in line.values.values() if isinstance(day, date)]

    assert result.rule == ("k20" if days else "k01")
    assert all(day > today for day in days)
    assert all(_minor({AGE: born}, day).rule == "k01" for day in days)
