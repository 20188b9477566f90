"""A person who talks with the bot in private."""

from tests.bot_api.chats import Chat, User
from tests.bot_api.cloud import Cloud
from tests.bot_api.membership import set_blocked
from tests.bot_api.seat import Seat


class TestPerson(Seat):
    """A person with a telephone; what identifies them is listed in `secrets`, to look for leaks."""

    __test__ = False  # for pytest: this is no collection of tests

    def __init__(self, cloud: Cloud, chat: Chat, user: User) -> None:
        super().__init__(cloud, chat, user)
        self.id = user.id
        self.chat_id = chat.id

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return every text that identifies the person."""
        user = self.user
        parts = (user.first_name, user.last_name, user.username, user.phone_number, str(user.id))
        return tuple(part for part in parts if part)

    async def starts(self, payload: str = "") -> int:
        """Press Start, as everybody does who opens the bot for the first time."""
        return await self.writes(f"/start {payload}".strip())

    def blocks(self) -> None:
        """Block the bot."""
        set_blocked(self._cloud, self.chat_id, blocked=True)

    def unblocks(self) -> None:
        """Take the bot back."""
        set_blocked(self._cloud, self.chat_id, blocked=False)

    def leaves_telegram(self) -> None:
        """Delete the account."""
        self._chat.deactivated = True
