"""Forum topics of cases that are erased: what counsellors read there is to go as well."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ErasedTopic:
    """A forum topic in the counsellors' group; nothing tells any more whose it was."""

    group: int
    thread: int


class ErasedTopics(Protocol):
    """Remembers the topics of erased cases until Telegram has deleted them."""

    def to_delete(self, limit: int) -> tuple[ErasedTopic, ...]:
        """Return topics that are to be deleted, the longest waiting first."""

    def deleted(self, topic: ErasedTopic) -> None:
        """Forget a topic that is gone."""

    def refused(self, topic: ErasedTopic) -> None:
        """Remember that Telegram will never delete a topic; who writes there still reads that it is over."""
