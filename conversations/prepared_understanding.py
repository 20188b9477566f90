"""Understanding beforehand, so that a turn can be decided in one transaction: see `preparing`."""

from dataclasses import dataclass
from typing import Protocol

from content.model import TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.preparing import PreparationNeeded
from conversations.understanding import Understanding, Understood


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote, after what was last answered."""

    text: str
    last_topic: TopicId | None


class Forgotten(Protocol):
    """Keeps conversations that are to be forgotten."""

    def add(self, conversation: ConversationId) -> None:
        """Remember that `conversation` is to be forgotten."""

    def waiting(self) -> tuple[ConversationId, ...]:
        """Return the conversations that are still to be forgotten."""

    def done(self, conversation: ConversationId) -> None:
        """Remember that `conversation` has been forgotten."""


class PreparedUnderstanding:
    """Gives answers that were prepared; each conversation has one turn at a time."""

    def __init__(self, understanding: Understanding, forgotten: Forgotten) -> None:
        """Ask `understanding`; what is to be forgotten is kept in `forgotten` first."""
        self._understanding = understanding
        self._forgotten = forgotten
        self._known: dict[ConversationId, dict[Question, Understood | UnderstandingUnavailableError]] = {}

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return what was prepared, without waiting.

        Raises UnderstandingUnavailableError when that was the outcome, UnderstandingNeeded when nothing was
        prepared.
        """
        outcome = self._known.get(conversation, {}).get(Question(text, last_topic))
        if outcome is None:
            raise UnderstandingNeeded(self, conversation, Question(text, last_topic))
        if isinstance(outcome, UnderstandingUnavailableError):
            raise outcome
        return outcome

    async def prepare(self, conversation: ConversationId, question: Question) -> None:
        """Understand a question, and keep the outcome until the end of the turn."""
        outcome: Understood | UnderstandingUnavailableError
        try:
            outcome = await self._understanding.understand(conversation, question.text, question.last_topic)
        except UnderstandingUnavailableError as error:
            outcome = error
        self._known.setdefault(conversation, {})[question] = outcome

    def end_turn(self, conversation: ConversationId) -> None:
        """Drop what was prepared for the turn of `conversation`."""
        self._known.pop(conversation, None)

    async def forget(self, conversation: ConversationId) -> None:
        """Remember that `conversation` is to be forgotten; `forget_waiting` does it."""
        self._forgotten.add(conversation)

    async def forget_waiting(self) -> None:
        """Make the understanding forget what is to be forgotten.

        Raises UnderstandingUnavailableError when that cannot be done now: it stays remembered.
        """
        for conversation in self._forgotten.waiting():
            await self._understanding.forget(conversation)
            self._forgotten.done(conversation)


class UnderstandingNeeded(PreparationNeeded):
    """The turn cannot be decided before a question is understood."""

    def __init__(
        self, understanding: PreparedUnderstanding, conversation: ConversationId, question: Question
    ) -> None:
        """Tell what is to be understood, and by whom."""
        super().__init__("something is to be understood first")
        self._understanding = understanding
        self._conversation = conversation
        self._question = question

    async def prepare(self) -> None:
        """Understand it."""
        await self._understanding.prepare(self._conversation, self._question)

    def end_turn(self) -> None:
        """Drop what was understood."""
        self._understanding.end_turn(self._conversation)
