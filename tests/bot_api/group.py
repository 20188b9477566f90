"""A supergroup of counsellors, usually a forum, in which the bot works."""

from typing import TYPE_CHECKING, Any

from tests.bot_api.chats import Chat, Message, Topic
from tests.bot_api.cloud import Cloud
from tests.bot_api.methods_chats import DEFAULT_ICON_COLOR, close_topic, open_topic
from tests.bot_api.reader import PATIENCE, Reader, breathe
from tests.bot_api.seat import Seat
from tests.bot_api.seen import SeenMessage, see_chat

if TYPE_CHECKING:
    from tests.bot_api.people import TestPerson


class GroupChat:
    """The group as a whole; `seat` gives one member's place in one topic."""

    def __init__(self, cloud: Cloud, chat: Chat, owner: "TestPerson") -> None:
        self.id = chat.id
        self.owner = owner
        self._cloud = cloud
        self._chat = chat
        self._readers: dict[int | None, Reader] = {}
        self._topics_seen: set[int] = set()

    # Members

    def joins(self, person: "TestPerson", status: str = "member") -> None:
        """Let a person into the group."""
        self._chat.members[person.id] = (person.user, status)

    def leaves(self, person: "TestPerson") -> None:
        """Let a person out of the group."""
        del self._chat.members[person.id]

    def seat(self, by: "TestPerson", thread_id: int | None = None) -> Seat:
        """Return a member's place in a topic, with everything one can do there."""
        if by.id not in self._chat.members:
            raise LookupError(f"{by.user.first_name} is not in the group")
        return Seat(self._cloud, self._chat, by.user, thread_id)

    # Topics

    @property
    def topics(self) -> list[Topic]:
        """Return the topics that are there, oldest first."""
        return list(self._chat.topics.values())

    async def new_topic(self, timeout: float = PATIENCE) -> Topic:  # noqa: ASYNC109
        """Wait for the next topic that was not returned before."""
        topic = await self._cloud.changes.until(
            lambda: next((topic for topic in self.topics if topic.thread_id not in self._topics_seen), None),
            timeout,
        )
        self._topics_seen.add(topic.thread_id)
        return topic

    async def opens_topic(self, name: str, *, by: "TestPerson") -> Topic:
        """Let a member open a topic."""
        topic = open_topic(self._cloud, self._chat, by.user, name, DEFAULT_ICON_COLOR)
        await self._announce(self._chat.messages[topic.thread_id])
        return topic

    async def closes_topic(self, thread_id: int, *, by: "TestPerson") -> None:
        """Let a member close a topic."""
        await self._sets_closed(thread_id, by, closed=True)

    async def reopens_topic(self, thread_id: int, *, by: "TestPerson") -> None:
        """Let a member reopen a topic."""
        await self._sets_closed(thread_id, by, closed=False)

    async def _sets_closed(self, thread_id: int, by: "TestPerson", *, closed: bool) -> None:
        close_topic(self._cloud, self._chat, self._chat.topics[thread_id], by.user, closed=closed)
        await self._announce(self._chat.messages[max(self._chat.messages)])

    async def _announce(self, message: Message) -> None:
        """Send the bot a service message."""
        self._cloud.push("message", message.to_json(), self.id)
        await breathe()

    # Words and buttons

    async def writes_in_topic(
        self, thread_id: int | None, text: str, *, by: "TestPerson", reply_to: int | None = None
    ) -> int:
        """Write in a topic, or in the general one with `None`; return the message id."""
        return await self.seat(by, thread_id).writes(text, reply_to=reply_to)

    async def presses(
        self,
        label: str | None = None,
        *,
        by: "TestPerson",
        thread_id: int | None = None,
        data: str | None = None,
    ) -> str:
        """Press the newest button with this label or data."""
        return await self.seat(by, thread_id).presses(label, data=data)

    def reader(self, thread_id: int | None = None) -> Reader:
        """Return the reader of a topic, or of the whole group, which remembers how far it has read."""
        return self._readers.setdefault(thread_id, Reader(self._cloud, self._chat, thread_id))

    async def reads(self, count: int = 1, thread_id: int | None = None, **details: Any) -> list[SeenMessage]:
        """Wait for the next new messages of the bot in a topic, or anywhere in the group."""
        return await self.reader(thread_id).reads(count, **details)

    def messages(self, thread_id: int | None = None) -> list[SeenMessage]:
        """Return what can be seen now."""
        return see_chat(self._chat, thread_id)

    def screen(self, thread_id: int | None = None) -> str:
        """Return what can be seen now as text."""
        return self.reader(thread_id).screen()
