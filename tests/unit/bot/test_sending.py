from datetime import UTC, datetime

import pytest

from bot.telegram.outgoing import (
    Letter,
    Payload,
    RemoveButtons,
    ReplaceText,
    SendText,
    decode_payload,
    keyboard,
)
from bot.telegram.sending import Sender
from content.loader import Content
from content.markup import Paragraph, Plain
from content.model import Direction, LanguageCode
from conversations.actions import ShowMenu, TalkToPerson
from conversations.cases import CaseId
from conversations.messages import Button, Kind, Message
from conversations.outbox import Outbox
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeOutbox

CHAT, MESSAGE_ID = 42, 7
BUTTONS = ((Button("Menu", ShowMenu()), Button("A person", TalkToPerson())),)
ROWS = ((("Menu", "m"), ("A person", "h")),)
LETTER = Letter(CaseId("k3"), datetime(2026, 11, 22, 9, tzinfo=UTC), 12)


def message(*paragraphs: str, language: str = "en", kind: Kind = Kind.ANSWER) -> Message:
    blocks = tuple(Paragraph((Plain(text),)) for text in paragraphs)
    return Message(kind, LanguageCode(language), Direction.LEFT_TO_RIGHT, blocks, BUTTONS)


@pytest.fixture
def outbox(clock: SettableClock) -> FakeOutbox:
    """Return an outbox in memory."""
    return FakeOutbox(clock)


@pytest.fixture
def sender(outbox: FakeOutbox, content: Content) -> Sender:
    """Return a sender into that outbox."""
    return Sender(outbox, lambda: content)


def payloads(outbox: Outbox) -> list[Payload]:
    waiting = outbox.waiting()
    assert {each.lane for each in waiting} == {str(CHAT)}
    return [decode_payload(each.payload) for each in waiting]


def test_messages_in_order(sender: Sender, outbox: FakeOutbox) -> None:
    """Messages go out in order, each with its own buttons."""
    sender.send(CHAT, (message("one"), message("two")))
    assert payloads(outbox) == [SendText("one", ROWS), SendText("two", ROWS)]


def test_parts_of_a_long_message(
    sender: Sender, outbox: FakeOutbox, content: Content, language: LanguageCode
) -> None:
    """A long message comes in parts that say so in its language, with the buttons under the last one."""
    sender.send(CHAT, (message("a" * 2000, "b" * 2000, "c" * 2000, language=language),))
    continued = content.interface("continued", language)
    assert payloads(outbox) == [
        SendText(f"{'a' * 2000}\n\n{'b' * 2000}"),
        SendText(f"{continued}\n\n{'c' * 2000}", ROWS),
    ]


def test_danger_is_urgent(sender: Sender, outbox: FakeOutbox) -> None:
    """The emergency numbers overtake what is on its way to other people."""
    sender.send(CHAT, (message("hello"), message("call 112", kind=Kind.CRISIS)))
    assert [each.urgent for each in outbox.waiting()] == [False, True]


def test_letter(sender: Sender, outbox: FakeOutbox) -> None:
    """What a counsellor sends carries its case with it, also through the database."""
    sender.send(CHAT, (message("hello"),), LETTER)
    assert payloads(outbox) == [SendText("hello", ROWS, LETTER)]


def test_replace(sender: Sender, outbox: FakeOutbox) -> None:
    """A page of the menu takes the place of the page before."""
    sender.replace(CHAT, MESSAGE_ID, message("page two"))
    assert payloads(outbox) == [ReplaceText(MESSAGE_ID, "page two", ROWS)]


def test_replace_by_something_long(sender: Sender, outbox: FakeOutbox) -> None:
    """What does not fit into one message is sent, never cut off."""
    sender.replace(CHAT, MESSAGE_ID, message("a" * 2000, "b" * 2000, "c" * 2000))
    assert [type(each) for each in payloads(outbox)] == [SendText, SendText]


def test_remove_buttons(sender: Sender, outbox: FakeOutbox) -> None:
    """The buttons of a message that was answered are taken away."""
    sender.remove_buttons(CHAT, MESSAGE_ID)
    assert payloads(outbox) == [RemoveButtons(MESSAGE_ID)]


def test_keyboard() -> None:
    """Buttons keep their rows; without buttons there is no keyboard."""
    made = keyboard(ROWS)
    assert made is not None
    rows = [[(button.text, button.callback_data) for button in row] for row in made.inline_keyboard]
    assert rows == [[("Menu", "m"), ("A person", "h")]]
    assert keyboard(()) is None
