"""Carry out what people ask for by command."""

from collections.abc import Callable

from content.model import LanguageCode
from conversations.composer import Composer
from conversations.desk import Desk
from conversations.events import Command
from conversations.interviewing import Interviewer
from conversations.messages import Message
from conversations.people import Consent, Person
from conversations.privacy import Privacy
from conversations.reminding import Reminding

Messages = tuple[Message, ...]


class Commands:
    """Hands each command to the part that it is about."""

    def __init__(
        self,
        composer: Callable[[], Composer],
        interviewer: Interviewer,
        reminding: Reminding,
        desk: Desk,
        privacy: Privacy,
    ) -> None:
        """Wire the parts; `composer` is that of the present content."""
        self._get_composer = composer
        self._interviewer = interviewer
        self._reminding = reminding
        self._desk = desk
        self._privacy = privacy

    def on_command(self, person: Person, command: Command | None, language: LanguageCode) -> Messages:
        """Return what to answer to a command; None is one that we do not know."""
        composer = self._get_composer()
        match command:
            case Command.START if person.language is not None:
                if person.consent is Consent.NOT_ASKED:
                    return (composer.ask_to_remember(language, "smalltalk_greet"),)
                return (composer.menu(language, "smalltalk_greet"),)
            case Command.START | Command.LANGUAGE:
                return (composer.language_choice(language),)
            case Command.MENU:
                return (composer.menu(language),)
            case Command.HUMAN:
                return self._desk.ask(person, language)
            case Command.PRIVACY:
                return self._privacy.show(person, language)
            case Command.MYDATA:
                return self._privacy.give_copy(person, language)
            case Command.FORGET:
                return (composer.ask_to_forget(language),)
            case Command.PANIC:
                return self._privacy.empty_chat(language)
            case Command.HELP:
                return (composer.help(language),)
            case None:
                return (composer.help(language, "command_unknown"),)
            case _:
                return self._on_date_command(person, command, language)

    def _on_date_command(self, person: Person, command: Command, language: LanguageCode) -> Messages:
        match command:
            case Command.DEADLINES:
                return self._reminding.show(person, language)
            case Command.APPOINTMENTS:
                return self._reminding.show(person, language, appointments=True)
            case Command.REMINDERS:
                return self._reminding.show_settings(person, language)
            case Command.END:
                return self._desk.end(person, language)
            case Command.STOP:
                return self._interviewer.stop(person, language)
            case _:
                return (self._get_composer().interviews(language),)
