"""What people read about what is kept: the overview, taking back consent, erasing, the empty chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from content.markup import Block, Bullets, Plain
from content.model import LanguageCode, TopicId
from conversations.actions import ForgetMe, GiveConsent
from conversations.actions_of_privacy import AskToForget, GetMyData, KeepDates, WithdrawConsent
from conversations.desk_screens import DeskComposer
from conversations.messages import Document, Message
from conversations.people import Consent, Person
from conversations.personal_data import COUNTED, DataKind, Keeping


class PrivacyComposer(DeskComposer):
    """Composes the screens about what is kept in any served language."""

    def privacy(
        self, person: Person, counts: Mapping[DataKind, int], keeping: Keeping, language: LanguageCode
    ) -> Message:
        """Show what is kept now, for how long, and what the person can do about it."""
        given = person.consent is Consent.GIVEN
        consent = (
            self.button("button_withdraw_consent", language, WithdrawConsent())
            if given
            else self.button("button_give_consent", language, GiveConsent(given=True))
        )
        rows = (
            (self.button("button_mydata", language, GetMyData()),),
            (consent,),
            (self.button("button_forget", language, AskToForget()),),
        )
        lines = [self._interface("kept_person", language), *self._counted(counts, language)]
        if person.last_topic is not None and self.content.is_published(person.last_topic):
            lines.insert(1, self._last_topic(person.last_topic, language))
        days = self.content.plural("remaining_days", keeping.people.days, language)
        told = self.notice(
            [f"consent_state_{person.consent}", "privacy_until", "privacy_panic"],
            language,
            *rows,
            values={"days": days},
        )
        heading = self.notice(["privacy_now"], language).blocks
        return replace(told, blocks=(*heading, _bullets(lines), *told.blocks))

    def own_copy(self, documents: tuple[Document, ...], language: LanguageCode) -> Message:
        """Give a person the files with everything that is kept about them."""
        return replace(self.notice(["mydata_message"], language), documents=documents)

    def ask_to_forget(self, language: LanguageCode) -> Message:
        """Ask whether everything is really to be erased."""
        yes = self.button("forget_yes", language, ForgetMe(confirmed=True))
        no = self.button("forget_no", language, ForgetMe(confirmed=False))
        return self.notice(["forget_question", "forget_chat_hint"], language, (yes, no))

    def forgotten(
        self, counts: Mapping[DataKind, int], backups: timedelta, language: LanguageCode
    ) -> Message:
        """Say what was erased, and that nothing had to be kept."""
        lines = [self._interface("kept_person", language), *self._counted(counts, language)]
        keys = ["forget_law", "forget_backups", *(["forget_group"] if DataKind.CASE in counts else [])]
        blocks: tuple[Block, ...] = self.notice(["forget_done", "forget_removed"], language).blocks
        days = self.content.plural("remaining_days", backups.days, language)
        told = self.notice(keys, language, values={"days": days})
        return replace(told, blocks=(*blocks, _bullets(lines), *told.blocks))

    def ask_to_keep_dates(self, language: LanguageCode) -> Message:
        """Ask whether dates and reminders stay though the consent is taken back."""
        keep = (self.button("button_dates_keep", language, KeepDates(kept=True)),)
        erase = (self.button("button_dates_erase", language, KeepDates(kept=False)),)
        return self.notice(["privacy_dates_question"], language, keep, erase)

    def emptied(self, language: LanguageCode) -> Message:
        """Say something harmless in a chat that was emptied; no word of it is about the person."""
        return replace(self.notice(["panic_left"], language), clears_chat=True)

    def _counted(self, counts: Mapping[DataKind, int], language: LanguageCode) -> list[str]:
        return [
            self.content.plural(f"kept_{kind}", counts[kind], language)
            for kind in COUNTED
            if counts.get(kind)
        ]

    def _last_topic(self, topic: TopicId, language: LanguageCode) -> str:
        title = self.content.answer(topic, language).title
        return self._interface("mydata_topic", language).format(topic=title)

    def _interface(self, key: str, language: LanguageCode) -> str:
        return self.content.interface(key, language)


def _bullets(lines: list[str]) -> Bullets:
    return Bullets(tuple((Plain(line),) for line in lines))
