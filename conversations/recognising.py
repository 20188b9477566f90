"""Recognise the topic in what a person writes to counsellors, apart from their talk with the assistant."""

from contextlib import suppress

from content.model import TopicId
from conversations.cases import Case, CaseId
from conversations.cleaning import LONGEST_QUESTION, has_words
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import Say, Understanding


class Recogniser:
    """Asks the understanding under the name of the case: the person's own dialogue stays where it was."""

    def __init__(self, understanding: Understanding) -> None:
        """Ask `understanding`."""
        self._understanding = understanding

    async def recognise(self, case: Case, text: str) -> TopicId | None:
        """Return the topic that the assistant would answer, or None when it is not sure or not there."""
        if not has_words(text) or len(text) > LONGEST_QUESTION:
            return None
        with suppress(UnderstandingUnavailableError):
            understood = await self._understanding.understand(ConversationId(case.id), text, None)
            return next((each.topic for each in understood.directives if isinstance(each, Say)), None)
        return None

    async def forget(self, case: CaseId) -> None:
        """Drop what the understanding keeps about a case that has ended."""
        # When it is down, what it knew is gone with its memory.
        with suppress(UnderstandingUnavailableError):
            await self._understanding.forget(ConversationId(case))
