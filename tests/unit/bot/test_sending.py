import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBDeprecationWarning

from bot.telegram.sending import Sender, build_keyboard
from content.loader import Content
from content.markup import Paragraph, Plain
from content.model import Direction, LanguageCode
from conversations.actions import ShowMenu, TalkToPerson
from conversations.messages import Button, Kind, Message

CHAT, MESSAGE_ID = 42, 7
BUTTONS = ((Button("Menu", ShowMenu()), Button("A person", TalkToPerson())),)
NOT_MODIFIED = BadRequest("Message is not modified: specified new message content is exactly the same")
GONE = BadRequest("Message to edit not found")


class FakeBot:
    """Takes calls as Telegram would; raises the errors that are lined up, one a call."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.tried: list[str] = []
        self.shown: list[tuple[str, list[str]]] = []

    async def send_message(self, chat: int, text: str, **options: Any) -> None:
        self._take("send", chat, text, **options)

    async def edit_message_text(self, text: str, chat: int, _message_id: int, **options: Any) -> None:
        self._take("edit", chat, text, **options)

    async def edit_message_reply_markup(self, chat: int, _message_id: int) -> None:
        self._take("remove buttons", chat, "")

    def _take(self, what: str, chat: int, text: str, parse_mode: str = "", reply_markup: Any = None) -> None:
        assert (chat, parse_mode in ("HTML", "")) == (CHAT, True)
        self.tried.append(what)
        if self.errors:
            raise self.errors.pop(0)
        buttons = (
            [button.text for row in reply_markup.inline_keyboard for button in row] if reply_markup else []
        )
        self.shown.append((text, buttons))


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses that were made, each over at once."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", pause)
    return made


@pytest.fixture(params=["true", "false"])
def flood_control(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[RetryAfter]:
    """Return an error that asks for 3 seconds, as a timedelta and as a number."""
    monkeypatch.setenv("PTB_TIMEDELTA", request.param)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        yield RetryAfter(3)


def message(*paragraphs: str, language: str = "en") -> Message:
    blocks = tuple(Paragraph((Plain(text),)) for text in paragraphs)
    return Message(Kind.ANSWER, LanguageCode(language), Direction.LEFT_TO_RIGHT, blocks, BUTTONS)


async def test_messages_in_order(content: Content) -> None:
    """Messages arrive in order, each with its own buttons."""
    bot = FakeBot()
    await Sender(bot, lambda: content).send(CHAT, (message("one"), message("two")))
    assert bot.shown == [("one", ["Menu", "A person"]), ("two", ["Menu", "A person"])]


async def test_parts_of_a_long_message(content: Content, language: LanguageCode) -> None:
    """A long message comes in parts that say so in its language, with the buttons under the last one."""
    bot = FakeBot()
    long = message("a" * 2000, "b" * 2000, "c" * 2000, language=language)
    await Sender(bot, lambda: content).send(CHAT, (long,))
    continued = content.interface("continued", language)
    assert bot.shown == [
        (f"{'a' * 2000}\n\n{'b' * 2000}", []),
        (f"{continued}\n\n{'c' * 2000}", ["Menu", "A person"]),
    ]


async def test_flood_control(content: Content, pauses: list[float], flood_control: RetryAfter) -> None:
    """When Telegram asks to wait, exactly that is done, and the message arrives once."""
    bot = FakeBot(flood_control, flood_control)
    await Sender(bot, lambda: content).send(CHAT, (message("hello"),))
    assert pauses == [3, 3]
    assert [text for text, _ in bot.shown] == ["hello"]


async def test_flood_control_without_end(
    content: Content, pauses: list[float], flood_control: RetryAfter
) -> None:
    """After four tries the caller is told."""
    bot = FakeBot(*[flood_control] * 9)
    with pytest.raises(RetryAfter):
        await Sender(bot, lambda: content).send(CHAT, (message("hello"),))
    assert (bot.tried, pauses) == (["send"] * 4, [3, 3, 3])


@pytest.mark.parametrize("error", [NetworkError("connection lost"), TimedOut()], ids=repr)
async def test_network(content: Content, pauses: list[float], error: NetworkError) -> None:
    """A network that fails is tried again with growing pauses."""
    bot = FakeBot(error, error, error)
    await Sender(bot, lambda: content).send(CHAT, (message("hello"),))
    assert pauses == [0.5, 1.0, 2.0]
    assert [text for text, _ in bot.shown] == ["hello"]


async def test_network_that_stays_away(content: Content, pauses: list[float]) -> None:
    """After four tries the caller is told, and what comes after is not sent out of order."""
    bot = FakeBot(*[NetworkError("connection lost")] * 4)
    with pytest.raises(NetworkError):
        await Sender(bot, lambda: content).send(CHAT, (message("one"), message("two")))
    assert (bot.tried, bot.shown, len(pauses)) == (["send"] * 4, [], 3)


@pytest.mark.parametrize(
    "error",
    [Forbidden("bot was blocked by the user"), BadRequest("chat not found"), InvalidToken()],
    ids=repr,
)
async def test_errors_that_no_patience_mends(
    content: Content, pauses: list[float], error: TelegramError
) -> None:
    """A person who blocked the bot, or a chat that is gone, is not tried again."""
    bot = FakeBot(error)
    with pytest.raises(type(error)):
        await Sender(bot, lambda: content).send(CHAT, (message("hello"),))
    assert (bot.tried, pauses) == (["send"], [])


async def test_replace(content: Content) -> None:
    """A page of the menu takes the place of the page before."""
    bot = FakeBot()
    await Sender(bot, lambda: content).replace(CHAT, MESSAGE_ID, message("page two"))
    assert (bot.tried, bot.shown) == (["edit"], [("page two", ["Menu", "A person"])])


async def test_replace_by_the_same(content: Content) -> None:
    """A double tap changes nothing and is no error."""
    bot = FakeBot(NOT_MODIFIED)
    await Sender(bot, lambda: content).replace(CHAT, MESSAGE_ID, message("page two"))
    assert (bot.tried, bot.shown) == (["edit"], [])


async def test_replace_what_is_gone(content: Content) -> None:
    """When the earlier message is gone or too old the new one is sent instead."""
    bot = FakeBot(GONE)
    await Sender(bot, lambda: content).replace(CHAT, MESSAGE_ID, message("page two"))
    assert (bot.tried, bot.shown) == (["edit", "send"], [("page two", ["Menu", "A person"])])


async def test_replace_by_something_long(content: Content) -> None:
    """What does not fit into one message is sent, never cut off."""
    bot = FakeBot()
    await Sender(bot, lambda: content).replace(CHAT, MESSAGE_ID, message("a" * 2000, "b" * 2000, "c" * 2000))
    assert bot.tried == ["send", "send"]


@pytest.mark.parametrize("error", [NOT_MODIFIED, GONE], ids=repr)
async def test_remove_buttons_twice(content: Content, error: BadRequest) -> None:
    """Buttons that are already gone are no error."""
    bot = FakeBot(error)
    await Sender(bot, lambda: content).remove_buttons(CHAT, MESSAGE_ID)
    assert bot.tried == ["remove buttons"]


async def test_remove_buttons_with_patience(content: Content, pauses: list[float]) -> None:
    """Removing buttons survives a network that fails once."""
    bot = FakeBot(NetworkError("connection lost"))
    await Sender(bot, lambda: content).remove_buttons(CHAT, MESSAGE_ID)
    assert (bot.tried, pauses) == (["remove buttons"] * 2, [0.5])


def test_keyboard() -> None:
    """Buttons keep their rows; without buttons there is no keyboard."""
    keyboard = build_keyboard(message("x"))
    assert keyboard is not None
    rows = [[(button.text, button.callback_data) for button in row] for row in keyboard.inline_keyboard]
    assert rows == [[("Menu", "m"), ("A person", "h")]]
    nothing = Message(Kind.ANSWER, LanguageCode("en"), Direction.LEFT_TO_RIGHT, ())
    assert build_keyboard(nothing) is None
