"""The screens of interviews: what can be calculated, a question with its buttons, a result."""

from datetime import date, time
from enum import StrEnum

from content.formatting import format_date_and_time, format_day, format_euro, format_time
from content.markup import Block, Bullets, Paragraph, Plain, Span, Strong
from content.model import Helper, LanguageCode, TopicId
from conversations.actions import GiveConsent
from conversations.actions_of_interviews import (
    AcceptProposal,
    GiveAnswer,
    PreviousQuestion,
    ShowInterviews,
    StartInterview,
    StopInterview,
)
from conversations.answers import AnswerComposer
from conversations.date_picker import month_grid
from conversations.flows.answers import encode
from conversations.flows.catalogue import CALCULATORS
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.new_deadline import KIND, OFFERED
from conversations.flows.questions import (
    Answer,
    Choice,
    Clock,
    Day,
    Note,
    Number,
    Period,
    Question,
    Special,
    Words,
    YesNo,
    YesNoQuestion,
)
from conversations.flows.results import Euros, Line, Result, Value
from conversations.interview_state import Run
from conversations.messages import Button, Kind, Message
from conversations.pieces import Row

_NUMBERS_IN_A_ROW = 5
_NUMBERS_SHOWN = 10
_COUNTING = (InterviewId.DEPARTURE_TERM, InterviewId.REINTEGRATION_MONEY)
_HERE = "▶ "


class InterviewComposer(AnswerComposer):
    """Composes the screens of interviews in any served language."""

    def interviews(self, language: LanguageCode) -> Message:
        """Show what can be calculated or found out."""
        rows = [
            (self.button(f"{each}_title", language, StartInterview(each)),)
            for each in (*CALCULATORS, InterviewId.NEW_DEADLINE)
        ]
        return self.notice(["interviews_title"], language, *rows)

    def offer_interview(self, interview: InterviewId, language: LanguageCode) -> Message:
        """Say what an interview gives, with a button that begins it."""
        begin = self.button(f"{interview}_title", language, StartInterview(interview))
        return self.notice(
            [f"{interview}_intro"], language, (begin,), self.human_row(language), kind=Kind.ANSWER
        )

    def ask_consent(self, interview: InterviewId, language: LanguageCode) -> Message:
        """Ask whether answers may be kept, which an interview cannot do without."""
        yes = self.button("consent_yes", language, GiveConsent(given=True, then=interview))
        no = self.button("consent_no", language, GiveConsent(given=False))
        return self.notice(["interview_needs_consent", "consent_telegram_note"], language, (yes, no))

    def question(
        self,
        interview: Interview,
        question: Question,
        run: Run,
        given: int,
        language: LanguageCode,
        today: date,
        *,
        before: tuple[Block, ...] = (),
        month: date | None = None,
    ) -> Message:
        """Ask one question; `given` answers were given before it, `before` is said above it."""
        number = interview.questions.index(question)
        hint = _hint(question) or (None if given else "interview_choose")
        picker: tuple[Row, ...] = ()
        if isinstance(question, Day):
            picker = month_grid(question, number, run, today, month, self._locale(language))
        return Message(
            kind=Kind.NOTICE,
            language=language,
            direction=self.direction(language),
            blocks=(
                *before,
                self._filler.paragraph(f"{interview.id}_ask_{question.id}", language),
                *((self._filler.paragraph(hint, language),) if hint else ()),
            ),
            buttons=(
                *self._answers(interview, question, number, run, language),
                self._ways_out(run, given, language),
            ),
            picker=picker,
        )

    def which(
        self,
        interview: Interview,
        question: Question,
        answers: tuple[Answer, ...],
        run: Run,
        given: int,
        language: LanguageCode,
    ) -> Message:
        """Ask which of a few answers is meant."""
        number = interview.questions.index(question)
        rows = [
            (Button(self.answer_text(interview, question, answer, language), _give(run, number, answer)),)
            for answer in answers
        ]
        key = "interview_which_day" if isinstance(question, Day) else f"{interview.id}_ask_{question.id}"
        return self.notice([key], language, *rows, self._ways_out(run, given, language))

    def said(
        self, interview: Interview, question: Question, answer: Answer, language: LanguageCode
    ) -> tuple[Block, ...]:
        """Say an answer back, so that a mistake is seen at once."""
        text = self.answer_text(interview, question, answer, language)
        return (self._filler.paragraph("interview_your_answer", language, answer=text),)

    def answer_text(
        self, interview: Interview, question: Question, answer: Answer, language: LanguageCode
    ) -> str:
        """Return an answer as the person reads it."""
        match answer:
            case Special.ABSENT:
                key = "answer_absent" if isinstance(question, Day) else "answer_none"
                return self.content.interface(key, language)
            case Special.UNKNOWN:
                return self.content.interface("answer_unknown", language)
            case YesNo() if isinstance(question, YesNoQuestion):
                return self.content.interface(f"answer_{answer}", language)
            case StrEnum():
                return self.content.interface(label_key(interview, question, answer), language)
            case date():
                return format_day(answer, self._locale(language))
            case time():
                return format_time(answer, self._locale(language))
            case Words(text):
                return text
            case int():
                return str(answer)

    def result(
        self, interview: Interview, result: Result, run: Run, given: int, language: LanguageCode
    ) -> Message:
        """Show what an interview came to: the outcome, how it was counted, what applies besides, sources."""
        blocks: list[Block] = [
            Paragraph((Strong(self.content.interface(f"{interview.id}_title", language)),)),
            *(self.line(line, language) for line in result.told),
        ]
        if result.calculation:
            if interview.id in _COUNTING:
                blocks.append(self._filler.paragraph("result_calculation", language))
            blocks.append(self._bullets(result.calculation, language))
        blocks += self._proposed(result, language)
        if result.is_estimate and interview.id is InterviewId.DEPARTURE_TERM:
            blocks.append(self._filler.paragraph("result_estimate", language))
        blocks += self._besides(result.besides, language)
        blocks += [self.line(line, language) for line in result.conflicts]
        blocks += self._closing(result, language)
        return Message(
            kind=Kind.ANSWER,
            language=language,
            direction=self.direction(language),
            blocks=tuple(blocks),
            buttons=(
                *self._proposal_rows(interview, result, run, language),
                *self._related_rows(tuple(self._topics(result)), None, language),
                (self.button("button_change_answers", language, PreviousQuestion(run, given)),),
                *(() if interview.id is InterviewId.NEW_DEADLINE else (self.human_row(language),)),
            ),
            sources=self._cited(result.sources, language),
            offers_counsellor=result.helper is not None,
        )

    def line(self, line: Line, language: LanguageCode) -> Paragraph:
        """Return one line as a paragraph, filled in."""
        values = {name: self._value(value, language) for name, value in line.values.items()}
        if "remaining_days" in line.values:
            days = line.values["remaining_days"]
            values["remaining"] = self.content.plural("remaining_days", _whole(days), language)
        return self._filler.paragraph(line.key, language, **values)

    def _value(self, value: Value, language: LanguageCode) -> str:
        match value:
            case Euros(amount):
                return self._filler.isolated(format_euro(amount, self._locale(language)), language)
            case date():
                return format_day(value, self._locale(language))
            case int():
                return str(value)

    def _proposed(self, result: Result, language: LanguageCode) -> list[Block]:
        """Name the date that is about to be set, when that is what the interview is for."""
        if result.rule != "confirm":
            return []
        (proposal,) = result.proposals
        when = format_date_and_time(proposal.day, proposal.clock, self._locale(language))
        lines = [self.content.interface(f"deadline_{proposal.kind}", language), when, proposal.note]
        return [Bullets(tuple((Plain(line),) for line in lines if line))]

    def _besides(self, lines: tuple[Line, ...], language: LanguageCode) -> list[Block]:
        """Set lines as bullets below their heading; those without one get a general heading."""
        blocks: list[Block] = []
        group: list[Line] = []
        if lines and not lines[0].heading:
            blocks.append(self._filler.paragraph("result_besides", language))
        for line in lines:
            if line.heading:
                if group:
                    blocks.append(self._bullets(tuple(group), language))
                group = []
                blocks.append(self.line(line, language))
            else:
                group.append(line)
        if group:
            blocks.append(self._bullets(tuple(group), language))
        return blocks

    def _bullets(self, lines: tuple[Line, ...], language: LanguageCode) -> Bullets:
        items: list[tuple[Span, ...]] = []
        for line in lines:
            spans = self.line(line, language).spans
            items.append((Strong(_HERE), *spans) if line.here else spans)
        return Bullets(tuple(items))

    def _closing(self, result: Result, language: LanguageCode) -> list[Block]:
        closing: list[Block] = []
        if result.helper in (Helper.LEGAL_AID, Helper.IOM, Helper.NIDOS):
            closing.append(self._filler.paragraph(f"handover_{result.helper}", language))
        if result.helper is not None:
            closing.append(self._filler.paragraph("offer_counsellor", language))
        if result.sources:
            closing.append(self._source_line(self._cited(result.sources, language), language))
            if not self.content.texts[language].language.interviews_reviewed:
                closing.append(self._filler.paragraph("draft_notice", language))
        return closing

    def _proposal_rows(
        self, interview: Interview, result: Result, run: Run, language: LanguageCode
    ) -> list[Row]:
        key = "button_confirm" if interview.id is InterviewId.NEW_DEADLINE else "button_remind_me"
        return [
            (self.button(key, language, AcceptProposal(run, number)),)
            for number in range(len(result.proposals))
        ]

    def _topics(self, result: Result) -> list[TopicId]:
        return [topic for topic in result.topics if self.content.is_published(topic)]

    def _answers(
        self, interview: Interview, question: Question, number: int, run: Run, language: LanguageCode
    ) -> list[Row]:
        """Return the buttons that answer a question, as far as it can be answered with few of them."""

        def give(answer: Answer) -> Button:
            label = self.answer_text(interview, question, answer, language)
            return Button(label, _give(run, number, answer))

        unknown = (give(Special.UNKNOWN),)
        match question:
            case YesNoQuestion():
                return [(give(YesNo.YES), give(YesNo.NO)), unknown]
            case Choice(_, options) if question is KIND:
                return [(give(option),) for option in OFFERED if option in options]
            case Choice(_, options):
                return [*((give(option),) for option in options), unknown]
            case Number(_, least, most):
                shown = [give(value) for value in range(least, min(most, least + _NUMBERS_SHOWN - 1) + 1)]
                rows = [
                    tuple(shown[start : start + _NUMBERS_IN_A_ROW])
                    for start in range(0, len(shown), _NUMBERS_IN_A_ROW)
                ]
                return [*rows, unknown]
            case Day(_, Period.COMING, _):
                return []
            case Day(_, _, may_be_absent):
                return [(give(Special.ABSENT), *unknown) if may_be_absent else unknown]
            case Clock():
                return [(give(Special.ABSENT),)]
            case Note(_, may_be_absent):
                return [(give(Special.ABSENT),)] if may_be_absent else []

    def _ways_out(self, run: Run, given: int, language: LanguageCode) -> Row:
        stop = self.button("button_stop_interview", language, StopInterview(run))
        if not given:
            return (stop,)
        return (self.button("button_previous", language, PreviousQuestion(run, given)), stop)

    def interviews_row(self, language: LanguageCode) -> Row:
        """Return a row with the button to what can be calculated."""
        return (self.button("button_interviews", language, ShowInterviews()),)

    def _locale(self, language: LanguageCode) -> str:
        return self.content.texts[language].language.locale


def label_key(interview: Interview, question: Question, option: StrEnum) -> str:
    """Return the key of the button text of an option."""
    if question is KIND:
        return f"deadline_{option}"
    return f"{interview.id}_{question.id}_{option}"


def _give(run: Run, number: int, answer: Answer) -> GiveAnswer:
    return GiveAnswer(run, number, encode(answer))


def _hint(question: Question) -> str | None:
    match question:
        case Day(_, Period.BIRTH_OF_YOUNG_PERSON, _):
            return "interview_give_age"
        case Day():
            return "interview_give_day"
        case Number():
            return "interview_give_number"
        case Clock():
            return "interview_give_time"
        case Note():
            return "interview_give_text"
        case Choice() | YesNoQuestion():
            return None


def _whole(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError("a number of days is a whole number")
    return value
