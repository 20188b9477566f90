"""Put what people are to hear about their case on its way to them."""

import structlog

from bot.telegram.sending import Sender
from bot.telegram.updates import CHANNEL
from conversations.case_notices import CaseNotice, CaseNotices
from conversations.errors import StoreError
from conversations.store.turns import StoredTurns

_LOG = structlog.get_logger(__name__)


class NoticeSender:
    """Puts notices into the outbox; that their people are told is stored with that, or neither is."""

    def __init__(self, notices: CaseNotices, sender: Sender, stored: StoredTurns) -> None:
        """Put what `notices` gives on its way with `sender`, in transactions of `stored`."""
        self._notices = notices
        self._sender = sender
        self._stored = stored

    async def put_due(self) -> None:
        """Put everything that is due now on its way."""
        try:
            await self._stored.decide(self._put_all)
        except StoreError as error:
            _LOG.error("notices_not_stored", error=error)

    async def _put_all(self) -> None:
        for notice in (*self._notices.still_waiting(), *self._notices.follow_ups()):
            self._put(notice)

    def _put(self, notice: CaseNotice) -> None:
        address = notice.person.address
        if address.channel == CHANNEL:
            self._sender.send(int(address.number), (notice.message,))
