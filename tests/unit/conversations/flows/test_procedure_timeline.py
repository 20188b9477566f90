"""The timeline: every phase to its step, the next step, the tracks, and six months later."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Helper, TopicId
from conversations.calendar_days import months_later
from conversations.flows.procedure_timeline import (
    APPLICATION_DATE,
    ARRIVAL,
    DAY_OF_PROCEDURE,
    PHASE,
    PROCEDURE_TIMELINE,
    RULING_DATE,
    STEPS,
    TRACK,
    Arrival,
    Phase,
    Track,
)
from conversations.flows.questions import Answer, Question, Special
from conversations.flows.results import Line, Result
from tests.unit.conversations.flows.walks import every_way, keys, lines_of, result_of

_UNKNOWN = Special.UNKNOWN
_RULING = date(2026, 8, 31)


def _timeline(changes: Mapping[Question, Answer]) -> Result:
    return result_of(PROCEDURE_TIMELINE, {TRACK: _UNKNOWN, **changes})


def _short(lines: tuple[Line, ...]) -> list[str]:
    return [key.removeprefix("procedure_timeline_") for key in keys(lines)]


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("t01", {PHASE: Phase.BEFORE_REGISTRATION, ARRIVAL: Arrival.NOT_BY_PLANE}),
        ("t02", {PHASE: Phase.BEFORE_REGISTRATION, ARRIVAL: Arrival.PLANE_SCHIPHOL}),
        ("t03", {PHASE: Phase.REST_PERIOD}),
        ("t04", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 1}),
        ("t05", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 2}),
        ("t06", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 3}),
        ("t07", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 4}),
        ("t08", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 5}),
        ("t09", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 6}),
        ("t10", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 7}),
        ("t10", {PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: 8}),
        ("t11", {PHASE: Phase.EXTENDED_PROCEDURE, APPLICATION_DATE: _UNKNOWN}),
        ("t12", {PHASE: Phase.DECISION_RECEIVED}),
        ("t12", {PHASE: Phase.ALL_REMEDIES_USED}),
        ("t13", {PHASE: Phase.APPEAL}),
        ("t14", {PHASE: Phase.HIGHER_APPEAL}),
        ("t15", {PHASE: Phase.EUROPEAN_COURT, RULING_DATE: _UNKNOWN}),
        ("t16", {PHASE: Phase.REPEAT_APPLICATION}),
    ],
)
def test_a_phase_is_a_step_of_the_table(step: str, answers: Mapping[Question, Answer]) -> None:
    """Every phase leads to its step, which is told in full and marked in the table."""
    result = _timeline(answers)

    assert result.rule == step
    assert _short(result.told)[:2] == ["now", step]
    assert [line.key for line in result.besides if line.here] == [f"procedure_timeline_{step}_name"]


@pytest.mark.parametrize(
    ("phase", "following"),
    [
        (Phase.REST_PERIOD, "t04"),
        (Phase.EXTENDED_PROCEDURE, "t12"),
        (Phase.DECISION_RECEIVED, "t13"),
        (Phase.APPEAL, "t14"),
        (Phase.HIGHER_APPEAL, "t15"),
    ],
)
def test_the_next_step_is_told(phase: Phase, following: str) -> None:
    """What comes next stands last."""
    assert _short(_timeline({PHASE: phase, APPLICATION_DATE: _UNKNOWN}).told)[-2:] == ["next", following]


@pytest.mark.parametrize("phase", [Phase.ALL_REMEDIES_USED, Phase.EUROPEAN_COURT, Phase.REPEAT_APPLICATION])
def test_after_the_last_step_nothing_is_promised(phase: Phase) -> None:
    """Where the table ends, and when all remedies are used, no next step is told."""
    assert "next" not in _short(_timeline({PHASE: phase, RULING_DATE: _UNKNOWN}).told)


@pytest.mark.parametrize(
    ("phase", "helpers"),
    [
        (Phase.REST_PERIOD, ["help_vluchtelingenwerk"]),
        (Phase.EXTENDED_PROCEDURE, ["help_lawyer", "help_vluchtelingenwerk"]),
        (Phase.DECISION_RECEIVED, ["help_lawyer", "help_dtv"]),
        (Phase.APPEAL, ["help_lawyer"]),
    ],
)
def test_who_helps_is_told(phase: Phase, helpers: list[str]) -> None:
    """Every step names who helps at it."""
    told = _short(_timeline({PHASE: phase, APPLICATION_DATE: _UNKNOWN}).told)

    assert [key for key in told if key.startswith("help_")] == helpers


def test_a_phase_that_is_not_known_shows_the_whole_table() -> None:
    """Nobody is put at a step without knowing; a counsellor helps."""
    result = _timeline({PHASE: _UNKNOWN})

    assert (result.rule, _short(result.told)) == ("overview", ["step_unknown"])
    assert not any(line.here for line in result.besides)
    assert result.helper is Helper.COUNSELLOR


def test_a_day_that_is_not_known_is_not_made_up() -> None:
    """Who does not know the day of the procedure is not told that it is the first."""
    result = _timeline({PHASE: Phase.GENERAL_PROCEDURE, DAY_OF_PROCEDURE: _UNKNOWN})

    assert not any(line.here for line in result.besides)


def test_every_result_shows_the_table() -> None:
    """The whole table stands below every result, with the remark that steps can be skipped."""
    table = ["overview", *(f"{step}_name" for step in STEPS), "skipped"]

    assert len(STEPS) == 16
    assert all(_short(result.besides)[-18:] == table for _, result in every_way(PROCEDURE_TIMELINE))


@pytest.mark.parametrize(
    ("track", "about"),
    [(Track.DUBLIN, ["p01"]), (Track.SAFE_COUNTRY, ["p02"]), (Track.OTHER, []), (_UNKNOWN, [])],
    ids=["p01", "p02", "another track", "track unknown"],
)
def test_a_track_is_explained(track: Answer, about: list[str]) -> None:
    """Tracks 1 and 2 are explained; every track that a person names goes to a counsellor."""
    result = _timeline({PHASE: Phase.APPEAL, TRACK: track})

    assert [key for key in _short(result.besides) if key.startswith("p0")] == about
    assert result.helper is Helper.COUNSELLOR


def test_p03_the_complaint_is_counted_from_the_ruling() -> None:
    """Six months after the ruling, with both days, as an estimate to be checked today."""
    result = _timeline({PHASE: Phase.EUROPEAN_COURT, RULING_DATE: _RULING})

    assert result.calculation == (
        Line("procedure_timeline_ruling", {"day": _RULING}),
        Line("procedure_timeline_complaint", {"day": date(2027, 2, 28)}),
        Line("procedure_timeline_p03"),
    )
    assert result.is_estimate
    assert result.proposals == ()


def test_p03_without_a_ruling_nothing_is_counted() -> None:
    """Without the date of the ruling we do not say that we estimate a last day."""
    result = _timeline({PHASE: Phase.EUROPEAN_COURT, RULING_DATE: _UNKNOWN})

    assert result.calculation == ()
    assert not result.is_estimate


@pytest.mark.parametrize(
    ("applied", "told"),
    [(date(2026, 5, 4), ["applied", "p04"]), (_UNKNOWN, ["p04"])],
    ids=["date known", "date unknown"],
)
def test_p04_the_extended_procedure_has_no_last_day(applied: Answer, told: list[str]) -> None:
    """At most six months is said with the disagreement of the sources; no end is counted."""
    result = _timeline({PHASE: Phase.EXTENDED_PROCEDURE, APPLICATION_DATE: applied})

    assert _short(result.calculation) == told
    assert [day for line in result.calculation for day in line.values.values()] in ([], [applied])
    assert _short(result.conflicts) == ["conflict_1"]


@pytest.mark.parametrize("phase", [Phase.DECISION_RECEIVED, Phase.APPEAL, Phase.HIGHER_APPEAL])
def test_no_time_limit_of_an_appeal_is_told(phase: Phase) -> None:
    """The sources have no time limits for appeals: that is said, and no day."""
    result = _timeline({PHASE: phase})

    assert _short(result.conflicts) == ["conflict_2"]
    assert not any(line.values for line in lines_of(result))
    assert TopicId("legal_aid") in result.topics


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2027, 8, 29), date(2028, 2, 29)),
        (date(2026, 8, 28), date(2027, 2, 28)),
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2028, 2, 29), date(2028, 8, 29)),
    ],
    ids=str,
)
def test_six_months_later(day: date, later: date) -> None:
    """The same day of the month, or the last day of a month that is shorter."""
    assert months_later(day, 6) == later


@given(st.dates(date(2010, 1, 1), date(2060, 12, 31)), st.integers(0, 30))
def test_months_later_stays_in_its_month(day: date, months: int) -> None:
    """Any number of months later it is that month, and never a later day of the month."""
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or later.day >= 28
