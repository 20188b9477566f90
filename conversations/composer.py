"""Compose everything around the answers: menus, notices, asking back, the way to a counsellor."""

from dataclasses import replace

from content.markup import Bullets, Plain
from content.model import Group, LanguageCode, TopicId
from conversations.actions import (
    ChooseLanguage,
    GiveConsent,
    KeepLanguage,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTopic,
)
from conversations.actions_of_interviews import ShowDeadlines
from conversations.events import Command
from conversations.messages import Button, Kind, Message
from conversations.privacy_screens import PrivacyComposer

PRIVACY_TOPIC = TopicId("is_this_private")
"""The answer to who reads along."""


class Composer(PrivacyComposer):
    """Composes messages in any served language from one `Content`."""

    def fallback(self, key: str, language: LanguageCode, options: tuple[TopicId, ...] = ()) -> Message:
        """Say why there is no answer, and offer `options`, the menu and a person instead."""
        return self.notice(
            [key],
            language,
            *(self.topic_row(option, language) for option in options),
            (self.button("button_menu", language, ShowMenu()),),
            self.human_row(language),
            kind=Kind.FALLBACK,
            offers_counsellor=True,
        )

    def offer_person(self, options: tuple[TopicId, ...], language: LanguageCode) -> Message:
        """Offer a counsellor first where asking back did not help, with `options` and the menu below."""
        return self.notice(
            ["not_understood_twice"],
            language,
            self.human_row(language),
            *(self.topic_row(option, language) for option in options),
            (self.button("button_menu", language, ShowMenu()),),
            kind=Kind.FALLBACK,
            options=options,
            offers_counsellor=True,
        )

    def clarification(self, options: tuple[TopicId, ...], language: LanguageCode) -> Message:
        """Ask which of `options` was meant."""
        rows = [self.topic_row(option, language) for option in options]
        rows.append((self.button("button_none_of_these", language, NoneOfThese()),))
        return self.notice(["clarify_question"], language, *rows, kind=Kind.CLARIFY, options=options)

    def menu(self, language: LanguageCode, *keys: str) -> Message:
        """Show all groups that have published topics."""
        groups = [group for group in Group if self.content.published(group)]
        rows = [(self.button(f"group_{group}", language, ShowGroup(group)),) for group in groups]
        rows.append((self.button("group_handover", language, ShowGroup(None)),))
        dates = self.button("button_deadlines", language, ShowDeadlines())
        return self.notice([*keys, "menu_title"], language, *rows, (*self.interviews_row(language), dates))

    def group(self, group: Group | None, language: LanguageCode) -> Message:
        """Show the questions of one group."""
        topics = self.content.published(group) if group else self.content.published_elsewhere()
        rows = [self.topic_row(topic, language) for topic in topics]
        rows.append((self.button("button_back", language, ShowMenu()),))
        return self.notice(["group_title"], language, *rows)

    def counsellor(self, language: LanguageCode) -> Message:
        """Show how to reach a counsellor, with what the organisation has filled in."""
        organisation = self.content.organisation
        contact = {
            "counsellor_phone": ("phone", organisation.phone),
            "counsellor_email": ("email", organisation.email),
            "counsellor_visit": ("address", organisation.address),
            "counsellor_hours": ("hours", self.hours_line(language)),
        }
        lines = [
            self._filler.paragraph(key, language, **{name: self._filler.isolated(value, language)})
            for key, (name, value) in contact.items()
            if value
        ] or [self._filler.paragraph("counsellor_not_connected", language)]
        blocks = (
            self._filler.paragraph("counsellor_intro", language),
            *lines,
            self._filler.paragraph("counsellor_danger", language),
        )
        return Message(
            kind=Kind.HANDOVER,
            language=language,
            direction=self.direction(language),
            blocks=blocks,
            buttons=((self.button("button_menu", language, ShowMenu()),),),
            offers_counsellor=True,
        )

    def ask_to_remember(self, language: LanguageCode, intro: str) -> Message:
        """Ask whether the talk may be remembered, after the text `intro`."""
        yes = self.button("consent_yes", language, GiveConsent(given=True))
        no = self.button("consent_no", language, GiveConsent(given=False))
        more = self.button("consent_read_more", language, ShowTopic(PRIVACY_TOPIC))
        keys = [intro, "consent_question", "consent_telegram_note"]
        return self.notice(keys, language, (yes, no), (more,))

    def offer_language(self, offered: LanguageCode, present: LanguageCode) -> Message:
        """Ask in the offered language; keeping the present one is labelled in the present one."""
        yes = self.button("switch_yes", offered, ChooseLanguage(offered))
        no = self.button("switch_no", present, KeepLanguage())
        return self.notice(["switch_offer"], offered, (yes,), (no,))

    def language_choice(self, language: LanguageCode, *keys: str) -> Message:
        """Ask for a language with one tap; every language is named in itself."""
        buttons = [
            Button(self.content.texts[code].language.name, ChooseLanguage(code))
            for code in self.content.languages
        ]
        pairs = [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
        return self.notice(keys or ["choose_language"], language, *pairs)

    def help(self, language: LanguageCode, *keys: str) -> Message:
        """Tell what can be done, command by command."""
        lines = tuple(
            (
                Plain(self._filler.isolated(f"/{command}", language)),
                Plain(f" – {self.content.interface(f'command_{command}', language)}"),
            )
            for command in Command
        )
        told = self.notice([*keys, "help"], language, self.human_row(language))
        return replace(told, blocks=(*told.blocks, Bullets(lines)))
