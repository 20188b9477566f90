"""One turn of a conversation at a time, over all replicas.

Rasa's own lock store reads, changes and writes its tickets in three steps, so that two replicas can draw the
same one, asks once a second, and holds the lock of a replica that died for a minute. This one is redis-py's.
"""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, Text

from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.exceptions import LockError as NotOurs
from redis.exceptions import RedisError

_LIFETIME_SECONDS = 5.0
"""After this a replica that holds a lock counts as dead: a turn takes some hundredths of a second."""

_PATIENCE_SECONDS = 10.0
"""Longer than a dead replica can hold a lock, shorter than the bot waits for an answer."""

_ASK_EVERY_SECONDS = 0.05
_SOCKET_SECONDS = 2.0
logger = logging.getLogger(__name__)


class RedisLocks(LockStore):
    """Locks in Redis that end by themselves."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        """Use the Redis server at the address of `endpoint_config`."""
        self._redis = Redis.from_url(
            endpoint_config.url,
            socket_timeout=_SOCKET_SECONDS,
            socket_connect_timeout=_SOCKET_SECONDS,
            health_check_interval=30,
        )

    @asynccontextmanager
    async def lock(self, conversation_id: Text, *_: Any, **__: Any) -> AsyncGenerator[None, None]:
        """Hold the turn of `conversation_id`.

        Raises LockError when somebody else holds it for too long. Without Redis the turn goes on: the bot
        sends the questions of one person one after another anyway.
        """
        lock = self._redis.lock(
            f"turn:{conversation_id}",
            timeout=_LIFETIME_SECONDS,
            sleep=_ASK_EVERY_SECONDS,
            blocking_timeout=_PATIENCE_SECONDS,
        )
        try:
            held = await lock.acquire()
        except (RedisError, OSError) as error:
            logger.warning("Redis fails (%s); the turn goes on without a lock.", type(error).__name__)
            yield
            return
        if not held:
            raise LockError("Another turn of this conversation does not end.")
        try:
            yield
        finally:
            try:
                await lock.release()
            except (NotOurs, RedisError, OSError) as error:
                logger.warning("A lock could not be given back (%s).", type(error).__name__)
