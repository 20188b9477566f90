"""Delete the forum topics of cases that are erased, so that nothing of them stays in the group."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from conversations.erased_topics import ErasedTopics

_AT_ONCE = 3
"""Topics in one go: the group's twenty calls a minute are for people."""

_GONE = ("thread not found", "topic_deleted", "topic_id_invalid")
_LOG = structlog.get_logger(__name__)


def topic_cleaner(bot: Bot, topics: ErasedTopics) -> Callable[[], Awaitable[None]]:
    """Return what deletes a few topics that wait for it, to be called now and then."""

    async def clean() -> None:
        for topic in topics.to_delete(_AT_ONCE):
            try:
                await bot.delete_forum_topic(topic.group, topic.thread)
            except BadRequest as error:
                if not any(sign in str(error).casefold() for sign in _GONE):
                    # Without the right to delete messages a topic stays: the operator sees it here.
                    _LOG.error("topic_not_deleted", error=error)
                    topics.refused(topic)
                    continue
            except RetryAfter:
                return
            except TelegramError as error:
                _LOG.warning("group_not_reached", error=error)
                return
            topics.deleted(topic)

    return clean
