"""Hear danger in whatever people write, answer it and tell counsellors."""

from content.model import LanguageCode
from conversations.assistant import Assistant
from conversations.desk import Desk
from conversations.events import TextWritten
from conversations.messages import Message
from conversations.people import Person
from conversations.speaking import Speaking
from conversations.statistics import Counted, Statistics


class Hearing:
    """Listens for danger, before anything else is done with what was written."""

    def __init__(self, assistant: Assistant, desk: Desk, speaking: Speaking, statistics: Statistics) -> None:
        """Wire the parts."""
        self._assistant = assistant
        self._desk = desk
        self._speaking = speaking
        self._statistics = statistics

    def hear_danger(
        self, person: Person, event: TextWritten, text: str, language: LanguageCode | None
    ) -> tuple[Message, ...]:
        """Return the fixed text when `text`, the clean words of `event`, speaks of danger, else nothing.

        It is told in `language`, or in that of the words where None; who chose none keeps that one.
        """
        danger = self._assistant.check_danger(text, language, self._speaking.language_of(person))
        if danger is None:
            return ()
        person = self._speaking.settle(person, danger.language)
        conversation = self._desk.conversation(person)
        self._desk.danger(person, text, event.message)
        asked: tuple[Message, ...] = ()
        if conversation is not None and event.attachment is not None and not event.edited:
            asked = self._desk.sent(conversation, event.attachment, event, danger.language, told=True)
        self._statistics.count(Counted.DANGER, danger.language)
        return (danger, *asked)
