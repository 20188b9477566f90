"""Understanding that tells the metrics how long it takes."""

from bot.metrics import Metrics
from content.model import TopicId
from conversations.identifiers import ConversationId
from conversations.understanding import Understanding, Understood


class TimedUnderstanding:
    """Understands by another understanding, and counts."""

    def __init__(self, understanding: Understanding, metrics: Metrics) -> None:
        """Wrap `understanding`."""
        self._understanding = understanding
        self._metrics = metrics

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return what to do about `text`.

        Raises UnderstandingUnavailableError when no answer can be had now.
        """
        with self._metrics.question():
            return await self._understanding.understand(conversation, text, last_topic)

    async def forget(self, conversation: ConversationId) -> None:
        """Drop what is kept about `conversation`.

        Raises UnderstandingUnavailableError when that cannot be done now.
        """
        await self._understanding.forget(conversation)
