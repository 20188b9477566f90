"""The person's side of the desk: ask for a counsellor, write to one, end the conversation.

While a conversation goes on the assistant is silent, apart from danger: whatever the person writes goes to
the counsellors, under a random name and without a word of who the person is. Where the person is, and a file
that keeps its name, goes to them only after a question, and contacts never.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.model import DUTCH, LanguageCode, TopicId
from conversations.actions import (
    AnswerFollowUp,
    AnswerQuestion,
    ConfirmDate,
    EndCase,
    GiveFeedback,
    OpenCase,
    ShareFile,
    ShareLocation,
    TalkToPerson,
)
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import Case, CaseReason, Cases, CaseState, PostKind, Sharing
from conversations.cleaning import clean
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.events import MediaKind, MediaSent, TextWritten
from conversations.messages import Message
from conversations.office_hours import office_hours
from conversations.people import Consent, People, Person
from conversations.request_answers import RequestAction, RequestAnswers

Messages = tuple[Message, ...]
DeskAction = (
    TalkToPerson
    | OpenCase
    | EndCase
    | GiveFeedback
    | ShareLocation
    | ShareFile
    | AnswerFollowUp
    | RequestAction
)


class Desk:
    """Opens and carries on conversations with counsellors, for people."""

    def __init__(
        self,
        cases: Cases,
        people: People,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        now: Callable[[], datetime],
        timezone: ZoneInfo,
        answers: RequestAnswers,
        *,
        connected: bool,
        translated: bool = False,
    ) -> None:
        """Wire the parts; `connected` tells whether there is a group of counsellors at all.

        `translated` tells whether counsellors see a machine translation below what people write.
        """
        self._cases = cases
        self._people = people
        self._timezone = timezone
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
            case ShareLocation(message, allowed) | ShareFile(message, allowed):
                key = "case_location" if isinstance(action, ShareLocation) else "case_file"
                return self._share(person, message, language, key, allowed=allowed)
            case AnswerFollowUp(solved):
                if solved:
                    return (self._composer.notice(["follow_up_solved"], language),)
                return self.ask(person, language)

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
        known = self._cases.of_person(person.id)
        case = self._cases.open(person.id, CaseReason.ASKED_FOR, sharing=sharing, topic=topic)
        if case.sharing is None:
            self._cases.save(replace(case, sharing=sharing, topic=topic), (PostKind.CARD, ""))
        # A second tap on an old button changes nothing about what was allowed.
        if (known is None or known.sharing is None) and sharing is not Sharing.NOTHING:
            self._post_questions(person, case)
        self.when_changed()
        hours = office_hours(self._composer.content.organisation, self._timezone)
        opened = self._composer.case_opened(
            case.name, language, self._now(), hours, translated=self._translated
        )
        return (opened,)

    def asked(self, person: Person, text: str, topic: TopicId | None) -> None:
        """Keep a question for a day, with consent: the person may want to show it to a counsellor."""
        if self.connected and person.consent is Consent.GIVEN:
            self._people.remember_asked(person.id, text, topic)

    def _post_questions(self, person: Person, case: Case) -> None:
        """Put the questions of the last day into the case, with the topic that was understood."""
        questions = self._people.asked(person.id)
        if not questions:
            return
        lines = [self._words.fill("questions_today")]
        for question in questions:
            clock = question.asked_at.astimezone(self._timezone).strftime("%H:%M")
            understood = self._understood(question.topic)
            lines.append("\n".join(part for part in (f"{clock} {question.text}", understood) if part))
        self._cases.post(case.id, PostKind.TEXT, "\n\n".join(lines))

    def _understood(self, topic: TopicId | None) -> str:
        if topic is None or not self._composer.content.is_published(topic):
            return ""
        title = self._composer.content.answer(topic, DUTCH).title
        return self._words.fill("person_understood", topic=title, id=topic)

    def danger(self, person: Person, text: str, message: int | None = None) -> None:
        """Tell the counsellors at once that somebody may be in danger, with what they wrote."""
        if not self.connected:
            return
        case = self._cases.of_person(person.id) or self._cases.open(person.id, CaseReason.DANGER)
        if not case.is_urgent:
            case = replace(case, reason=CaseReason.DANGER)
            self._cases.save(case, (PostKind.CARD, ""))
        words = self._words.fill("person_in_danger", text=text)
        self._cases.post(case.id, PostKind.TEXT, words, message, urgent=True)
        self._translate(case, text)
        self._is_waiting(case)

    def wrote(self, case: Case, text: str, event: TextWritten) -> None:
        """Pass on what the person wrote; what was changed comes as a line below the first wording."""
        if event.edited:
            changed = self._words.fill("person_edited", text=text)
            self._cases.post(case.id, PostKind.TEXT, changed, reply_to=event.message)
        else:
            self._cases.post(case.id, PostKind.WORDS, text, event.message, reply_to=event.reply_to)
        self._translate(case, text)
        self._is_waiting(case)

    def media(self, case: Case, event: MediaSent, language: LanguageCode) -> Messages:
        """Pass on a file, ask first about a location, and keep a contact: it names somebody."""
        composer = self._composer
        if event.kind is MediaKind.CONTACT or event.attachment is None or event.message is None:
            # A place that moves comes as one edit after the other: told once is enough.
            return () if event.edited else (composer.desk_notice(["case_not_passed"], language),)
        if event.kind is MediaKind.LOCATION:
            if event.edited:
                return ()
            self._cases.post(
                case.id, PostKind.ATTACHMENT, source=event.message, attachment=event.attachment, held=True
            )
            return (composer.ask_location(event.message, language),)
        asked = self.sent(case, event.attachment, event, language)
        if asked or event.kind is not MediaKind.DOCUMENT:
            return asked
        return (composer.desk_notice(["case_file_warning"], language),)

    def _share(
        self, person: Person, message: int, language: LanguageCode, key: str, *, allowed: bool
    ) -> Messages:
        """Pass on what the person was asked about, or not, as they say; `key` begins the text that tells."""
        case = self.conversation(person)
        if case is None:
            return (self._composer.notice(["case_none"], language),)
        if not self._cases.end_hold(case.id, message, passes=allowed):
            return (self._composer.menu(language, "button_outdated"),)
        if allowed:
            self._is_waiting(case)
        return (self._composer.desk_notice([f"{key}_sent" if allowed else f"{key}_kept"], language),)

    def sent(
        self,
        case: Case,
        attachment: Attachment,
        event: TextWritten | MediaSent,
        language: LanguageCode,
        *,
        told: bool = False,
    ) -> Messages:
        """Pass on a photo, voice message, document or the like, with the words below it.

        A file that keeps its name waits until the person has said yes to the message that is returned; the
        words below it do not, unless they are `told` already. After a change Telegram does not tell whether
        the file is another one: it comes once more.
        """
        if isinstance(event, TextWritten) and not told and (attachment.kept_name or event.edited):
            self.wrote(case, clean(event.text), event)
            attachment = replace(attachment, caption="")
        if attachment.kept_name:
            return self._ask_about_name(case, replace(attachment, caption=""), event, language)
        self._cases.post(
            case.id,
            PostKind.ATTACHMENT,
            source=event.message,
            attachment=attachment,
            reply_to=event.message if event.edited else event.reply_to,
        )
        self._is_waiting(case)
        return ()

    def _ask_about_name(
        self, case: Case, attachment: Attachment, event: TextWritten | MediaSent, language: LanguageCode
    ) -> Messages:
        """Keep a file back and ask whether its name may be seen."""
        message = event.message
        if message is None:
            return (self._composer.desk_notice(["case_not_passed"], language),)
        if event.edited:
            # Another file in the same message: a yes to the first one's name is none to this one's.
            self._cases.end_hold(case.id, message, passes=False)
            return (self._composer.desk_notice(["case_not_shown"], language),)
        self._cases.post(
            case.id,
            PostKind.ATTACHMENT,
            source=message,
            attachment=attachment,
            reply_to=event.reply_to,
            held=True,
        )
        warns = attachment.kind is AttachmentKind.DOCUMENT
        return (self._composer.ask_file_name(message, attachment.kept_name, language, warns=warns),)

    def language_changed(self, person: Person, language: LanguageCode) -> None:
        """Tell the counsellors once that somebody with an open case goes on in another language."""
        case = self._cases.of_person(person.id) if self.connected else None
        if case is None:
            return
        name = self._composer.content.texts[language].language.name
        words = self._words.fill("language_changed", language=name)
        self._cases.save(case, (PostKind.TEXT, words), (PostKind.CARD, ""))
        self.when_changed()

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
