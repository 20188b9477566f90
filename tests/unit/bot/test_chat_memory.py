from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.stores import Stores
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.letters import LetterNews
from bot.telegram.sending import Sender
from content.loader import Content
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.errors import StoreUnavailableError
from conversations.events import Address
from conversations.messages import Document
from tests.delivery import deliver
from tests.fakes import NOON, SettableClock

CHAT = 1001
ADDRESS = Address("telegram", str(CHAT))
DAYS = timedelta(hours=48)


class DeletingBot:
    """Deletes messages as Telegram would; some of them cannot be deleted, and calls may fail."""

    def __init__(self, *errors: TelegramError, stuck: tuple[int, ...] = ()) -> None:
        self.errors = list(errors)
        self.stuck = stuck
        self.gone: list[int] = []
        self.sent: list[str] = []
        self.calls: list[int] = []
        self.waits_before: int | None = None
        """Before how many single deletes, counted from 0, Telegram asks once to wait."""

        self.when_sent: Callable[[], object] = lambda: None

    async def delete_messages(self, chat: int, numbers: tuple[int, ...]) -> None:
        self.calls.append(len(numbers))
        assert (chat, 1 <= len(numbers) <= 100) == (CHAT, True)
        if self.errors:
            raise self.errors.pop(0)
        if set(self.stuck) & set(numbers):
            raise BadRequest("message can't be deleted")
        self.gone += numbers

    async def delete_message(self, _chat: int, number: int) -> None:
        if self.waits_before is not None:
            self.waits_before -= 1
            if self.waits_before < 0:
                self.waits_before = None
                raise RetryAfter(timedelta(0))
        if number in self.stuck:
            raise BadRequest("message can't be deleted")
        self.gone.append(number)

    async def send_message(self, _chat: int, text: str, **_options: Any) -> SimpleNamespace:
        self.when_sent()
        self.sent.append(text)
        return SimpleNamespace(message_id=900 + len(self.sent))

    async def send_document(self, _chat: int, file: InputFile) -> SimpleNamespace:
        content = file.input_file_content
        assert isinstance(content, bytes)
        self.sent.append(f"{file.filename}: {content.decode()}")
        return SimpleNamespace(message_id=900 + len(self.sent))


@pytest.fixture(autouse=True)
def person(kept: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the person in the chat."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    kept.people.find_or_add(ADDRESS)


def memory(bot: DeletingBot, kept: Stores, clock: SettableClock) -> ChatMemory:
    return ChatMemory(bot, kept.messages, clock, DAYS)  # type: ignore[arg-type]


async def test_a_long_chat_is_emptied(kept: Stores, clock: SettableClock) -> None:
    """All messages of both directions go, a hundred a call, the newest first; afterwards none is known."""
    bot = DeletingBot()
    kept.messages.remember(ADDRESS, range(1, 251))
    await memory(bot, kept, clock).empty(CHAT)
    assert bot.calls == [100, 100, 50]
    assert bot.gone == list(range(250, 0, -1))
    assert kept.messages.recent(ADDRESS, NOON) == ()


async def test_what_is_too_old_is_left(kept: Stores, clock: SettableClock) -> None:
    """Telegram deletes nothing older than 48 hours, so it is not asked to."""
    bot = DeletingBot()
    kept.messages.remember(ADDRESS, (1,))
    clock.advance(hours=47)
    kept.messages.remember(ADDRESS, (2,))
    clock.advance(hours=2)
    await memory(bot, kept, clock).empty(CHAT)
    assert bot.gone == [2]


async def test_one_message_does_not_save_the_others(kept: Stores, clock: SettableClock) -> None:
    """When Telegram refuses a whole list, the messages go one by one."""
    bot = DeletingBot(stuck=(2,))
    kept.messages.remember(ADDRESS, (1, 2, 3))
    await memory(bot, kept, clock).empty(CHAT)
    assert bot.gone == [3, 1]


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), TimedOut(), None], ids=repr)
async def test_a_network_that_fails_is_no_end(
    kept: Stores, clock: SettableClock, error: TelegramError | None
) -> None:
    """What could not be deleted is known still, and who asked hears that it is to be tried again."""
    error = error or RetryAfter(timedelta(seconds=3))
    bot = DeletingBot(error)
    kept.messages.remember(ADDRESS, (1, 2))
    cleaner = memory(bot, kept, clock)
    with pytest.raises(type(error)):
        await cleaner.empty(CHAT)
    assert (bot.gone, kept.messages.recent(ADDRESS, NOON)) == ([], (2, 1))
    await cleaner.empty(CHAT)
    assert (bot.gone, kept.messages.recent(ADDRESS, NOON)) == ([2, 1], ())


async def test_a_repeat_is_short(kept: Stores, clock: SettableClock) -> None:
    """What is gone, and what can never be deleted, is not tried again after Telegram asked to wait."""
    bot = DeletingBot(stuck=(3,))
    bot.waits_before = 2
    kept.messages.remember(ADDRESS, (1, 2, 3, 4))
    cleaner = memory(bot, kept, clock)
    with pytest.raises(RetryAfter):
        await cleaner.empty(CHAT)
    assert (bot.gone, kept.messages.recent(ADDRESS, NOON)) == ([4], (2, 1))
    await cleaner.empty(CHAT)
    assert (bot.gone, bot.calls) == ([4, 2, 1], [4, 2])


async def test_the_word_is_kept_until_the_chat_is_empty(
    kept: Stores, clock: SettableClock, content: Content, composer: Composer
) -> None:
    """While Telegram refuses, the emptying waits and the harmless message with it: nothing stays behind."""
    bot = DeletingBot(RetryAfter(timedelta(0)), NetworkError("Bad Gateway"), TimedOut(), stuck=(2,))
    bot.waits_before = 3
    kept.messages.remember(ADDRESS, range(1, 151))
    cleaner = memory(bot, kept, clock)
    Sender(kept.outbox, lambda: content).send(CHAT, (composer.emptied(LanguageCode("en")),))
    gone_before = []
    bot.when_sent = lambda: gone_before.extend(bot.gone)
    await deliver(bot, kept.outbox, LetterNews(cleaner, None), empty=cleaner.empty)
    assert gone_before == [*range(150, 2, -1), 1]
    assert bot.sent == [content.interface("panic_left", LanguageCode("en"))]


async def test_who_blocks_the_bot_ends_it(
    kept: Stores, clock: SettableClock, content: Content, composer: Composer
) -> None:
    """When Telegram will never let the bot in again the emptying is given up."""
    bot = DeletingBot(Forbidden("bot was blocked by the user"))
    kept.messages.remember(ADDRESS, (1, 2))
    cleaner = memory(bot, kept, clock)
    Sender(kept.outbox, lambda: content).send(CHAT, (composer.emptied(LanguageCode("en")),))
    await deliver(bot, kept.outbox, LetterNews(cleaner, None), empty=cleaner.empty)
    assert (bot.gone, kept.outbox.count_waiting()) == ([], 0)


async def test_a_number_that_is_not_forgotten_stops_nothing(
    kept: Stores, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails meanwhile the rest of the chat is emptied all the same."""

    def fails(*_values: object) -> None:
        raise StoreUnavailableError("full")

    bot = DeletingBot()
    kept.messages.remember(ADDRESS, range(1, 151))
    monkeypatch.setattr(kept.messages, "forget", fails)
    await memory(bot, kept, clock).empty(CHAT)
    assert len(bot.gone) == 150


async def test_a_store_that_fails_keeps_nobody_from_an_answer(clock: SettableClock) -> None:
    """An answer is sent though its number cannot be remembered."""

    class Broken:
        def remember(self, *_values: object) -> None:
            raise StoreUnavailableError("full")

        def recent(self, *_values: object) -> None:
            raise StoreUnavailableError("full")

    cleaner = ChatMemory(DeletingBot(), Broken(), clock, DAYS)  # type: ignore[arg-type]
    cleaner.remember(CHAT, 1)
    await cleaner.empty(CHAT)


async def test_the_sender_remembers_and_empties(
    kept: Stores, clock: SettableClock, content: Content, composer: Composer
) -> None:
    """What was sent, files as well, can be taken away; the harmless message comes after that and stays."""
    bot = DeletingBot()
    sender = Sender(kept.outbox, lambda: content)
    remembered = memory(bot, kept, clock)
    news = LetterNews(remembered, None)
    files = (Document("a.html", "<p>é</p>"), Document("a.json", "{}"))
    language = LanguageCode("en")
    sender.send(CHAT, (composer.own_copy(files, language),))
    await deliver(bot, kept.outbox, news)
    assert bot.sent[1:] == ["a.html: <p>é</p>", "a.json: {}"]
    assert kept.messages.recent(ADDRESS, NOON) == (903, 902, 901)

    sender.send(CHAT, (composer.emptied(language),))
    await deliver(bot, kept.outbox, news, empty=remembered.empty)
    assert bot.gone == [903, 902, 901]
    assert bot.sent[-1] == content.interface("panic_left", language)
    assert kept.messages.recent(ADDRESS, NOON) == (904,)
