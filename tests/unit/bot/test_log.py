import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import httpx
import pytest
import structlog

from bot.log import configure_logging
from bot.metrics import Metrics
from bot.rasa.client import RasaClient
from bot.telegram.handler import UpdateHandler
from bot.telegram.processing import InboxWorker
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from content.loader import Content
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.errors import UnderstandingUnavailableError
from conversations.events import Address
from conversations.identifiers import ConversationId
from conversations.inbox import ReceivedUpdate
from conversations.messages import Message
from conversations.store.database import EncryptedDatabase
from conversations.store.turns import StoredTurns
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeInbox, FakeOutbox

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAA"
WORDS = "my brother Yonas sleeps at the station"
NUMBER = 700123456
SECRETS = (TOKEN, "AAAAAA", WORDS, "Yonas", str(NUMBER))
Configure = Callable[..., io.StringIO]


class Stream(io.StringIO):
    """A standard error that is a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Configure logging as the program does and undo it; returns what is written."""

    def start(level: int = logging.INFO, *, terminal: bool = False) -> io.StringIO:
        stream = Stream(terminal=terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        configure_logging(level)
        structlog.configure(cache_logger_on_first_use=False)
        return stream

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield start
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("httpx", "telegram", "apscheduler", "tornado"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def failing() -> ValueError:
    """Return an error with a trace, whose text quotes a person."""
    try:
        int(f"cannot read {WORDS!r} of {NUMBER} with {TOKEN}")
    except ValueError as error:
        return error
    raise AssertionError("words are no number")


def told(stream: io.StringIO) -> list[str]:
    """Return which secrets are in the log."""
    return [secret for secret in SECRETS if secret in stream.getvalue()]


@pytest.mark.parametrize("terminal", [True, False])
def test_errors_without_their_text(configure: Configure, terminal: bool) -> None:
    """An error is logged by its kind and place, never by its text, which may quote a person."""
    stream = configure(terminal=terminal)
    structlog.get_logger().error("update_failed", error_id="ab12cd", error=failing())
    assert told(stream) == []
    for part in ("update_failed", "ab12cd", "ValueError", "test_log.py", "failing"):
        assert part in stream.getvalue()


def test_json_lines(configure: Configure) -> None:
    """Into a file go JSON lines with the level and the time in UTC."""
    stream = configure()
    structlog.get_logger().info("purged", rows=3)
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {"event": "purged", "rows": 3, "level": "info"}


def test_places_have_no_folders(configure: Configure) -> None:
    """The place of an error is a file name, a line and a function: no folder of the machine."""
    stream = configure()
    structlog.get_logger().error("failed", error=failing())
    (place,) = json.loads(stream.getvalue())["where"]
    assert place.startswith("test_log.py:")
    assert place.endswith(" failing")


def test_chained_errors(configure: Configure) -> None:
    """The cause of an error, which may quote a person, is not logged either."""
    stream = configure()
    error = UnderstandingUnavailableError()
    error.__cause__ = failing()
    structlog.get_logger().error("failed", error=error)
    assert told(stream) == []


def test_level(configure: Configure) -> None:
    """Below the level nothing is written, so a talk in the terminal is not disturbed."""
    stream = configure(logging.WARNING)
    structlog.get_logger().info("purged", rows=3)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    "name",
    ["httpx", "httpcore", "telegram.ext.Updater", "apscheduler.scheduler", "tornado.access", "asyncio"],
)
def test_libraries_are_silent(configure: Configure, name: str) -> None:
    """What libraries log, addresses with the token and texts of messages, goes nowhere."""
    stream = configure()
    logger = logging.getLogger(name)
    logger.info("POST https://api.telegram.org/bot%s/sendMessage %s", TOKEN, WORDS)
    try:
        raise failing()
    except ValueError:
        logger.exception("no error handlers are registered for %s", NUMBER)
    assert stream.getvalue() == ""


def test_a_full_disk_below_the_log(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a line cannot be written nothing breaks, and the next one is written when there is room."""
    stream = configure()

    def full(_text: str) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(stream, "write", full)
        structlog.get_logger().error("failed", error=failing())
    structlog.get_logger().info("purged")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["purged"]


async def test_failed_update(
    configure: Configure, clock: SettableClock, fresh_database: EncryptedDatabase, content: Content
) -> None:
    """When an update fails again and again, the log has the same id that the person gets, and no words."""
    stream, outbox, inbox = configure(), FakeOutbox(clock), FakeInbox(clock)
    chat = {"id": NUMBER, "type": "private", "first_name": "Yonas"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": chat | {"is_bot": False}, "text": WORDS}
    inbox.keep([ReceivedUpdate(1, str(NUMBER), json.dumps({"update_id": 1, "message": message}))])
    talk = BrokenTalk(content)
    handler = UpdateHandler(talk, Sender(outbox, lambda: content))  # type: ignore[arg-type]
    stored = StoredTurns(fresh_database)
    worker = InboxWorker(None, inbox, stored, Turns(), handler, lambda: None, Metrics(), pause=0)  # type: ignore[arg-type]
    running = asyncio.create_task(worker.run_forever())
    async with asyncio.timeout(10):
        while not outbox.count_waiting():  # noqa: ASYNC110 - the worker tells nobody that it is done
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    entries = [json.loads(line) for line in stream.getvalue().splitlines()]
    (apology,) = outbox.waiting()
    assert told(stream) == []
    assert [entry["event"] for entry in entries] == [*["update_failed"] * 3, "update_set_aside"]
    assert entries[-1]["error_id"] in apology.payload


class BrokenTalk:
    """Fails at every event."""

    def __init__(self, content: Content) -> None:
        self._composer = Composer(content)

    async def handle(self, _address: Address, _event: object) -> None:
        raise failing()

    def language_at(self, _address: Address) -> LanguageCode:
        return LanguageCode("en")

    def apology(self, language: LanguageCode, error_id: str) -> Message:
        return self._composer.notice(["error_apology"], language, values={"error_id": error_id})


async def test_answer_outside_the_contract(configure: Configure) -> None:
    """What the language server answered is not logged: it may hold what the person wrote."""
    stream = configure()
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json={"messages": [{WORDS: TOKEN}]}))
    async with RasaClient("http://rasa.test", TOKEN, transport) as rasa:
        with pytest.raises(UnderstandingUnavailableError):
            await rasa.understand(ConversationId("c"), WORDS, None)
    assert told(stream) == []
    assert json.loads(stream.getvalue())["event"] == "rasa_answer_not_in_contract"
