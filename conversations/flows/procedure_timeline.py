"""Where somebody is in the asylum procedure, and what comes next.

The sources give the longest durations, not waiting times, and no time limits for appeals: none is counted.

Source: "Terugkeer van afgewezen asielzoekers" (May 2017), ch. 2.1 and 3.1 to 3.3.
"""

from collections.abc import Iterator
from enum import StrEnum

from content.model import DocumentId, Helper, Source, TopicId
from conversations.calendar_days import months_later
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Case, Choice, Day, Number, Period, QuestionId
from conversations.flows.results import Line, Result

COMPLAINT_MONTHS = 6
LAST_DAY_OF_GENERAL_PROCEDURE = 8
STEPS = tuple(f"t{number:02}" for number in range(1, 17))


class Arrival(StrEnum):
    """How somebody came in."""

    NOT_BY_PLANE = "not_by_plane"
    PLANE_SCHIPHOL = "plane_schiphol"


class Phase(StrEnum):
    """The phase that the person names."""

    BEFORE_REGISTRATION = "before_registration"
    REST_PERIOD = "rest_period"
    GENERAL_PROCEDURE = "aa_day_1_to_8"
    EXTENDED_PROCEDURE = "va"
    DECISION_RECEIVED = "decision_received"
    APPEAL = "appeal"
    HIGHER_APPEAL = "higher_appeal"
    EUROPEAN_COURT = "echr"
    REPEAT_APPLICATION = "repeat_application"
    ALL_REMEDIES_USED = "uitgeprocedeerd"


class Track(StrEnum):
    """The track of the procedure since 1 March 2016."""

    DUBLIN = "1_dublin"
    SAFE_COUNTRY = "2_safe_country_or_other_state"
    OTHER = "other"


PHASE = Choice(QuestionId("current_phase"), Phase)
ARRIVAL = Choice(QuestionId("arrived_via"), Arrival)
APPLICATION_DATE = Day(QuestionId("application_date"), Period.PAST)
DAY_OF_PROCEDURE = Number(QuestionId("aa_day"), 1, LAST_DAY_OF_GENERAL_PROCEDURE)
RULING_DATE = Day(QuestionId("council_of_state_ruling_date"), Period.PAST)
TRACK = Choice(QuestionId("track"), Track)

QUESTIONS = (PHASE, ARRIVAL, APPLICATION_DATE, DAY_OF_PROCEDURE, RULING_DATE, TRACK)

_REPORT = DocumentId("terugkeer_beleid_en_praktijk")
_STEP_OF_DAY = {1: "t04", 2: "t05", 3: "t06", 4: "t07", 5: "t08", 6: "t09", 7: "t10", 8: "t10"}
_STEP_OF_PHASE = {
    Phase.REST_PERIOD: "t03",
    Phase.EXTENDED_PROCEDURE: "t11",
    Phase.DECISION_RECEIVED: "t12",
    Phase.APPEAL: "t13",
    Phase.HIGHER_APPEAL: "t14",
    Phase.EUROPEAN_COURT: "t15",
    Phase.REPEAT_APPLICATION: "t16",
    Phase.ALL_REMEDIES_USED: "t12",
}
_NEXT = {
    "t01": "t03", "t02": "t03", "t03": "t04", "t04": "t05", "t05": "t06", "t06": "t07", "t07": "t08",
    "t08": "t09", "t09": "t10", "t10": "t12", "t11": "t12", "t12": "t13", "t13": "t14", "t14": "t15",
}  # fmt: skip
_HELPERS = {
    **dict.fromkeys(("t01", "t02", "t03"), ("vluchtelingenwerk",)),
    **dict.fromkeys(STEPS[3:11], ("lawyer", "vluchtelingenwerk")),
    "t12": ("lawyer", "dtv"),
    **dict.fromkeys(STEPS[12:], ("lawyer",)),
}


def conclude(case: Case) -> Result:
    """Return the step of the procedure, the next one and who helps.

    Raises MissingAnswerError when a question must be asked first.
    """
    step = _step(case)
    about_track = tuple(_about_track(case))
    told: list[Line] = []
    if step is not None:
        told += [Line("procedure_timeline_now"), Line(f"procedure_timeline_{step}")]
        told += [Line(f"procedure_timeline_help_{who}") for who in _HELPERS[step]]
        if step in _NEXT and case[PHASE] is not Phase.ALL_REMEDIES_USED:
            told += [Line("procedure_timeline_next"), Line(f"procedure_timeline_{_NEXT[step]}")]
    return Result(
        rule=step or "overview",
        told=tuple(told) or (Line("procedure_timeline_step_unknown"),),
        calculation=tuple(_latest_days(case)),
        besides=(*about_track, *_overview(step)),
        conflicts=tuple(_conflicts(case)),
        topics=tuple(map(TopicId, _topics(step))),
        sources=tuple(Source(_REPORT, where) for where in ("2.1", "3.1", "3.2", "3.3")),
        helper=Helper.COUNSELLOR,
        is_estimate=case[PHASE] is Phase.EUROPEAN_COURT and case.day(RULING_DATE) is not None,
    )


def _step(case: Case) -> str | None:
    match case[PHASE]:
        case Phase.BEFORE_REGISTRATION:
            by_plane = case[ARRIVAL] is Arrival.PLANE_SCHIPHOL
            return "t02" if by_plane else "t01"
        case Phase.GENERAL_PROCEDURE:
            day = case[DAY_OF_PROCEDURE]
            return _STEP_OF_DAY[day] if isinstance(day, int) else None
        case Phase() as phase:
            return _STEP_OF_PHASE[phase]
        case _:
            return None


def _latest_days(case: Case) -> Iterator[Line]:
    """Yield the day that closes the complaint to the European Court (P03), as an estimate."""
    if case[PHASE] is Phase.EUROPEAN_COURT:
        ruling = case.day(RULING_DATE)
        if ruling is not None:
            yield Line("procedure_timeline_ruling", {"day": ruling})
            yield Line("procedure_timeline_complaint", {"day": months_later(ruling, COMPLAINT_MONTHS)})
            yield Line("procedure_timeline_p03")
    if case[PHASE] is Phase.EXTENDED_PROCEDURE:
        applied = case.day(APPLICATION_DATE)
        if applied is not None:
            yield Line("procedure_timeline_applied", {"day": applied})
        yield Line("procedure_timeline_p04")


def _about_track(case: Case) -> Iterator[Line]:
    if case[TRACK] is Track.DUBLIN:
        yield Line("procedure_timeline_p01")
    if case[TRACK] is Track.SAFE_COUNTRY:
        yield Line("procedure_timeline_p02")


def _overview(step: str | None) -> Iterator[Line]:
    yield Line("procedure_timeline_overview", heading=True)
    for each in STEPS:
        yield Line(f"procedure_timeline_{each}_name", here=each == step)
    yield Line("procedure_timeline_skipped")


def _conflicts(case: Case) -> Iterator[Line]:
    if case[PHASE] is Phase.EXTENDED_PROCEDURE:
        yield Line("procedure_timeline_conflict_1")
    if case[PHASE] in (Phase.APPEAL, Phase.HIGHER_APPEAL, Phase.DECISION_RECEIVED):
        yield Line("procedure_timeline_conflict_2")


def _topics(step: str | None) -> tuple[str, ...]:
    first = {
        "t12": "what_rejection_means",
        "t13": "appeal_to_court",
        "t14": "higher_appeal",
        "t15": "european_court_complaint",
        "t16": "repeat_asylum_application",
    }.get(step or "", "procedure_tracks_and_dublin")
    return ("asylum_procedure_timeline", first, "legal_aid")


PROCEDURE_TIMELINE = Interview(InterviewId.PROCEDURE_TIMELINE, QUESTIONS, conclude)
