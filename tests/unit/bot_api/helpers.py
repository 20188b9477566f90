"""What several tests of the local server need."""

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.bot_api import BotApiServer
from tests.bot_api.cloud import LongPoll


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def make_bot(server: BotApiServer) -> Bot:
    """Make python-telegram-bot's `Bot` for a server."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]  # no certificates to load
    return Bot(
        server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )


async def until_polling(server: BotApiServer, *, after: LongPoll | None = None) -> LongPoll:
    """Wait until a bot waits for updates, with another poll than the given one."""
    return await server.cloud.changes.until(
        lambda: server.cloud.poll if server.cloud.poll is not after else None, 5
    )


def updates_of(answer: dict[str, object]) -> list[int]:
    """Return the ids of the updates in an answer to `getUpdates`."""
    result = answer["result"]
    assert isinstance(result, list)
    return [update["update_id"] for update in result]
