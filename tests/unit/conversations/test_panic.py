"""The panic word: the chat is emptied, nothing of it goes anywhere, and nothing that is kept is lost."""

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions import OpenCase
from conversations.cases import Sharing
from conversations.composer import Composer
from conversations.events import Command, CommandGiven, Event, TextWritten
from conversations.panic import is_panic_word
from conversations.talk import Talk
from tests.dates import a_deadline, at, begin, dates_of, me, waiting
from tests.fakes import NOON, Chat, FakeUnderstanding, actions

_EN = LanguageCode("en")
_TYPED = ["0000", " 0000 ", "00 00", "٠٠٠٠", "۰۰۰۰", "🛑🛑", "🛑 🛑", "🛑\ufe0f🛑\ufe0f"]
_UNSEEN = ["\u200e0000", "\u200f٠٠٠٠", "\u20680000\u2069", "00\u200c00", "0️⃣0️⃣0️⃣0️⃣", "\u200e🛑🛑\ufe0f"]


@pytest.mark.parametrize("text", _TYPED)
def test_the_word_can_be_typed_on_every_keyboard(text: str) -> None:
    """Zeros in Western, Arabic and Persian digits, or stop signs, with or without spaces."""
    assert is_panic_word(text)


@pytest.mark.parametrize("text", _UNSEEN)
def test_what_nobody_sees_does_not_hide_the_word(text: str) -> None:
    """Keyboards for Arabic and Farsi put marks of direction around numbers by themselves."""
    assert is_panic_word(text)


@pytest.mark.parametrize(
    "text", ["", "000", "00000", "0", "🛑", "🛑🛑🛑", "0000 euro", "00:00", "no 0000", "OOOO"]
)
def test_other_words_are_no_panic(text: str) -> None:
    """An amount, a time or a sentence empties nothing."""
    assert not is_panic_word(text)


@pytest.mark.parametrize("way", ["command", "word"])
async def test_one_harmless_message_is_left(
    settled_chat: Chat, composer: Composer, understanding: FakeUnderstanding, way: str
) -> None:
    """By the command and by the word: the chat is emptied, and what is said has no button and no topic."""
    (left,) = await (
        settled_chat.command(Command.PANIC) if way == "command" else settled_chat.write(_TYPED[0])
    )

    assert left == composer.emptied(_EN)
    assert (left.clears_chat, actions(left), left.calendar, left.documents) == (True, [], None, ())
    assert understanding.asked == []


@pytest.mark.parametrize("event", [TextWritten("\u200e0000"), CommandGiven(Command.PANIC)])
@pytest.mark.parametrize("tell", [True, False])
async def test_the_chat_is_emptied_in_a_flood_too(
    talk: Talk, settled_chat: Chat, composer: Composer, event: Event, *, tell: bool
) -> None:
    """Who sends more than can be answered and is then looked at can still empty the chat."""
    assert talk.too_many(settled_chat.address, event, tell=tell) == (composer.emptied(_EN),)


async def test_dates_and_interview_stay(settled_chat: Chat, kept: Stores) -> None:
    """Emptying the chat is not erasing: dates, reminders and the interview go on."""
    person = me(kept, settled_chat)
    kept.deadlines.add(a_deadline(person), [at(NOON)])
    await begin(settled_chat)
    before = (dates_of(kept, settled_chat), waiting(kept), kept.interviews.current(person))
    await settled_chat.write("0000")

    assert (dates_of(kept, settled_chat), waiting(kept), kept.interviews.current(person)) == before


async def test_the_word_does_not_reach_counsellors(settled_chat: Chat, kept: Stores) -> None:
    """While somebody talks with a counsellor the word empties the chat as well, and is not passed on."""
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    for post in kept.cases.next_posts(10):
        kept.cases.posted(post.id)
    (left,) = await settled_chat.write("0000")

    assert left.clears_chat
    assert kept.cases.next_posts(10) == ()
