"""What people can see, take back and hide of what is kept about them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from content.model import LanguageCode, TopicId
from conversations.actions_of_privacy import (
    AskToForget,
    GetMyData,
    KeepDates,
    PrivacyAction,
    WithdrawConsent,
)
from conversations.assistant import Assistant
from conversations.composer import Composer
from conversations.errors import UnderstandingUnavailableError
from conversations.messages import Message
from conversations.own_copy import OwnCopy, records_file
from conversations.people import Consent, People, Person
from conversations.personal_data import DATES, NEEDS_CONSENT, DataKind, Keeping, PersonalData

PRIVACY_TOPIC = TopicId("is_this_private")
Messages = tuple[Message, ...]


class Privacy:
    """Shows, copies and erases what is kept about one person."""

    def __init__(
        self,
        assistant: Assistant,
        people: People,
        personal: PersonalData,
        now: Callable[[], datetime],
        timezone: ZoneInfo,
        keeping: Keeping,
    ) -> None:
        """Wire the parts; `now` returns an aware time in UTC."""
        self._assistant = assistant
        self._people = people
        self._personal = personal
        self._now = now
        self._timezone = timezone
        self._keeping = keeping
        self.when_dates_changed: Callable[[], None] = lambda: None
        """Called when reminders were erased, so that a scheduler can look again."""

    @property
    def _composer(self) -> Composer:
        return self._assistant.composer

    async def on_action(self, person: Person, action: PrivacyAction, language: LanguageCode) -> Messages:
        """Carry out a tap on a button about one's own data."""
        match action:
            case GetMyData():
                return self.give_copy(person, language)
            case AskToForget():
                return (self._composer.ask_to_forget(language),)
            case WithdrawConsent():
                return await self.withdraw(person, language)
            case KeepDates(kept):
                return self.keep_dates(person, language, kept=kept)

    def show(self, person: Person, language: LanguageCode) -> Messages:
        """Tell who reads what, and what is kept about `person` now."""
        counts = self._personal.count(person.id)
        overview = self._composer.privacy(person, counts, self._keeping, language)
        return (self._assistant.topic(PRIVACY_TOPIC, language), overview)

    def give_copy(self, person: Person, language: LanguageCode) -> Messages:
        """Give `person` everything that is kept about them: a page to read, and the bare records."""
        copy, now = self._personal.copy_of(person.id), self._now()
        readable = OwnCopy(self._composer, language, self._timezone).page(copy, now)
        return (self._composer.own_copy((readable, records_file(copy, now)), language),)

    async def forget(self, person: Person, language: LanguageCode) -> Messages:
        """Erase everything about `person`, here and in Rasa, and say what it was."""
        await self._forget_talk(person)
        erased = self._personal.erase(person.id)
        self.when_dates_changed()
        return (self._composer.forgotten(erased, self._keeping.backups, language),)

    async def withdraw(self, person: Person, language: LanguageCode) -> Messages:
        """Take back the consent and erase what it was for; dates were asked for, so ask about them."""
        self._people.set_consent(person.id, Consent.REFUSED)
        self._personal.erase(person.id, NEEDS_CONSENT)
        await self._forget_talk(person)
        told = self._composer.notice(["privacy_withdrawn"], language)
        if DataKind.DEADLINE not in self._personal.count(person.id):
            return (told,)
        return (told, self._composer.ask_to_keep_dates(language))

    def keep_dates(self, person: Person, language: LanguageCode, *, kept: bool) -> Messages:
        """Keep dates and reminders, or erase them all."""
        if not kept:
            self._personal.erase(person.id, DATES)
            self.when_dates_changed()
        key = "privacy_dates_kept" if kept else "privacy_dates_erased"
        return (self._composer.notice([key], language),)

    def empty_chat(self, language: LanguageCode) -> Messages:
        """Have the chat emptied; what is kept, such as dates, stays."""
        return (self._composer.emptied(language),)

    async def _forget_talk(self, person: Person) -> None:
        # When Rasa is down its trackers, which hold no text, are gone with its memory.
        with suppress(UnderstandingUnavailableError):
            await self._assistant.forget(person.conversation)
