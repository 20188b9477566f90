"""Lead one person through an interview: start, answer, go back, stop, and go on after an interruption.

Every answer is on disk before the next question is shown. Buttons carry the run and the question that they
belong to: a tap on an old keyboard, or the same tap twice, changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from content.markup import Block
from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AcceptProposal,
    GiveAnswer,
    Ignore,
    InterviewAction,
    PreviousQuestion,
    ShowInterviews,
    ShowMonth,
    StartInterview,
    StopInterview,
)
from conversations.composer import Composer
from conversations.deadlines import Deadline
from conversations.flows.answers import LONGEST_NOTE, Problem, decode, encode, problem_with
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.new_deadline import DAY, KIND, NOTE, OFFERED, OWN_NOTE
from conversations.flows.questions import Answer, Choice, Question, QuestionId, Special, Words
from conversations.flows.results import Result
from conversations.identifiers import new_short_id
from conversations.interview_screens import label_key
from conversations.interview_state import Interviews, InterviewState, Run
from conversations.messages import Message
from conversations.people import Consent, Person
from conversations.reminding import Reminding
from conversations.typed.dates import find_day
from conversations.typed.reader import Given, Refused, Which, Wish, read_answer
from conversations.typed.tokens import tokens
from conversations.typed.vocabulary import Vocabulary, build_vocabulary

Messages = tuple[Message, ...]
_LEAST, _MOST = "least", "most"


class Interviewer:
    """Goes through interviews with people; remembers where each of them is."""

    def __init__(
        self,
        interviews: Interviews,
        reminding: Reminding,
        composer: Callable[[], Composer],
        today: Callable[[], date],
    ) -> None:
        """Wire the parts; `composer` is that of the present content, `today` the date in the Netherlands."""
        self._interviews = interviews
        self._reminding = reminding
        self._get_composer = composer
        self._today = today

    @property
    def _composer(self) -> Composer:
        return self._get_composer()

    def waiting(self, person: Person) -> Run | None:
        """Return the run of the interview in which a question to `person` waits for an answer."""
        state = self._interviews.current(person.id)
        return state.run if state is not None and not isinstance(self._step(state), Result) else None

    def forget(self, person: Person) -> None:
        """Drop the interview of `person`, whatever they answered."""
        self._interviews.end(person.id)

    def on_action(self, person: Person, action: InterviewAction, language: LanguageCode) -> Messages:
        """Carry out a tap on a button of an interview."""
        match action:
            case ShowInterviews():
                return (self._composer.interviews(language),)
            case StartInterview(interview):
                return self.start(person, interview, language)
            case Ignore():
                return ()
            case GiveAnswer() | ShowMonth() | PreviousQuestion() | StopInterview() | AcceptProposal():
                state = self._interviews.current(person.id)
                if state is None:
                    return (
                        self._composer.notice(
                            ["interview_over"], language, self._composer.interviews_row(language)
                        ),
                    )
                if state.run != action.run:
                    return (self._show(state, language, "interview_button_old"),)
                return self._on_run(person, state, action, language)

    def start(
        self, person: Person, interview: InterviewId, language: LanguageCode, *, keys: tuple[str, ...] = ()
    ) -> Messages:
        """Begin an interview anew; what was answered in another one is gone."""
        if person.consent is not Consent.GIVEN:
            return (self._composer.ask_consent(interview, language),)
        state = InterviewState(interview, Run(new_short_id()))
        self._interviews.keep(person.id, state)
        return (self._show(state, language, *keys, f"{interview}_intro"),)

    def change_day(self, person: Person, deadline: Deadline, language: LanguageCode) -> Messages:
        """Ask for another day of a deadline that was set."""
        answers: list[tuple[QuestionId, str]] = [(KIND.id, deadline.kind.value)]
        if deadline.note:
            words = encode(Words(deadline.note))
            answers += [(NOTE.id, words), (OWN_NOTE.id, words)]
        state = InterviewState(
            InterviewId.NEW_DEADLINE, Run(new_short_id()), tuple(answers), deadline.id, known=len(answers)
        )
        self._interviews.keep(person.id, state)
        return (self._show(state, language),)

    def begin_with(
        self, person: Person, interview: InterviewId, text: str, language: LanguageCode
    ) -> Messages:
        """Begin an interview that was asked for in words; a day that they name clearly is not asked again."""
        if interview is not InterviewId.NEW_DEADLINE or person.consent is not Consent.GIVEN:
            return self.start(person, interview, language)
        day = find_day(text, DAY, self._vocabulary(language), self._today())
        answers = ((DAY.id, encode(day)),) if day is not None else ()
        state = InterviewState(interview, Run(new_short_id()), answers, known=len(answers))
        self._interviews.keep(person.id, state)
        said = self._composer.said(INTERVIEWS[interview], DAY, day, language) if day is not None else ()
        return (self._show(state, language, f"{interview}_intro", before=said),)

    def on_text(self, person: Person, text: str, language: LanguageCode) -> Messages | None:
        """Take `text` as the answer to the open question; None when it is none."""
        state = self._interviews.current(person.id)
        if state is None:
            return None
        question = self._step(state)
        if isinstance(question, Result):
            return self._confirm(person, state, question, text, language)
        interview = INTERVIEWS[state.interview]
        match read_answer(
            text,
            question,
            self._labels(interview, question, language),
            self._vocabulary(language),
            self._today(),
        ):
            case Given(answer):
                return self._take(person, state, question, answer, language)
            case Which(answers):
                given = len(state.answers) - state.known
                return (self._composer.which(interview, question, answers, state.run, given, language),)
            case Refused(problem):
                return (self._refuse(state, question, problem, language),)
            case Wish.PREVIOUS:
                return self._previous(person, state, language)
            case Wish.STOP:
                return self.stop(person, language)
            case None:
                return None

    def _confirm(
        self, person: Person, state: InterviewState, result: Result, text: str, language: LanguageCode
    ) -> Messages | None:
        """Take "yes" below a date that waits to be confirmed as the tap on its button."""
        if state.interview is not InterviewId.NEW_DEADLINE or not result.proposals:
            return None
        if not self._vocabulary(language).means("yes", tokens(text)):
            return None
        return self._accept(person, state, result, 0, language)

    def _accept(
        self, person: Person, state: InterviewState, result: Result, number: int, language: LanguageCode
    ) -> Messages:
        messages = self._reminding.accept(person, result.proposals[number], state.replaces, language)
        if state.interview is InterviewId.NEW_DEADLINE:
            self._interviews.end(person.id)
        return messages

    def again(self, person: Person, language: LanguageCode, key: str = "interview_again") -> Messages:
        """Ask the open question again, after something else was answered; `key` says why."""
        state = self._interviews.current(person.id)
        if state is None or isinstance(self._step(state), Result):
            return ()
        return (self._show(state, language, key),)

    def stop(self, person: Person, language: LanguageCode) -> Messages:
        """End the interview without a result; the answers are gone."""
        self._interviews.end(person.id)
        return (self._composer.menu(language, "interview_stopped"),)

    def _on_run(
        self,
        person: Person,
        state: InterviewState,
        action: GiveAnswer | ShowMonth | PreviousQuestion | StopInterview | AcceptProposal,
        language: LanguageCode,
    ) -> Messages:
        step = self._step(state)
        questions = INTERVIEWS[state.interview].questions
        match action:
            case GiveAnswer(_, number, answer) if not isinstance(step, Result):
                if questions.index(step) != number:
                    return (self._show(state, language, "interview_button_old"),)
                try:
                    return self._take(person, state, step, decode(step, answer), language)
                except ValueError:
                    return (self._show(state, language, "interview_button_old"),)
            case ShowMonth(_, number, month) if not isinstance(step, Result):
                old = questions.index(step) != number
                return (self._show(state, language, month=None if old else month),)
            case PreviousQuestion(_, given) if given == len(state.answers) - state.known:
                return self._previous(person, state, language)
            case StopInterview():
                return self.stop(person, language)
            case AcceptProposal(_, number) if isinstance(step, Result) and 0 <= number < len(step.proposals):
                return self._accept(person, state, step, number, language)
            case _:
                return (self._show(state, language, "interview_button_old"),)

    def _take(
        self,
        person: Person,
        state: InterviewState,
        question: Question,
        answer: Answer,
        language: LanguageCode,
    ) -> Messages:
        problem = problem_with(question, answer, self._today())
        if problem is not None:
            return (self._refuse(state, question, problem, language),)
        state = replace(state, answers=(*state.answers, (question.id, encode(answer))))
        self._interviews.keep(person.id, state)
        said = self._composer.said(INTERVIEWS[state.interview], question, answer, language)
        return (self._show(state, language, before=said),)

    def _previous(self, person: Person, state: InterviewState, language: LanguageCode) -> Messages:
        """Take back the last answer that the person gave; what was known before the interview stays."""
        if len(state.answers) <= state.known:
            return (self._show(state, language),)
        state = replace(state, answers=state.answers[:-1])
        self._interviews.keep(person.id, state)
        return (self._show(state, language),)

    def _refuse(
        self, state: InterviewState, question: Question, problem: Problem, language: LanguageCode
    ) -> Message:
        values = {}
        if problem is Problem.NUMBER_OUT_OF_RANGE:
            values = {
                _LEAST: str(getattr(question, _LEAST, "")),
                _MOST: str(getattr(question, _MOST, "")),
            }
        elif problem is Problem.TEXT_TOO_LONG:
            values = {_MOST: str(LONGEST_NOTE)}
        told = self._composer.notice([f"interview_{problem}"], language, values=values)
        return self._show(state, language, before=told.blocks)

    def _show(
        self,
        state: InterviewState,
        language: LanguageCode,
        *keys: str,
        before: tuple[Block, ...] = (),
        month: date | None = None,
    ) -> Message:
        composer, interview = self._composer, INTERVIEWS[state.interview]
        step, given = self._step(state), len(state.answers) - state.known
        above = (*before, *(composer.notice(keys, language).blocks if keys else ()))
        if isinstance(step, Result):
            shown = composer.result(interview, step, state.run, given, language)
            return replace(shown, blocks=(*above, *shown.blocks))
        return composer.question(
            interview, step, state.run, given, language, self._today(), before=above, month=month
        )

    def _step(self, state: InterviewState) -> Question | Result:
        """Return the next step; answers that no longer fit after an update of the program are left out."""
        interview = INTERVIEWS[state.interview]
        answers: dict[QuestionId, Answer] = {}
        for name, text in state.answers:
            question = interview.question(name)
            if question is None:
                continue
            try:
                answers[name] = decode(question, text)
            except ValueError:
                continue
        if state.replaces is not None:
            answers.setdefault(NOTE.id, Special.ABSENT)
        return interview.step(answers, self._today())

    def _labels(self, interview: Interview, question: Question, language: LanguageCode) -> Mapping[str, str]:
        if not isinstance(question, Choice):
            return {}
        content = self._composer.content
        offered = OFFERED if question is KIND else question.options
        keys = {option: label_key(interview, question, option) for option in offered}
        return {option: content.interface(key, language) for option, key in keys.items()}

    def _vocabulary(self, language: LanguageCode) -> Vocabulary:
        return build_vocabulary(self._composer.content, language)
