"""Lead the talk with one person: language, consent, questions, buttons and commands, with memory.

Every event gets an answer. Danger comes before language and consent, everything else after.
"""

from collections.abc import Callable
from datetime import datetime

from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.actions import (
    ChooseLanguage,
    ForgetMe,
    GiveConsent,
    KeepLanguage,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTerm,
    ShowTopic,
)
from conversations.actions_of_interviews import (
    ChangeDeadline,
    DeadlineAction,
    InterviewAction,
    RulingCame,
)
from conversations.actions_of_privacy import PrivacyAction
from conversations.assistant import Assistant, Turn
from conversations.cleaning import LONGEST_QUESTION, clean, has_words
from conversations.commanding import Commands
from conversations.composer import Composer
from conversations.counting import count_turn
from conversations.desk import Desk, DeskAction
from conversations.errors import StoreError, UnderstandingUnavailableError
from conversations.events import (
    Address,
    ButtonPressed,
    CommandGiven,
    Event,
    MediaSent,
    TextWritten,
    written_in,
)
from conversations.flows.interview import InterviewId
from conversations.hearing import Hearing
from conversations.interviewing import Interviewer
from conversations.language_choice import (
    LanguageDecision,
    decide_language,
    is_only_a_language_name,
    named_language,
)
from conversations.messages import Kind, Message
from conversations.misunderstandings import Misunderstandings
from conversations.panic import is_panic
from conversations.people import Consent, People, Person
from conversations.privacy import Privacy
from conversations.reminding import Reminding
from conversations.speaking import Speaking
from conversations.statistics import Counted, Statistics
from conversations.understanding import LanguageIdentifier

Messages = tuple[Message, ...]


class Talk:
    """Handles what people do in a chat, one event at a time for each person."""

    def __init__(
        self,
        assistant: Assistant,
        people: People,
        languages: LanguageIdentifier,
        interviewer: Interviewer,
        reminding: Reminding,
        desk: Desk,
        privacy: Privacy,
        now: Callable[[], datetime],
        statistics: Statistics,
    ) -> None:
        """Wire the parts; `now` returns an aware time in UTC."""
        self._assistant = assistant
        self._people = people
        self._interviewer = interviewer
        self._reminding = reminding
        self._desk = desk
        self._misunderstandings = Misunderstandings(
            people, lambda: assistant.composer, connected=desk.connected
        )
        self._privacy = privacy
        self._commands = Commands(lambda: assistant.composer, interviewer, reminding, desk, privacy)
        self._speaking = Speaking(people, desk, lambda: assistant.content)
        self._hearing = Hearing(assistant, desk, self._speaking, statistics)
        self._languages = languages
        self._now = now
        self._statistics = statistics

    @property
    def _composer(self) -> Composer:
        return self._assistant.composer

    @property
    def _content(self) -> Content:
        return self._assistant.content

    async def handle(self, address: Address, event: Event) -> Messages:
        """Return what to answer to `event`; what must be remembered is on disk by then."""
        person = self._people.find_or_add(address)
        match event:
            case TextWritten() | CommandGiven() if is_panic(event):
                return self._on_panic(person, event)
            case TextWritten():
                return await self._on_text(person, event)
            case ButtonPressed(action) if isinstance(action, DeskAction):
                return self._on_desk_button(person, action)
            case ButtonPressed(action) if isinstance(action, InterviewAction):
                person = self._settled(person)
                return self._interviewer.on_action(person, action, self.language_of(person))
            case ButtonPressed(action) if isinstance(action, DeadlineAction):
                person = self._settled(person)
                return self._on_date_button(person, action, self.language_of(person))
            case ButtonPressed(action) if isinstance(action, PrivacyAction):
                return await self._privacy.on_action(person, action, self.language_of(person))
            case ButtonPressed(action):
                return await self._on_button(person, action)
            case CommandGiven():
                return self._on_command(person, event)
            case MediaSent():
                return self._on_media(person, event)

    def language_of(self, person: Person) -> LanguageCode:
        """Return the language to speak with `person`: chosen, else that of their app, else Dutch."""
        return self._speaking.language_of(person)

    def language_at(self, address: Address) -> LanguageCode:
        """Return the language to speak at `address`, also when the person there cannot be read."""
        try:
            return self.language_of(self._people.find_or_add(address))
        except StoreError:
            return self._speaking.first_language(address)

    def apology(self, language: LanguageCode, error_id: str) -> Message:
        """Return what to say when something went wrong; a counsellor can pass on `error_id`."""
        row = self._composer.human_row(language)
        return self._composer.notice(["error_apology"], language, row, values={"error_id": error_id})

    def back_again(self, person: Person) -> Message:
        """Return what to say before the answer to a question that waited."""
        return self._composer.notice(["understanding_back"], self.language_of(person))

    async def answer_waiting(self, person: Person) -> Messages:
        """Answer the question that waited for `person`; empty when there is none or it must wait on.

        The question stays kept until `waiting_answered` tells that the answer has arrived.
        """
        pending = self._people.waiting_question(person.id)
        if pending is None or self._desk.conversation(person) is not None:
            return ()
        try:
            return await self._answer(person, pending.text)
        except UnderstandingUnavailableError:
            return ()

    def waiting_answered(self, person: Person) -> None:
        """Forget the question that waited: its answer has arrived."""
        self._people.take_question(person.id)

    async def _on_text(self, person: Person, event: TextWritten) -> Messages:
        """Hear danger first, then a counsellor's conversation, then the answer to an open question."""
        cleaned = clean(event.text)
        decision = decide_language(person.language, self._languages.identify(cleaned), cleaned)
        danger = self._hearing.hear_danger(person, event, cleaned, decision.language)
        if danger:
            return danger
        conversation = self._desk.conversation(person)
        if conversation is not None:
            if event.attachment is not None:
                return self._desk.sent(conversation, event.attachment, event, self.language_of(person))
            self._desk.wrote(conversation, cleaned, event)
            return ()
        language = self.language_of(person)
        if event.edited:
            # It may be the answer to an earlier question, never that to the one that is open now.
            answered = self._interviewer.again(person, language, "interview_edited") or None
        else:
            answered = self._interviewer.on_text(person, cleaned, language)
        if answered is not None:
            return answered
        waiting = self._interviewer.waiting(person)
        messages = await self._on_question(person, cleaned, decision)
        person = self._people.find_or_add(person.address)
        if waiting is not None and self._interviewer.waiting(person) == waiting:
            messages = (*messages, *self._interviewer.again(person, self.language_of(person)))
        return messages

    def too_many(self, address: Address, event: Event, *, tell: bool) -> Messages:
        """Listen to danger and panic only: the person sends more than can be answered; `tell` them so."""
        person = self._people.find_or_add(address)
        if is_panic(event):
            return self._on_panic(person, event)
        written = written_in(event)
        if written is not None:
            danger = self._hearing.hear_danger(person, written, clean(written.text), person.language)
            if danger:
                return danger
        return (self._composer.notice(["too_many_messages"], self.language_of(person)),) if tell else ()

    def _on_panic(self, person: Person, event: Event) -> Messages:
        """Have the chat emptied; counsellors still hear of danger, and the chat says nothing of it."""
        written = written_in(event)
        if written is not None:
            self._hearing.hear_danger(person, written, clean(written.text), person.language)
        return self._privacy.empty_chat(self.language_of(person))

    def _on_command(self, person: Person, event: CommandGiven) -> Messages:
        """Hear danger in the words behind a command first; the command that is none goes to counsellors."""
        written = event.words
        if written is not None:
            cleaned = clean(written.text)
            decision = decide_language(person.language, self._languages.identify(cleaned), cleaned)
            danger = self._hearing.hear_danger(person, written, cleaned, decision.language)
            if danger:
                return danger
            conversation = self._desk.conversation(person)
            if event.command is None and conversation is not None and len(cleaned.split()) > 1:
                self._desk.wrote(conversation, cleaned, written)
                return ()
        return self._commands.on_command(person, event.command, self.language_of(person))

    def _on_desk_button(self, person: Person, action: DeskAction) -> Messages:
        person = self._speaking.settle(person)
        return self._desk.on_button(person, action, self.language_of(person))

    async def _on_question(self, person: Person, text: str, decision: LanguageDecision) -> Messages:
        if not has_words(text):
            return (self._composer.menu(self.language_of(person), "message_empty"),)
        if len(text) > LONGEST_QUESTION:
            return (self._composer.menu(self.language_of(person), "message_too_long"),)
        if is_only_a_language_name(text, self._content):
            return await self._change_language(person, text)
        if decision.language is None:
            self._people.keep_question(person.id, text, self._now())
            return (self._composer.language_choice(self.language_of(person), "language_unsure"),)
        person = self._speaking.settle(person, decision.language)
        if person.consent is Consent.NOT_ASKED:
            self._people.keep_question(person.id, text, self._now())
            return (self._composer.ask_to_remember(decision.language, "consent_pending_question"),)
        messages = await self._answer_or_keep(person, text)
        changed = self._people.find_or_add(person.address).language != person.language
        if decision.offer is not None and not changed:
            messages = (*messages, self._composer.offer_language(decision.offer, self.language_of(person)))
        return messages

    async def _answer_or_keep(self, person: Person, text: str) -> Messages:
        language = self.language_of(person)
        try:
            return await self._answer(person, text)
        except UnderstandingUnavailableError:
            self._desk.asked(person, text, None)
            if person.consent is Consent.GIVEN:
                self._people.keep_question(person.id, text, self._now())
                key = "understanding_down"
            else:
                key = "understanding_down_not_kept"
            return (self._composer.fallback(key, language),)

    async def _answer(self, person: Person, text: str) -> Messages:
        language = self.language_of(person)
        turn = await self._assistant.answer(person.conversation, text, language, person.last_topic)
        count_turn(self._statistics, turn, language)
        elsewhere = await self._answered_elsewhere(person, text, turn, language)
        if elsewhere is not None:
            return self._composer.with_danger_noted(elsewhere) if turn.notes_danger else elsewhere
        self._remember_topic(person, turn.topic)
        if any(message.kind is not Kind.SMALLTALK for message in turn.messages):
            topics = (message.topic for message in turn.messages if message.topic)
            self._desk.asked(person, text, next(topics, None))
        return self._misunderstandings.heard(person, turn, self.language_of(person))

    async def _answered_elsewhere(
        self, person: Person, text: str, turn: Turn, language: LanguageCode
    ) -> Messages | None:
        """Change the language, begin an interview or show dates; None when the turn itself is the answer."""
        if turn.changes_language:
            return await self._change_language(person, text)
        if turn.starts is not None:
            return self._interviewer.begin_with(person, turn.starts, text, language)
        if turn.shows_dates:
            return self._reminding.show(person, language)
        return None

    async def _change_language(self, person: Person, text: str) -> Messages:
        named = named_language(text, self._content)
        if named is None:
            return (self._composer.language_choice(self.language_of(person)),)
        return await self._speak(person, named)

    async def _speak(self, person: Person, language: LanguageCode) -> Messages:
        person = self._speaking.remember(person, language)
        if person.consent is Consent.NOT_ASKED:
            return (self._composer.ask_to_remember(language, "language_set"),)
        kept = self._people.take_question(person.id)
        answers = await self._answer_or_keep(person, kept.text) if kept else ()
        return (self._composer.menu(language, "language_set"), *answers)

    async def _on_button(self, person: Person, action: object) -> Messages:
        language = self.language_of(person)
        composer = self._composer
        match action:
            case ShowMenu():
                return (composer.menu(language),)
            case ShowGroup(group):
                return (composer.group(group, language),)
            case ShowTopic(topic, other) if self._content.is_published(topic):
                self._remember_topic(person, topic)
                if other is None:
                    self._statistics.count(Counted.CHOSEN, language, topic)
                self._misunderstandings.understood(person)
                return (self._assistant.topic(topic, language, other),)
            case ShowTerm(term, other) if term in self._content.glossary:
                return (self._assistant.term(term, language, other),)
            case ChooseLanguage(chosen) if chosen in self._content.texts:
                return await self._speak(person, chosen)
            case KeepLanguage():
                return (composer.notice(["language_set"], language),)
            case GiveConsent(given, then):
                return await self._on_consent(person, then, given=given)
            case NoneOfThese():
                return (self._misunderstandings.none_of_these(person, language),)
            case ForgetMe(True):
                return await self._privacy.forget(person, language)
            case ForgetMe():
                return (composer.notice(["forget_kept"], language),)
            case _:
                return (composer.menu(language, "button_outdated"),)

    def _on_date_button(self, person: Person, action: DeadlineAction, language: LanguageCode) -> Messages:
        match action:
            case ChangeDeadline(deadline_id):
                deadline = self._reminding.find(person, deadline_id)
                if deadline is None:
                    return (self._composer.notice(["deadline_gone"], language),)
                return self._interviewer.change_day(person, deadline, language)
            case RulingCame(deadline_id, False):
                return self._reminding.not_yet(person, deadline_id, language)
            case RulingCame(deadline_id):
                self._reminding.end_ruling(person, deadline_id)
                return self._interviewer.start(person, InterviewId.DEPARTURE_TERM, language)
            case _:
                return self._reminding.on_action(person, action, language)

    async def _on_consent(self, person: Person, then: InterviewId | None, *, given: bool) -> Messages:
        language = self.language_of(person)
        consent = Consent.GIVEN if given else Consent.REFUSED
        self._people.set_consent(person.id, consent)
        if not given:
            self._interviewer.forget(person)
        person = self._settled(self._people.find_or_add(person.address))
        kept = self._people.take_question(person.id)
        answers = await self._answer_or_keep(person, kept.text) if kept is not None else ()
        if given and then is not None:
            return (*answers, *self._interviewer.start(person, then, language))
        if answers:
            return answers
        return (self._composer.menu(language, "consent_thanks" if given else "consent_refused"),)

    def _on_media(self, person: Person, event: MediaSent) -> Messages:
        kind, language = event.kind, self.language_of(person)
        conversation = self._desk.conversation(person)
        if conversation is not None:
            return self._desk.media(conversation, event, language)
        return (self._composer.fallback(f"media_{kind}", language),)

    def _settled(self, person: Person) -> Person:
        """Remember the language of who agreed to be remembered: reminders come in it later."""
        return self._speaking.settle(person) if person.consent is Consent.GIVEN else person

    def _remember_topic(self, person: Person, topic: TopicId | None) -> None:
        if person.consent is Consent.GIVEN and topic != person.last_topic:
            self._people.set_last_topic(person.id, topic)
