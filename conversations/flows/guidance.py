"""Guidance in two phases: first all options, then, for who wants to go back, a plan.

Return is one of the options, not the aim of the talk; people may change their mind in any phase (G30).

Sources: "Begeleiding uitgeprocedeerden" (about 2019), "Visie op terugkeer" (about 2015), "Asiel afgewezen"
(undated) and "Terugkeer van afgewezen asielzoekers" (May 2017).
"""

from enum import StrEnum

from content.model import DocumentId, Helper, Source, TopicId
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Case, Choice, QuestionId, Special, YesNo, YesNoQuestion
from conversations.flows.results import Line, Result
from conversations.flows.rules import Is, Rule


class Outcome(StrEnum):
    """Where the guidance leads."""

    STOP = "stop"
    PHASE_1 = "phase_1"
    PHASE_2 = "phase_2"


class WantsReturn(StrEnum):
    """Whether somebody thinks of going back."""

    NO = "no"
    NOT_SURE = "not_sure"
    YES = "yes"


DETAINED = YesNoQuestion(QuestionId("detained_or_date"))
IS_MINOR = YesNoQuestion(QuestionId("is_unaccompanied_minor"))
FEARS_DANGER = YesNoQuestion(QuestionId("fears_danger"))
NEW_FACTS = YesNoQuestion(QuestionId("new_facts"))
FINISHED = YesNoQuestion(QuestionId("procedure_finished"))
KNOWS_OPTIONS = YesNoQuestion(QuestionId("knows_options"))
WANTS_RETURN = Choice(QuestionId("wants_return"), WantsReturn)
RETURN_POSSIBLE = YesNoQuestion(QuestionId("return_possible"))

QUESTIONS = (
    DETAINED,
    IS_MINOR,
    FEARS_DANGER,
    NEW_FACTS,
    FINISHED,
    WANTS_RETURN,
    RETURN_POSSIBLE,
    KNOWS_OPTIONS,
)

_OLD_PAGE = DocumentId("asiel_afgewezen")
_BROCHURE = DocumentId("visie_op_terugkeer")
_REPORT = DocumentId("terugkeer_beleid_en_praktijk")
_GUIDANCE = DocumentId("begeleiding_uitgeprocedeerden")
_FLYER = DocumentId("flyer_minderjarigen")
_HOW = Source(_GUIDANCE, "Hoe ziet de begeleiding eruit")

# G06 stands first: somebody who is locked up needs a lawyer and no interview.
RULES: tuple[Rule[Outcome], ...] = (
    Rule("g06", (Is(DETAINED, YesNo.YES),), Outcome.STOP, (Source(_REPORT, "4.4"),)),
    Rule("g01", (Is(IS_MINOR, YesNo.YES),), Outcome.STOP, (Source(_FLYER, "whole flyer"),)),
    Rule(
        "g02",
        (Is(FEARS_DANGER, YesNo.YES),),
        Outcome.STOP,
        (
            Source(_OLD_PAGE, "Waarom helpt VluchtelingenWerk asielzoekers die willen terugkeren"),
            Source(_BROCHURE, "2.3 Uitgangspunten (2), Werkwijze"),
        ),
    ),
    Rule("g03", (Is(NEW_FACTS, YesNo.YES),), Outcome.PHASE_1, (_HOW, Source(_REPORT, "3.2"))),
    Rule(
        "g04",
        (Is(FINISHED, YesNo.NO),),
        Outcome.PHASE_1,
        (Source(_BROCHURE, "1.3 Terugkeer eerder besproken; 2.2 Tijd"),),
    ),
    Rule(
        "g05",
        (Is(WANTS_RETURN, WantsReturn.YES), Is(RETURN_POSSIBLE, YesNo.NO)),
        Outcome.STOP,
        (Source(_REPORT, "5.1"), Source(_BROCHURE, "1.4 Buitenschuld")),
    ),
    Rule(
        "g10",
        (Is(WANTS_RETURN, WantsReturn.NO, WantsReturn.NOT_SURE, Special.UNKNOWN),),
        Outcome.PHASE_1,
        (_HOW,),
    ),
    Rule(
        "g20",
        (Is(WANTS_RETURN, WantsReturn.YES), Is(RETURN_POSSIBLE, YesNo.YES, Special.UNKNOWN)),
        Outcome.PHASE_2,
        (_HOW, Source(_GUIDANCE, "Nationale en internationale samenwerking")),
    ),
)

_TOPICS = {
    "g06": ("detention_when", "lighter_measures_than_detention", "legal_aid"),
    "g01": ("minor_rejected_what_now", "minor_protection_rules"),
    "g02": ("afraid_to_return_danger", "vwn_return_principles", "repeat_asylum_application"),
    "g03": ("repeat_asylum_application", "legal_aid", "future_options_overview"),
    "g04": ("legal_aid", "asylum_procedure_timeline", "guidance_two_phases"),
    "g05": ("buitenschuld_conditions", "medical_postponement_art64", "departure_moratorium"),
    "g10": ("future_options_overview", "life_without_papers", "what_helped_others_decide"),
    "g20": ("travel_documents_help", "in_kind_reintegration", "help_after_arrival"),
}
_HELPERS = {"g06": Helper.LEGAL_AID, "g01": Helper.NIDOS, "g03": Helper.LEGAL_AID}
_CHECKLIST = tuple(Line(f"guidance_checklist_{number}") for number in range(1, 5))


def conclude(case: Case) -> Result:
    """Return the phase, the topics that fit and the questions to take to the counsellor.

    What somebody does not know never ends the guidance: not knowing is where phase 1 begins.

    Raises MissingAnswerError when a question must be asked first.
    """
    rule = first_that_fits(case)
    told = [Line(f"guidance_{rule.id}")]
    if rule.status is Outcome.PHASE_2:
        told.append(Line("guidance_g21"))
    checklist: tuple[Line, ...] = ()
    if rule.status is not Outcome.STOP:
        told.append(Line("guidance_g30"))
        wanted = rule.status is Outcome.PHASE_2 or case[KNOWS_OPTIONS] is not YesNo.YES
        checklist = (Line("guidance_checklist_intro", heading=True), *_CHECKLIST) if wanted else ()
    return Result(
        rule=rule.id,
        told=tuple(told),
        besides=checklist,
        conflicts=(Line("guidance_conflict_1"),) if rule.status is Outcome.PHASE_2 else (),
        topics=tuple(map(TopicId, _TOPICS[rule.id])),
        sources=rule.sources,
        helper=_HELPERS.get(rule.id, Helper.COUNSELLOR),
    )


def first_that_fits(case: Case) -> Rule[Outcome]:
    """Return the first rule that fits, passing over those that nobody can tell.

    Raises MissingAnswerError when a question must be asked first.
    """
    return next(rule for rule in RULES if rule.fits(case))


GUIDANCE = Interview(InterviewId.GUIDANCE, QUESTIONS, conclude)
