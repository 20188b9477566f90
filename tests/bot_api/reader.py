"""Looking at a chat, and waiting for what the bot writes in it."""

import asyncio
from collections.abc import Callable

from tests.bot_api.changes import Found
from tests.bot_api.chats import Chat
from tests.bot_api.cloud import Cloud
from tests.bot_api.seen import SeenMessage, see_chat

PATIENCE = 10.0


class Reader:
    """Reads one chat or one topic, and remembers how far."""

    def __init__(self, cloud: Cloud, chat: Chat, thread_id: int | None = None) -> None:
        self._cloud = cloud
        self._chat = chat
        self._thread_id = thread_id
        self._read_up_to = 0

    def messages(self) -> list[SeenMessage]:
        """Return what can be seen now: edits applied, deleted messages gone."""
        return see_chat(self._chat, self._thread_id)

    def screen(self) -> str:
        """Return what can be seen now as text, for searching and for failure messages."""
        return "\n".join(str(message) for message in self.messages())

    def unread(self) -> list[SeenMessage]:
        """Return what the bot wrote since the last `reads`."""
        return [
            message
            for message in self.messages()
            if message.from_bot and message.message_id > self._read_up_to
        ]

    async def reads(self, count: int = 1, timeout: float = PATIENCE) -> list[SeenMessage]:  # noqa: ASYNC109
        """Wait for the next new messages of the bot and return exactly `count` of them."""

        def enough() -> list[SeenMessage] | None:
            unread = self.unread()
            return unread[:count] if len(unread) >= count else None

        found = await self._wait(enough, timeout, f"{count} new messages")
        if found:
            self._read_up_to = found[-1].message_id
        return found

    async def reads_one(self, timeout: float = PATIENCE) -> SeenMessage:  # noqa: ASYNC109
        """Wait for the next new message of the bot."""
        return (await self.reads(1, timeout))[0]

    async def sees(self, fragment: str, timeout: float = PATIENCE) -> SeenMessage:  # noqa: ASYNC109
        """Wait until a message contains the fragment, be it new or edited, and return the newest such."""
        return await self._wait(
            lambda: next(
                (message for message in reversed(self.messages()) if fragment in message.text), None
            ),
            timeout,
            f"a message with {fragment!r}",
        )

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Fail if the bot writes anything new in this time."""
        try:
            new = await self._cloud.changes.until(lambda: self.unread() or None, seconds)
        except TimeoutError:
            return
        raise AssertionError(f"the bot wrote:\n{new[0]}")

    async def _wait(self, find: Callable[[], Found | None], seconds: float, what: str) -> Found:
        try:
            return await self._cloud.changes.until(find, seconds)
        except TimeoutError as error:
            raise TimeoutError(f"no {what} within {seconds} s; the screen:\n{self.screen()}") from error


async def breathe() -> None:
    """Let the others in the loop run."""
    await asyncio.sleep(0)
