"""Long polling over what Telegram never sends."""

import asyncio
from typing import Any

from telegram import Bot

from bot.telegram.polling import poll_forever
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeInbox


class _Request:
    """Answers `getUpdates` with what a test gives, then with nothing for ever."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.addresses: list[str] = []
        self.is_empty = asyncio.Event()

    async def post(self, address: str, read_timeout: float) -> Any:
        self.addresses.append(address)
        if self._answers:
            return self._answers.pop(0)
        self.is_empty.set()
        await asyncio.sleep(read_timeout)
        return []


class _Bot:
    base_url = "http://telegram.test/bot"

    def __init__(self, request: _Request) -> None:
        self.request = request


async def test_what_is_no_update_does_not_stop_the_others() -> None:
    """Updates around something strange are stored, and Telegram hears of the last one."""
    good = [{"update_id": number} for number in (5, 6)]
    request = _Request(
        [good[0], None, {"update_id": 2**70}, {"update_id": "x"}, {}, good[1]], "strange", [[]]
    )
    inbox = FakeInbox(SettableClock())
    bot: Bot = _Bot(request)  # type: ignore[assignment]
    polling = asyncio.create_task(poll_forever(bot, inbox, lambda: None))
    async with asyncio.timeout(10):
        await request.is_empty.wait()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert [update.id for update in inbox.waiting()] == [5, 6]
    assert "offset=7&" in request.addresses[-1]
