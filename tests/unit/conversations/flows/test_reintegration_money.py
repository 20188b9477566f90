"""Money on return: the examples of the inventory, every rule M01 to M08, and the range as such."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Helper, TopicId
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.reintegration_money import (
    ADULTS,
    ASKED_ASYLUM,
    CHILDREN,
    DESTINATION,
    IS_MINOR,
    MEETS_CONDITIONS,
    MOST_ADULTS,
    MOST_CHILDREN,
    ON_LIST,
    REINTEGRATION_MONEY,
    WITH_IOM,
    Destination,
)
from conversations.flows.results import Euros, Line, Result
from tests.unit.conversations.flows.walks import keys, lines_of, result_of

_YES, _NO, _UNKNOWN = YesNo.YES, YesNo.NO, Special.UNKNOWN
_USUAL: Mapping[Question, Answer] = {
    WITH_IOM: _YES,
    IS_MINOR: _NO,
    ADULTS: 1,
    CHILDREN: 0,
    DESTINATION: Destination.COUNTRY_OF_ORIGIN,
    ASKED_ASYLUM: _YES,
    ON_LIST: _YES,
    MEETS_CONDITIONS: _YES,
}
_KNOWN_OR_NOT = st.sampled_from([_YES, _NO, _UNKNOWN])


def _money(changes: Mapping[Question, Answer]) -> Result:
    return result_of(REINTEGRATION_MONEY, {**_USUAL, **changes})


def _range(result: Result, name: str) -> tuple[int, int]:
    """Return the lower and the upper end of an amount that is told, in euros."""
    for line in lines_of(result):
        amounts = [value.amount for value in line.values.values() if isinstance(value, Euros)]
        if line.key == f"reintegration_money_{name}":
            return amounts[0], amounts[0]
        if line.key == f"reintegration_money_{name}_range":
            return amounts[0], amounts[1]
    raise AssertionError(f"no amount: {name}")


@pytest.mark.parametrize(
    ("adults", "children", "on_list", "conditions", "osb", "hrt", "total"),
    [
        pytest.param(1, 0, _YES, _YES, (200, 200), (1750, 1750), (1950, 1950), id="1 adult"),
        pytest.param(1, 0, _NO, _YES, (200, 200), (0, 0), (200, 200), id="1 adult, not on list"),
        pytest.param(2, 2, _YES, _YES, (480, 480), (5260, 5260), (5740, 5740), id="2 adults, 2 children"),
        pytest.param(2, 2, _UNKNOWN, _UNKNOWN, (0, 480), (0, 5260), (0, 5740), id="nothing is known"),
        pytest.param(1, 3, _NO, _YES, (320, 320), (0, 0), (320, 320), id="3 children, not on list"),
    ],
)
def test_the_examples_of_the_inventory(
    adults: int,
    children: int,
    on_list: Answer,
    conditions: Answer,
    osb: tuple[int, int],
    hrt: tuple[int, int],
    total: tuple[int, int],
) -> None:
    """The five examples come out to the euro, each with both parts."""
    result = _money({ADULTS: adults, CHILDREN: children, ON_LIST: on_list, MEETS_CONDITIONS: conditions})

    assert (_range(result, "osb"), _range(result, "hrt"), _range(result, "total")) == (osb, hrt, total)
    assert result.calculation[0] == Line(
        "reintegration_money_people", {"adults": adults, "children": children}
    )


def test_m01_without_iom_there_is_no_amount() -> None:
    """Who does not go with IOM hears what else there is, and no amount."""
    result = _money({WITH_IOM: _NO})

    assert (result.rule, keys(lines_of(result))) == ("m01", ["reintegration_money_m01"])
    assert result.topics == (TopicId("in_kind_reintegration"), TopicId("independent_return_meaning"))


def test_m02_a_minor_alone_gets_no_amount_and_a_guardian() -> None:
    """The sources have no amount for a minor alone; Nidos and IOM help."""
    result = _money({IS_MINOR: _YES})

    assert (result.rule, keys(lines_of(result))) == ("m02", ["reintegration_money_m02"])
    assert (result.helper, result.is_estimate) == (Helper.NIDOS, False)


def test_m03_a_third_country_comes_with_a_warning() -> None:
    """The amounts are the same; where the sources disagree is told, with the places."""
    usual, elsewhere = _money({}), _money({DESTINATION: Destination.THIRD_COUNTRY})

    assert "reintegration_money_m03" in keys(elsewhere.besides)
    assert "reintegration_money_conflict_1" in keys(elsewhere.conflicts)
    assert _range(elsewhere, "total") == _range(usual, "total")
    assert [source.where for source in elsewhere.sources] == ["4.3", "6", "4.2 footnote 54"]


@pytest.mark.parametrize("destination", [Destination.COUNTRY_OF_ORIGIN, Destination.OTHER, _UNKNOWN])
def test_m03_other_destinations_have_no_warning(destination: Answer) -> None:
    """Only a third country is where the sources disagree."""
    result = _money({DESTINATION: destination})

    assert "reintegration_money_m03" not in keys(result.besides)
    assert "reintegration_money_conflict_1" not in keys(result.conflicts)


@pytest.mark.parametrize(
    ("conditions", "rule", "osb"),
    [
        pytest.param(_YES, "m04", (320, 320), id="m04"),
        pytest.param(_UNKNOWN, "m04", (0, 320), id="m04 conditions unknown"),
        pytest.param(_NO, "m05", (0, 0), id="m05"),
    ],
)
def test_the_support_contribution(conditions: Answer, rule: str, osb: tuple[int, int]) -> None:
    """The contribution depends on the conditions alone."""
    result = _money({ADULTS: 1, CHILDREN: 3, MEETS_CONDITIONS: conditions})

    assert _range(result, "osb") == osb
    assert f"reintegration_money_{rule}" in keys(result.besides)


@pytest.mark.parametrize(
    ("asylum", "on_list", "rule", "hrt"),
    [
        pytest.param(_YES, _YES, "m06", (2630, 2630), id="m06"),
        pytest.param(_YES, _NO, "m07", (0, 0), id="m07 not on the list"),
        pytest.param(_NO, _YES, "m07", (0, 0), id="m07 no asylum"),
        pytest.param(_NO, _UNKNOWN, "m07", (0, 0), id="m07 no asylum, list unknown"),
        pytest.param(_UNKNOWN, _NO, "m07", (0, 0), id="m07 not on the list, asylum unknown"),
        pytest.param(_YES, _UNKNOWN, "m08", (0, 2630), id="m08 list unknown"),
        pytest.param(_UNKNOWN, _YES, "m08", (0, 2630), id="m08 asylum unknown"),
        pytest.param(_UNKNOWN, _UNKNOWN, "m08", (0, 2630), id="m08 both unknown"),
    ],
)
def test_the_return_scheme(asylum: Answer, on_list: Answer, rule: str, hrt: tuple[int, int]) -> None:
    """The scheme needs asylum and the list; one "no" is enough for nothing, not knowing makes a range."""
    result = _money({ADULTS: 1, CHILDREN: 1, ASKED_ASYLUM: asylum, ON_LIST: on_list})

    assert (result.rule, _range(result, "hrt")) == (rule, hrt)
    assert f"reintegration_money_{rule}" in keys(result.besides)


def test_not_knowing_the_people_tells_no_range() -> None:
    """Who does not know how many people go is not told that we show a lowest and a highest amount."""
    result = _money({ADULTS: _UNKNOWN})

    assert "reintegration_money_m08" not in keys(result.told)
    assert result.helper is Helper.IOM


@given(
    st.integers(1, MOST_ADULTS),
    st.integers(0, MOST_CHILDREN),
    st.tuples(_KNOWN_OR_NOT, _KNOWN_OR_NOT, _KNOWN_OR_NOT),
)
def test_every_amount_is_an_estimate_of_may_2017(
    adults: int, children: int, known: tuple[Answer, Answer, Answer]
) -> None:
    """For any family the ends add up, the date of the amounts is told, and IOM is named."""
    asylum, on_list, conditions = known
    result = _money(
        {
            ADULTS: adults,
            CHILDREN: children,
            ASKED_ASYLUM: asylum,
            ON_LIST: on_list,
            MEETS_CONDITIONS: conditions,
        }
    )
    osb, hrt = _range(result, "osb"), _range(result, "hrt")

    assert _range(result, "total") == (osb[0] + hrt[0], osb[1] + hrt[1])
    assert osb[1] in (0, 200 * adults + 40 * children)
    assert hrt[1] in (0, 1750 * adults + 880 * children)
    assert "reintegration_money_as_of" in keys(result.told)
    assert "reintegration_money_in_kind" in keys(result.besides)
    assert (result.helper, result.is_estimate, result.proposals) == (Helper.IOM, True, ())
