"""The person's side of the desk: ask for a counsellor, write to one, end the conversation.

While a conversation goes on the assistant is silent, apart from danger: whatever the person writes goes to
the counsellors, under a random name and without a word of who the person is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.model import DUTCH, LanguageCode, TopicId
from conversations.actions import (
    AnswerQuestion,
    ConfirmDate,
    EndCase,
    GiveFeedback,
    OpenCase,
    TalkToPerson,
)
from conversations.cases import Case, CaseReason, Cases, CaseState, PostKind, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.messages import Message
from conversations.people import Person
from conversations.request_answers import RequestAction, RequestAnswers

Messages = tuple[Message, ...]
DeskAction = TalkToPerson | OpenCase | EndCase | GiveFeedback | RequestAction


class Desk:
    """Opens and carries on conversations with counsellors, for people."""

    def __init__(
        self,
        cases: Cases,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        now: Callable[[], datetime],
        answers: RequestAnswers,
        *,
        connected: bool,
        translated: bool = False,
    ) -> None:
        """Wire the parts; `connected` tells whether there is a group of counsellors at all.

        `translated` tells whether counsellors see a machine translation below what people write.
        """
        self._cases = cases
        self._get_composer = composer
        self._words = words
        self._now = now
        self._answers = answers
        self.connected = connected
        self._translated = translated
        self.when_changed: Callable[[], None] = lambda: None
        """Called when something waits to be posted."""

    @property
    def _composer(self) -> Composer:
        return self._get_composer()

    def conversation(self, person: Person) -> Case | None:
        """Return the conversation to which goes what `person` writes."""
        case = self._cases.of_person(person.id) if self.connected else None
        return case if case is not None and case.is_conversation else None

    def on_button(self, person: Person, action: DeskAction, language: LanguageCode) -> Messages:
        """Carry out a tap on a button about counsellors."""
        match action:
            case TalkToPerson():
                return self.ask(person, language)
            case OpenCase(sharing):
                return self.open(person, sharing, language)
            case EndCase():
                return self.end(person, language)
            case GiveFeedback(helped):
                return self.feedback(person, language, helped=helped)
            case ConfirmDate() | AnswerQuestion():
                messages = self._answers.on_action(person, action, language)
                self.when_changed()
                return messages

    def ask(self, person: Person, language: LanguageCode) -> Messages:
        """Ask what a counsellor may see; without a group of counsellors, show how to reach one."""
        if not self.connected:
            return (self._composer.counsellor(language),)
        if self.conversation(person) is not None:
            return (self._composer.desk_notice(["case_already_open"], language, can_end=True),)
        return (self._composer.ask_sharing(language),)

    def open(self, person: Person, sharing: Sharing, language: LanguageCode) -> Messages:
        """Open a conversation that the person asked for, and say when somebody can answer."""
        if not self.connected:
            return (self._composer.counsellor(language),)
        topic = person.last_topic if sharing is not Sharing.NOTHING else None
        case = self._cases.open(person.id, CaseReason.ASKED_FOR, sharing=sharing, topic=topic)
        if case.sharing is None:
            self._cases.save(replace(case, sharing=sharing, topic=topic), (PostKind.CARD, ""))
        self.when_changed()
        return (self._composer.case_opened(case.name, language, translated=self._translated),)

    def danger(self, person: Person, text: str) -> None:
        """Tell the counsellors at once that somebody may be in danger, with what they wrote."""
        if not self.connected:
            return
        case = self._cases.of_person(person.id) or self._cases.open(person.id, CaseReason.DANGER)
        if not case.is_urgent:
            case = replace(case, reason=CaseReason.DANGER)
            self._cases.save(case, (PostKind.CARD, ""))
        self._cases.post(case.id, PostKind.TEXT, self._words.fill("person_in_danger", text=text), urgent=True)
        self._translate(case, text)
        self._is_waiting(case)

    def wrote(self, case: Case, text: str, topic: TopicId | None) -> None:
        """Pass on what the person wrote, with the topic that the assistant makes of it."""
        understood = ""
        if topic is not None:
            title = self._composer.content.answer(topic, DUTCH).title
            understood = self._words.fill("person_understood", topic=title, id=topic)
        self._cases.post(case.id, PostKind.TEXT, "\n\n".join(part for part in (text, understood) if part))
        self._translate(case, text)
        self._is_waiting(case)

    def sent(self, case: Case, message: int) -> None:
        """Pass on a photo, voice message, document or the like."""
        self._cases.post(case.id, PostKind.COPY, source=message)
        self._is_waiting(case)

    def end(self, person: Person, language: LanguageCode) -> Messages:
        """End the conversation because the person wants to."""
        case = self._cases.of_person(person.id)
        if case is None:
            return (self._composer.notice(["case_none"], language),)
        closed = replace(case, state=CaseState.CLOSED, waiting_since=None)
        words = self._words.fill("closed_by_person")
        self._cases.save(closed, (PostKind.TEXT, words), (PostKind.CARD, ""))
        self.when_changed()
        return (self._composer.menu(language, "case_ended_by_you"),)

    def feedback(self, person: Person, language: LanguageCode, *, helped: bool) -> Messages:
        """Remember whether the conversation helped."""
        self._cases.feedback(person.id, helped=helped)
        return (self._composer.notice(["case_feedback_thanks"], language),)

    def _translate(self, case: Case, text: str) -> None:
        """Have the translation posted after the words, not urgent: it never delays anybody's danger."""
        if self._translated:
            self._cases.post(case.id, PostKind.TRANSLATION, text)

    def _is_waiting(self, case: Case) -> None:
        now = self._cases.find(case.id)
        if now is not None and now.is_open and now.waiting_since is None:
            self._cases.save(replace(now, waiting_since=self._now()))
        self.when_changed()
