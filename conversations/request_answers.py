"""What people answer to counsellors with a tap: yes or no to a date, an answer to a prepared question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.model import DUTCH, LanguageCode
from conversations.actions import AnswerQuestion, ConfirmDate
from conversations.cases import CaseId, Cases, PostKind
from conversations.composer import Composer
from conversations.counsellor_requests import AskedQuestion, OfferedDate, Request, Requests
from conversations.counsellor_texts import CounsellorTexts
from conversations.flows.results import Proposal
from conversations.messages import Message
from conversations.people import Consent, Person
from conversations.reminding import Reminding

Messages = tuple[Message, ...]
RequestAction = ConfirmDate | AnswerQuestion


class RequestAnswers:
    """Takes the answers of people to what counsellors asked, and tells the topic of the case."""

    def __init__(
        self,
        requests: Requests,
        cases: Cases,
        reminding: Reminding,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        now: Callable[[], datetime],
    ) -> None:
        """Wire the parts; `now` returns an aware time in UTC."""
        self._requests = requests
        self._cases = cases
        self._reminding = reminding
        self._get_composer = composer
        self._words = words
        self._now = now

    def on_action(self, person: Person, action: RequestAction, language: LanguageCode) -> Messages:
        """Carry out a tap; a second one, or one on an old button, changes nothing and is explained."""
        request = self._requests.find(person.id, action.request)
        match action, request:
            case ConfirmDate(_, accepted), Request(about=OfferedDate() as offer):
                if accepted:
                    return self._accept(person, request, offer, language)
                return self._refuse(request, offer, language)
            case AnswerQuestion(_, answer), Request(about=AskedQuestion() as asked):
                return self._answer(request, asked, answer, language)
            case _:
                return self._over(language)

    def _accept(
        self, person: Person, request: Request, offer: OfferedDate, language: LanguageCode
    ) -> Messages:
        """Keep the date with its reminders, as if the person had set it."""
        composer = self._get_composer()
        if person.consent is not Consent.GIVEN:
            # Nothing is kept without consent; the proposal stays, to be confirmed after it.
            return (
                composer.offer_needs_consent(language),
                composer.offered_date(offer, request.id, language),
            )
        note = composer.offer_note(offer, language)
        proposal = Proposal(kind=offer.kind, day=offer.day, clock=offer.clock, note=note)
        messages = self._reminding.accept(person, proposal, None, language)
        kept = self._reminding.keeps(person, proposal)
        key = "date_accepted" if kept else "date_not_kept"
        self._tell(request, self._words.fill(key, date=composer.offer_line(offer, DUTCH)), waits=not kept)
        return messages

    def _refuse(self, request: Request, offer: OfferedDate, language: LanguageCode) -> Messages:
        composer = self._get_composer()
        words = self._words.fill("date_refused", date=composer.offer_line(offer, DUTCH))
        self._tell(request, words, waits=True)
        return (composer.notice(["offer_refused"], language),)

    def _answer(
        self, request: Request, asked: AskedQuestion, answer: str, language: LanguageCode
    ) -> Messages:
        composer = self._get_composer()
        prepared = composer.content.texts[DUTCH].asked.get(asked.question)
        if prepared is None or answer not in prepared.answers:
            return self._over(language)
        words = self._words.fill(
            "ask_answered",
            question=composer.question_text(asked.question, DUTCH),
            answer=prepared.answers[answer],
        )
        self._tell(request, words, waits=True)
        return (composer.notice(["asked_thanks"], language),)

    def _over(self, language: LanguageCode) -> Messages:
        return (self._get_composer().desk_notice(["request_over"], language),)

    def _tell(self, request: Request, words: str, *, waits: bool = False) -> None:
        """Post an answer and forget the request; `waits` when a counsellor should react to it."""
        case = self._cases.find(request.case)
        if case is not None:
            self._cases.post(case.id, PostKind.TEXT, words)
            if waits:
                self._is_waiting(case.id)
        self._requests.answered(request.id)

    def _is_waiting(self, case: CaseId) -> None:
        now = self._cases.find(case)
        if now is not None and now.is_open and now.waiting_since is None:
            self._cases.save(replace(now, waiting_since=self._now()))
