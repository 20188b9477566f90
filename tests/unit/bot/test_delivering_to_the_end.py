"""The outbox worker when it is stopped, and when even telling of a loss breaks."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.telegram.calls import Calls
from bot.telegram.delivering import OutboxWorker
from bot.telegram.limits import Limits
from bot.telegram.outgoing import Letter, Payload, SendAttachment, SendFile, SendText, encode_payload
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import CaseId
from conversations.errors import StoreUnavailableError
from conversations.outbox import Outbox, OutgoingId
from conversations.store.database import EncryptedDatabase
from conversations.store.outbox import StoredOutbox
from conversations.store.turns import StoredTurns
from tests.delivery import nothing_to_empty
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeOutbox

_LETTER = Letter(CaseId("k3"))


class SlowBot:
    """Takes its time over a message, and breaks at some."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.sent: list[object] = []
        self.error: Exception | None = None

    async def send_message(self, chat: int, text: str, **_options: Any) -> SimpleNamespace:
        return await self._take(text)

    async def send_document(self, chat: int, file: Any) -> SimpleNamespace:
        return await self._take((file.filename, file.input_file_content))

    async def send_photo(self, chat: int, file: str, **options: Any) -> SimpleNamespace:
        return await self._take((file, options["caption"]))

    send_voice = send_audio = send_video = send_video_note = send_photo
    send_animation = send_sticker = send_photo

    async def _take(self, what: object) -> SimpleNamespace:
        self.begun.set()
        await self.may_end.wait()
        if what == "broken":
            raise ZeroDivisionError
        if self.error is not None:
            raise self.error
        self.sent.append(what)
        return SimpleNamespace(message_id=len(self.sent))


class Deliveries:
    """Hears nothing, and breaks when it is told of a loss."""

    def arrived(self, chat: int, payload: Payload, messages: tuple[int, ...]) -> None:
        """Hear it."""

    def lost(self, payload: Payload, *, blocked: bool) -> None:
        raise ZeroDivisionError


@pytest.fixture
def outbox(clock: SettableClock) -> FakeOutbox:
    """Return an outbox in memory."""
    return FakeOutbox(clock)


def _put(outbox: Outbox, *payloads: Payload) -> None:
    for payload in payloads:
        outbox.put("42", encode_payload(payload))


def _start(bot: SlowBot, outbox: Outbox) -> asyncio.Task[None]:
    worker = OutboxWorker(Calls(bot, nothing_to_empty), outbox, Limits(), Deliveries())  # type: ignore[arg-type]
    return asyncio.create_task(worker.run_forever())


async def _until_empty(outbox: Outbox, running: asyncio.Task[None]) -> None:
    async with asyncio.timeout(10):
        while outbox.count_waiting():  # noqa: ASYNC110 - the worker tells nobody that it is done
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_stop_lets_the_call_end(fresh_database: EncryptedDatabase, clock: SettableClock) -> None:
    """What is being sent at a stop is forgotten when it is there, no next begins, and nothing comes twice."""
    bot, outbox = SlowBot(), StoredOutbox(fresh_database, clock)
    bot.may_end.clear()
    _put(outbox, SendText("one"), SendText("two"))
    running = _start(bot, outbox)
    await bot.begun.wait()
    running.cancel()
    await asyncio.sleep(0)
    bot.may_end.set()
    await asyncio.gather(running, return_exceptions=True)
    assert bot.sent == ["one"]
    after_the_start = StoredOutbox(fresh_database, clock)
    await _until_empty(after_the_start, _start(bot, after_the_start))
    assert bot.sent == ["one", "two"]


async def test_a_stop_does_not_wait_for_ever(outbox: FakeOutbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Telegram is away a stop is quick all the same, and the message stays."""
    monkeypatch.setattr("bot.telegram.delivering._AT_THE_END", 0.01)
    bot = SlowBot()
    bot.error = NetworkError("connection lost")
    _put(outbox, SendText("one"))
    running = _start(bot, outbox)
    await bot.begun.wait()
    running.cancel()
    async with asyncio.timeout(5):
        await asyncio.gather(running, return_exceptions=True)
    assert (bot.sent, outbox.count_waiting()) == ([], 1)


async def test_when_telling_of_a_loss_breaks(outbox: FakeOutbox) -> None:
    """A fault in telling the counsellors does not hold up the person's next message."""
    bot = SlowBot()
    _put(outbox, SendText("broken", letter=_LETTER), SendText("next"))
    await _until_empty(outbox, _start(bot, outbox))
    assert bot.sent == ["next"]


async def test_files_and_attachments(outbox: FakeOutbox) -> None:
    """A file arrives byte by byte, an attachment with its words, also through the outbox."""
    bot = SlowBot()
    photo = SendAttachment(Attachment(AttachmentKind.PHOTO, "f", "a letter"), _LETTER)
    _put(outbox, SendFile("dates.ics", b"BEGIN\x00\xff"), photo)
    await _until_empty(outbox, _start(bot, outbox))
    assert bot.sent == [("dates.ics", b"BEGIN\x00\xff"), ("f", "a letter")]


async def test_gone_and_what_follows_is_stored_together(
    fresh_database: EncryptedDatabase, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a message has arrived and that it is gone is one commit: a kill finds both or neither."""
    outbox, stored = StoredOutbox(fresh_database, clock), StoredTurns(fresh_database)
    monkeypatch.setattr("bot.telegram.delivering._AFTER_STORE_ERROR", 0)
    _put(outbox, SendText("one"))
    gone, failures, left = outbox.gone, [StoreUnavailableError("full")] * 2, []

    def fails(message: OutgoingId) -> None:
        # What happened before in this transaction is there now, and not after the failure.
        left.append(outbox.count_waiting())
        if failures:
            raise failures.pop()
        gone(message)

    monkeypatch.setattr(outbox, "gone", fails)
    bot, heard = SlowBot(), Deliveries()
    monkeypatch.setattr(heard, "arrived", lambda *_: outbox.put("7", "follows"), raising=False)
    worker = OutboxWorker(
        Calls(bot, nothing_to_empty),  # type: ignore[arg-type]
        outbox,
        Limits(),
        heard,
        together=stored.together,
    )
    running = asyncio.create_task(worker.run_forever())
    async with asyncio.timeout(10):
        while len(left) < 3:  # noqa: ASYNC110 - the worker tells nobody that it is done
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (bot.sent, left) == (["one"], [2, 2, 2])
    assert [row["payload"] for row in fresh_database["outbox"].rows] == ["follows"]
