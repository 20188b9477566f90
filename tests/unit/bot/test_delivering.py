import asyncio
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBDeprecationWarning

from bot.telegram.limits import SEVERAL_CHATS, Limits
from bot.telegram.outgoing import Letter, Payload, RemoveButtons, ReplaceText, SendText, encode_payload
from conversations.cases import CaseId
from conversations.errors import StoreUnavailableError
from conversations.outbox import Outbox, OutgoingId
from tests.delivery import deliver
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeOutbox
from tests.fakes_of_desk import Seconds

NOT_MODIFIED = BadRequest("Message is not modified: specified new message content is exactly the same")
GONE = BadRequest("Message to edit not found")
BLOCKED = Forbidden("bot was blocked by the user")
LETTER = Letter(CaseId("k3"))


class _Sent:
    def __init__(self, number: int) -> None:
        self.message_id = number


class FakeBot:
    """Takes calls as Telegram would; raises the errors that are lined up, one a call."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.refuses: dict[int, int] = {}
        """How often each chat is still refused, for three seconds each time."""

        self.when_tried: Callable[[], None] = lambda: None
        self.tried: list[str] = []
        self.shown: list[tuple[int, str]] = []

    async def send_message(self, chat: int, text: str, **options: Any) -> _Sent:
        return self._take("send", chat, text)

    async def edit_message_text(self, text: str, chat: int, _message_id: int, **options: Any) -> None:
        self._take("edit", chat, text)

    async def edit_message_reply_markup(self, chat: int, _message_id: int) -> None:
        self._take("remove buttons", chat, "")

    def _take(self, what: str, chat: int, text: str) -> _Sent:
        self.tried.append(what)
        self.when_tried()
        if self.refuses.get(chat):
            self.refuses[chat] -= 1
            raise RetryAfter(timedelta(seconds=3))
        if self.errors:
            raise self.errors.pop(0)
        self.shown.append((chat, text))
        return _Sent(100 + len(self.shown))


@dataclass
class Heard:
    """What was heard about the end of messages."""

    arrivals: list[int] = field(default_factory=list)
    losses: list[tuple[Payload, bool]] = field(default_factory=list)

    def arrived(self, chat: int, payload: Payload, messages: tuple[int, ...]) -> None:
        self.arrivals += messages

    def lost(self, payload: Payload, *, blocked: bool) -> None:
        self.losses.append((payload, blocked))


@dataclass
class Post:
    """An outbox with a worker whose waiting takes no time."""

    outbox: Outbox
    bot: FakeBot
    heard: Heard
    seconds: Seconds

    async def deliver(self) -> None:
        """Run a fresh worker until the outbox is empty."""
        limits = Limits(self.seconds, self.seconds.sleep)
        await deliver(self.bot, self.outbox, self.heard, limits)

    def put(self, *payloads: Payload, chat: int = 42, urgent: bool = False) -> None:
        for payload in payloads:
            self.outbox.put(str(chat), encode_payload(payload), urgent=urgent)


@pytest.fixture
def post(clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Return an outbox whose worker never really waits."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    seconds, sleep = Seconds(), asyncio.sleep

    async def pause(length: float) -> None:
        if length:
            await seconds.sleep(length)
        await sleep(0)

    monkeypatch.setattr("bot.telegram.delivering.asyncio.sleep", pause)
    monkeypatch.setattr("bot.telegram.delivering.monotonic", seconds)
    return Post(FakeOutbox(clock), FakeBot(), Heard(), seconds)


@pytest.fixture(params=["true", "false"])
def flood_control(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[RetryAfter]:
    """Return an error that asks for 3 seconds, as a timedelta and as a number."""
    monkeypatch.setenv("PTB_TIMEDELTA", request.param)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        yield RetryAfter(3)


async def test_messages_of_a_chat_in_order(post: Post) -> None:
    """Messages of one chat arrive in the order in which they were put, and their numbers are told."""
    post.put(*(SendText(str(number)) for number in range(5)))
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["0", "1", "2", "3", "4"]
    assert post.heard.arrivals == [101, 102, 103, 104, 105]


async def test_a_burst_in_one_chat_is_spread(post: Post) -> None:
    """Three messages come at once; more of them come at the pace that Telegram allows."""
    post.put(*(SendText(str(number)) for number in range(7)))
    await post.deliver()
    assert post.seconds.now == pytest.approx(6.0)


async def test_thirty_a_second_in_all(post: Post) -> None:
    """However many people there are, Telegram's limit for all chats together is kept."""
    for chat in range(1, 85):
        post.put(SendText("hello"), chat=chat)
    await post.deliver()
    assert (len(post.bot.shown), post.seconds.now) == (84, pytest.approx(2.0))


async def test_the_urgent_overtake(post: Post) -> None:
    """A message about danger does not wait behind those to other people."""
    for chat in range(1, 85):
        post.put(SendText("hello"), chat=chat)
    post.put(SendText("call 112"), chat=99, urgent=True)
    await post.deliver()
    assert [chat for chat, _ in post.bot.shown].index(99) <= 28


async def test_flood_control(post: Post, flood_control: RetryAfter) -> None:
    """When Telegram asks to wait, that is done, and the message arrives once."""
    post.bot.errors = [flood_control, flood_control]
    post.put(SendText("hello"))
    await post.deliver()
    assert ([text for _, text in post.bot.shown], post.seconds.now >= 6) == (["hello"], True)


async def test_flood_control_in_one_chat(post: Post) -> None:
    """When Telegram refuses one chat again and again, the others get their messages meanwhile."""
    post.bot.refuses = {1: 5}
    post.put(SendText("one"), SendText("behind it"), chat=1)
    post.put(SendText("two"), chat=2)
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["two", "one", "behind it"]
    assert post.seconds.now >= 5 * 3


async def test_flood_control_in_several_chats(post: Post) -> None:
    """When Telegram refuses several chats at once it is too much in all: nobody else is tried meanwhile."""
    post.bot.refuses = dict.fromkeys(range(1, SEVERAL_CHATS + 1), 1)
    for chat in range(1, 41):
        post.put(SendText("hello"), chat=chat)
    tried_meanwhile = []
    post.bot.when_tried = lambda: tried_meanwhile.append(post.seconds.now)
    await post.deliver()
    assert [moment for moment in tried_meanwhile if 0 < moment < 3] == []
    assert len(post.bot.shown) == 40


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), TimedOut()], ids=repr)
async def test_network(post: Post, error: NetworkError) -> None:
    """While the network or Telegram fails a message is tried again, with longer pauses, for ever."""
    post.bot.errors = [error] * 12
    post.put(SendText("one"), SendText("two"))
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["one", "two"]
    assert post.seconds.now > 100


@pytest.mark.parametrize(
    ("error", "blocked"),
    [(BLOCKED, True), (BadRequest("Chat not found"), True), (BadRequest("text is too long"), False)],
    ids=repr,
)
async def test_what_no_patience_mends(post: Post, error: TelegramError, blocked: bool) -> None:
    """What Telegram will never take is given up at once; the counsellors hear it of their letters."""
    post.bot.errors = [error]
    letter = SendText("from a counsellor", letter=LETTER)
    post.put(letter, SendText("next"))
    await post.deliver()
    assert (post.bot.tried, [text for _, text in post.bot.shown]) == (["send", "send"], ["next"])
    assert post.heard.losses == [(letter, blocked)]


async def test_a_chat_that_waits_holds_up_nobody(post: Post) -> None:
    """While one person's message fails again and again, others get theirs."""
    post.bot.errors = [NetworkError("connection lost")]
    post.put(SendText("one"), chat=1)
    post.put(SendText("two"), chat=2)
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["two", "one"]


async def test_replace(post: Post) -> None:
    """A page of the menu takes the place of the page before."""
    post.put(ReplaceText(7, "page two"))
    await post.deliver()
    assert post.bot.tried == ["edit"]


async def test_replace_by_the_same(post: Post) -> None:
    """A double tap changes nothing and is no error."""
    post.bot.errors = [NOT_MODIFIED]
    post.put(ReplaceText(7, "page two"))
    await post.deliver()
    assert (post.bot.tried, post.bot.shown) == (["edit"], [])


async def test_replace_what_is_gone(post: Post) -> None:
    """When the earlier message is gone or too old the new one is sent instead."""
    post.bot.errors = [GONE]
    post.put(ReplaceText(7, "page two"))
    await post.deliver()
    assert (post.bot.tried, [text for _, text in post.bot.shown]) == (["edit", "send"], ["page two"])


@pytest.mark.parametrize("error", [NOT_MODIFIED, GONE], ids=repr)
async def test_remove_buttons_twice(post: Post, error: BadRequest) -> None:
    """Buttons that are already gone are no error."""
    post.bot.errors = [error]
    post.put(RemoveButtons(7))
    await post.deliver()
    assert (post.bot.tried, post.heard.losses) == (["remove buttons"], [])


async def test_a_disk_that_fails_sends_nothing_twice(post: Post) -> None:
    """A message that has arrived is not sent again because that could not be stored at once."""
    gone, failures = post.outbox.gone, [StoreUnavailableError("full")] * 3

    def fails(message: OutgoingId) -> None:
        if failures:
            raise failures.pop()
        gone(message)

    post.outbox.gone = fails  # type: ignore[method-assign]
    post.put(SendText("hello"))
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["hello"]


async def test_what_nobody_can_read_is_dropped(post: Post) -> None:
    """A row that this version does not understand does not hold up those behind it."""
    post.outbox.put("42", "{}")
    post.put(SendText("hello"))
    await post.deliver()
    assert [text for _, text in post.bot.shown] == ["hello"]


@pytest.mark.parametrize("error", ["flood control", NetworkError("Bad Gateway")], ids=repr)
async def test_what_was_erased_meanwhile_is_not_sent(post: Post, error: NetworkError | str) -> None:
    """Who erases everything while messages wait for Telegram gets none of them; nobody hears of a loss."""
    post.bot.errors = [RetryAfter(timedelta(seconds=3)) if isinstance(error, str) else error]
    post.put(SendText("one", letter=LETTER), SendText("two"), SendText("three"))
    post.put(SendText("to somebody else"), chat=7)

    def erase() -> None:
        post.outbox.gone(OutgoingId(1))
        post.outbox.gone(OutgoingId(2))
        post.bot.when_tried = lambda: None

    post.bot.when_tried = erase
    await post.deliver()
    assert sorted(text for _, text in post.bot.shown) == ["three", "to somebody else"]
    assert (post.heard.losses, post.heard.arrivals) == ([], [101, 102])


async def test_an_outbox_that_cannot_be_read_loses_nothing(post: Post) -> None:
    """While nobody can say whether a message is still wanted it waits, and then it is sent once."""
    is_waiting, failures = post.outbox.is_waiting, [StoreUnavailableError("read error")] * 3

    def fails(message: OutgoingId) -> bool:
        if failures:
            raise failures.pop()
        return is_waiting(message)

    post.outbox.is_waiting = fails  # type: ignore[method-assign]
    post.put(SendText("hello"))
    await post.deliver()
    assert ([text for _, text in post.bot.shown], post.heard.losses) == (["hello"], [])
