"""Understanding beforehand, so that a turn can be decided in one transaction.

While a transaction is open nothing may be waited for: other people's turns would get into it. A turn that
needs to understand something ends by `UnderstandingNeeded` instead, everything that it did is rolled back,
the understanding is asked, and the turn is decided again from the start with what is known then.
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from content.model import TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import Understanding, Understood

_Outcome = TypeVar("_Outcome")


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    last_topic: TopicId | None


class UnderstandingNeeded(Exception):  # noqa: N818 - not an error: the turn is decided again
    """The turn cannot be decided before this is understood."""

    def __init__(self, conversation: ConversationId, text: str, last_topic: TopicId | None) -> None:
        """Tell what is to be understood."""
        super().__init__("something is to be understood first")
        self.conversation = conversation
        self.text = text
        self.last_topic = last_topic


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
        self._known: dict[ConversationId, dict[_Question, Understood | UnderstandingUnavailableError]] = {}

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return what was prepared, without waiting.

        Raises UnderstandingUnavailableError when that was the outcome, UnderstandingNeeded when nothing was
        prepared.
        """
        outcome = self._known.get(conversation, {}).get(_Question(text, last_topic))
        if outcome is None:
            raise UnderstandingNeeded(conversation, text, last_topic)
        if isinstance(outcome, UnderstandingUnavailableError):
            raise outcome
        return outcome

    async def prepare(self, needed: UnderstandingNeeded) -> None:
        """Understand what is needed, and keep the outcome until the end of the turn."""
        outcome: Understood | UnderstandingUnavailableError
        try:
            outcome = await self._understanding.understand(
                needed.conversation, needed.text, needed.last_topic
            )
        except UnderstandingUnavailableError as error:
            outcome = error
        known = self._known.setdefault(needed.conversation, {})
        known[_Question(needed.text, needed.last_topic)] = outcome

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


def run_without_waiting(coroutine: Coroutine[Any, Any, _Outcome]) -> _Outcome:
    """Run `coroutine` to its end at once.

    Raises what it raises, and RuntimeError when it waits for something: in a transaction that is a fault.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        outcome: _Outcome = end.value
        return outcome
    coroutine.close()
    raise RuntimeError("A turn waited for something while its transaction was open.")
