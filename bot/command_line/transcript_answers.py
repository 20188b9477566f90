"""What the person in the transcripts answers, by interview and question."""

from collections.abc import Mapping
from datetime import date, time

from conversations.deadlines import DeadlineKind
from conversations.flows import departure_term_rules as term
from conversations.flows import guidance, new_deadline, procedure_timeline, reintegration_money
from conversations.flows import unaccompanied_minor as minor
from conversations.flows.interview import InterviewId
from conversations.flows.questions import Answer, QuestionId, Special, Words, YesNo

ANSWERS: Mapping[InterviewId, Mapping[QuestionId, Answer]] = {
    InterviewId.DEPARTURE_TERM: {
        term.IS_MINOR.id: YesNo.NO,
        term.DECISION_RECEIVED.id: YesNo.YES,
        term.LETTER_LAST_DAY.id: Special.ABSENT,
        term.DOCUMENT_W.id: YesNo.NO,
        term.STAGE.id: term.Stage.NO_APPEAL,
        term.TERM_IN_LETTER.id: term.TermInLetter.DAYS_28,
        term.APPLICATION.id: term.ApplicationKind.FIRST,
        term.PROVISIONAL_MEASURE.id: term.Measure.NOT_ASKED,
        term.DECISION_DATE.id: date(2026, 11, 19),
    },
    InterviewId.REINTEGRATION_MONEY: {
        reintegration_money.WITH_IOM.id: YesNo.YES,
        reintegration_money.IS_MINOR.id: YesNo.NO,
        reintegration_money.ADULTS.id: 2,
        reintegration_money.CHILDREN.id: 2,
        reintegration_money.DESTINATION.id: reintegration_money.Destination.COUNTRY_OF_ORIGIN,
        reintegration_money.ASKED_ASYLUM.id: YesNo.YES,
        reintegration_money.ON_LIST.id: Special.UNKNOWN,
        reintegration_money.MEETS_CONDITIONS.id: Special.UNKNOWN,
    },
    InterviewId.UNACCOMPANIED_MINOR: {
        minor.AGE.id: date(2010, 5, 1),
        minor.WITH_PARENTS.id: YesNo.NO,
        minor.RETURN_DECISION.id: YesNo.YES,
        minor.DEPARTURE_POSSIBLE.id: Special.UNKNOWN,
        minor.TELLS_EVERYTHING.id: YesNo.YES,
    },
    InterviewId.PROCEDURE_TIMELINE: {
        procedure_timeline.PHASE.id: procedure_timeline.Phase.GENERAL_PROCEDURE,
        procedure_timeline.DAY_OF_PROCEDURE.id: 5,
        procedure_timeline.TRACK.id: procedure_timeline.Track.OTHER,
    },
    InterviewId.GUIDANCE: {
        guidance.DETAINED.id: YesNo.NO,
        guidance.IS_MINOR.id: YesNo.NO,
        guidance.FEARS_DANGER.id: YesNo.NO,
        guidance.NEW_FACTS.id: YesNo.NO,
        guidance.FINISHED.id: YesNo.YES,
        guidance.WANTS_RETURN.id: guidance.WantsReturn.NOT_SURE,
        guidance.KNOWS_OPTIONS.id: YesNo.NO,
    },
    InterviewId.NEW_DEADLINE: {
        new_deadline.KIND.id: DeadlineKind.IOM_APPOINTMENT,
        new_deadline.DAY.id: date(2026, 12, 17),
        new_deadline.TIME.id: time(14, 30),
        new_deadline.NOTE.id: Words("Den Haag, passport"),
    },
}
