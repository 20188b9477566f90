"""Make Rasa forget conversations that were erased, also those that were erased while it was down."""

import asyncio

import structlog

from conversations.errors import StoreError, UnderstandingUnavailableError
from conversations.prepared_understanding import PreparedUnderstanding

_LOOK_EVERY_SECONDS = 5.0
_LOG = structlog.get_logger(__name__)


async def forget_forever(understanding: PreparedUnderstanding) -> None:
    """Look now and then for what is to be forgotten, until this is cancelled."""
    while True:
        try:
            await understanding.forget_waiting()
        except UnderstandingUnavailableError:
            _LOG.info("forgetting_waits_for_rasa")
        except StoreError as error:
            _LOG.error("forgetting_not_stored", error=error)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
