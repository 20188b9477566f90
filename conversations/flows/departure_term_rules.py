"""When the departure term runs, stands still or is over: the status rules S01 to S15 of the inventory.

They are looked at from top to bottom; the first that fits decides. Where none fits, or where something that
the person does not know would decide, the outcome is S99: no date is given, and a person helps.

Sources, unless a rule names others: "Terugkeer van afgewezen asielzoekers" (May 2017) and "Visie op
terugkeer" (about 2015).
"""

from enum import StrEnum

from content.model import DocumentId, Source
from conversations.flows.questions import Choice, Day, Period, QuestionId, YesNo, YesNoQuestion
from conversations.flows.rules import Either, Is, IsDay, Rule


class Status(StrEnum):
    """The state of the departure term."""

    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    NO_DECISION = "no_decision"
    FIXED_BY_LETTER = "fixed_by_letter"
    POSTPONED = "postponed"
    PAUSED = "paused"
    ZERO_TERM = "zero_term"
    NO_NEW_TERM = "no_new_term"
    UNCLEAR = "unclear"
    RUNNING = "running"
    RUNNING_AGAIN = "running_again"
    RUNNING_NOT_PAUSED = "running_not_paused"
    CANNOT_BE_COUNTED = "cannot_be_counted"


class TermInLetter(StrEnum):
    """The departure term that the decision names."""

    DAYS_28 = "28"
    DAYS_0 = "0"
    OTHER = "other_date_or_number"
    NOT_FOUND = "not_found"


class ApplicationKind(StrEnum):
    """Whether asylum was asked for before."""

    FIRST = "first"
    REPEAT = "repeat"


class RejectionKind(StrEnum):
    """How the application was rejected."""

    ORDINARY = "ordinary"
    INADMISSIBLE = "inadmissible"
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"


class Stage(StrEnum):
    """How far the procedure is."""

    NO_APPEAL = "no_appeal"
    APPEAL_PENDING = "appeal_pending"
    APPEAL_LOST = "appeal_lost_no_higher_appeal"
    HIGHER_APPEAL_PENDING = "higher_appeal_pending"
    HIGHER_APPEAL_LOST = "higher_appeal_lost"
    EUROPEAN_COURT = "echr_complaint_pending"


class Measure(StrEnum):
    """What became of the request to be allowed to wait here."""

    NOT_ASKED = "not_asked"
    NO_ANSWER_YET = "asked_no_answer_yet"
    GRANTED = "granted"
    REFUSED = "refused"


IS_MINOR = YesNoQuestion(QuestionId("is_unaccompanied_minor"))
DECISION_RECEIVED = YesNoQuestion(QuestionId("decision_received"))
DECISION_DATE = Day(QuestionId("decision_date"), Period.PAST)
TERM_IN_LETTER = Choice(QuestionId("term_in_letter_days"), TermInLetter)
LETTER_LAST_DAY = Day(QuestionId("letter_last_day"), Period.AROUND_NOW, may_be_absent=True)
APPLICATION = Choice(QuestionId("application_kind"), ApplicationKind)
REJECTION = Choice(QuestionId("rejection_kind"), RejectionKind)
EARLIER_DECISION = YesNoQuestion(QuestionId("earlier_return_decision"))
STAGE = Choice(QuestionId("procedure_stage"), Stage)
PROVISIONAL_MEASURE = Choice(QuestionId("vovo_status"), Measure)
RULE_39 = Choice(QuestionId("rule39_status"), Measure)
RULING_DATE = Day(QuestionId("final_ruling_date"), Period.PAST)
WAS_PAUSED = YesNoQuestion(QuestionId("term_was_paused"))
DOCUMENT_W = YesNoQuestion(QuestionId("document_w"))
DOCUMENT_W_END = Day(QuestionId("document_w_end_date"), Period.AROUND_NOW)
MINOR_CHILDREN = YesNoQuestion(QuestionId("minor_children"))
YOUNGEST_CHILD = Day(QuestionId("youngest_child_birthdate"), Period.BIRTH_OF_CHILD)
WORKS_ON_RETURN = YesNoQuestion(QuestionId("works_on_return"))
POSSIBLE_IN_12_WEEKS = YesNoQuestion(QuestionId("return_possible_in_12_weeks"))

QUESTIONS = (
    IS_MINOR,
    DECISION_RECEIVED,
    DECISION_DATE,
    TERM_IN_LETTER,
    LETTER_LAST_DAY,
    APPLICATION,
    REJECTION,
    EARLIER_DECISION,
    STAGE,
    PROVISIONAL_MEASURE,
    RULE_39,
    RULING_DATE,
    WAS_PAUSED,
    DOCUMENT_W,
    DOCUMENT_W_END,
    MINOR_CHILDREN,
    YOUNGEST_CHILD,
    WORKS_ON_RETURN,
    POSSIBLE_IN_12_WEEKS,
)


def report(where: str) -> Source:
    """Cite the report of May 2017."""
    return Source(DocumentId("terugkeer_beleid_en_praktijk"), where)


def brochure(where: str) -> Source:
    """Cite the brochure of about 2015."""
    return Source(DocumentId("visie_op_terugkeer"), where)


def flyer(where: str) -> Source:
    """Cite the flyer for minors, which has no date."""
    return Source(DocumentId("flyer_minderjarigen"), where)


_NO_MEASURE = Is(PROVISIONAL_MEASURE, Measure.NOT_ASKED, Measure.REFUSED)

STATUS_RULES: tuple[Rule[Status], ...] = (
    Rule(
        "s01",
        (Is(IS_MINOR, YesNo.YES),),
        Status.UNACCOMPANIED_MINOR,
        (flyer("both columns"),),
    ),
    Rule(
        "s02",
        (Is(DECISION_RECEIVED, YesNo.NO),),
        Status.NO_DECISION,
        (report("2.1"),),
    ),
    Rule(
        "s03",
        (IsDay(LETTER_LAST_DAY),),
        Status.FIXED_BY_LETTER,
        (brochure("1.1 Nationaal recht (art. 62)"), report("2.1 footnote 12")),
    ),
    Rule(
        "s04",
        (Is(DOCUMENT_W, YesNo.YES),),
        Status.POSTPONED,
        (report("5.1"),),
    ),
    Rule(
        "s05",
        (
            Is(STAGE, Stage.APPEAL_PENDING, Stage.HIGHER_APPEAL_PENDING),
            Is(PROVISIONAL_MEASURE, Measure.GRANTED),
        ),
        Status.PAUSED,
        (report("2.1 Beroep, Hoger Beroep"), report("2.2 Rechtsgevolgen")),
    ),
    Rule(
        "s06",
        (Is(STAGE, Stage.EUROPEAN_COURT), Is(RULE_39, Measure.GRANTED)),
        Status.PAUSED,
        (report("2.1 Het Europees Hof voor de Rechten van de Mens"), report("2.2 Voorzieningen")),
    ),
    Rule(
        "s07",
        (Is(TERM_IN_LETTER, TermInLetter.DAYS_0),),
        Status.ZERO_TERM,
        (report("2.2 Rechtsgevolgen, Voorzieningen"), report("5.2 Opvang")),
    ),
    # The inventory adds "and no other residence procedure is running", for which it has no question: the text
    # of the result says so.
    Rule(
        "s08",
        (Is(APPLICATION, ApplicationKind.REPEAT), Is(EARLIER_DECISION, YesNo.YES)),
        Status.NO_NEW_TERM,
        (report("2.1"), report("3.2")),
    ),
    Rule(
        "s09",
        (
            Is(STAGE, Stage.APPEAL_PENDING),
            Is(APPLICATION, ApplicationKind.FIRST),
            Is(REJECTION, RejectionKind.ORDINARY),
        ),
        Status.PAUSED,
        (report("2.1 Beroep"), report("2.2 Rechtsgevolgen")),
    ),
    Rule(
        "s10",
        (Is(PROVISIONAL_MEASURE, Measure.NO_ANSWER_YET),),
        Status.UNCLEAR,
        (report("2.1 Beroep"), report("2.2 Voorzieningen"), report("3.2")),
    ),
    Rule(
        "s11",
        (
            Is(STAGE, Stage.APPEAL_PENDING),
            Either(
                Is(APPLICATION, ApplicationKind.REPEAT),
                Is(REJECTION, RejectionKind.INADMISSIBLE, RejectionKind.MANIFESTLY_UNFOUNDED),
            ),
            _NO_MEASURE,
        ),
        Status.RUNNING_NOT_PAUSED,
        (report("2.1 Beroep"),),
    ),
    Rule(
        "s12",
        (Is(STAGE, Stage.HIGHER_APPEAL_PENDING), _NO_MEASURE),
        Status.RUNNING_NOT_PAUSED,
        (report("2.1 Hoger Beroep"), report("2.2 Rechtsgevolgen")),
    ),
    Rule(
        "s13",
        (Is(STAGE, Stage.APPEAL_LOST, Stage.HIGHER_APPEAL_LOST), Is(WAS_PAUSED, YesNo.YES)),
        Status.RUNNING_AGAIN,
        (report("2.2 Rechtsgevolgen"), brochure("1.2 Vertrektermijn")),
    ),
    Rule(
        "s13b",
        (Is(STAGE, Stage.APPEAL_LOST, Stage.HIGHER_APPEAL_LOST), Is(WAS_PAUSED, YesNo.NO)),
        Status.RUNNING_NOT_PAUSED,
        (report("2.2 Rechtsgevolgen"), brochure("1.2 Vertrektermijn")),
    ),
    Rule(
        "s14",
        (
            Is(STAGE, Stage.EUROPEAN_COURT),
            Is(RULE_39, Measure.NOT_ASKED, Measure.NO_ANSWER_YET, Measure.REFUSED),
        ),
        Status.RUNNING_AGAIN,
        (report("2.1 Het Europees Hof voor de Rechten van de Mens"),),
    ),
    Rule(
        "s15",
        (
            Is(STAGE, Stage.NO_APPEAL),
            Is(APPLICATION, ApplicationKind.FIRST),
            Is(TERM_IN_LETTER, TermInLetter.DAYS_28, TermInLetter.NOT_FOUND),
        ),
        Status.RUNNING,
        (report("2.1"), report("2.2 Rechtsgevolgen"), brochure("1.1 Nationaal recht")),
    ),
)

NOT_COUNTED: Rule[Status] = Rule("s99", (), Status.CANNOT_BE_COUNTED, (report("2.2 Rechtsgevolgen"),))
