"""Updates are handled in order for each person, side by side for many, and one that breaks stops nobody."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from telegram import Update
from telegram.error import BadRequest

from bot.metrics import Metrics
from bot.telegram.flood import MOST, Verdict
from bot.telegram.processing import MOST_TRIES, InboxWorker
from bot.telegram.turns import Turns
from conversations.errors import StoreUnavailableError
from conversations.identifiers import ConversationId
from conversations.inbox import ReceivedUpdate
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.store.database import EncryptedDatabase, translated_errors
from conversations.store.forgotten import StoredForgotten
from conversations.store.inbox import StoredInbox
from conversations.store.outbox import StoredOutbox
from conversations.store.turns import StoredTurns
from conversations.understanding import NotUnderstood, Understood
from tests.fakes import SettableClock
from tests.updates import edited, message, received, tapped, written


class FakeBot:
    """Confirms taps and shows that it is typing."""

    def __init__(self) -> None:
        self.confirmed: list[tuple[str, str | None]] = []
        self.typing: list[int] = []
        self.error: BadRequest | None = None

    async def answer_callback_query(self, query: str, words: str | None) -> None:
        if self.error is not None:
            raise self.error
        self.confirmed.append((query, words))

    async def send_chat_action(self, chat: int, _action: str) -> None:
        self.typing.append(chat)
        if self.error is not None:
            raise self.error


class SlowUnderstanding:
    """Understands nothing, and only when it is let; `meet` is called before."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.meet: Callable[[str], asyncio.Future[None] | None] = lambda _text: None

    async def understand(self, conversation: ConversationId, text: str, last_topic: object) -> Understood:
        waiting = self.meet(text)
        if waiting is not None:
            await waiting
        await self.may_go_on.wait()
        return Understood((NotUnderstood(),), ())

    async def forget(self, conversation: ConversationId) -> None:
        """Keep nothing."""


@dataclass
class Desk:
    """Everything around a worker; what it handled stands in the outbox."""

    database: EncryptedDatabase
    clock: SettableClock
    bot: FakeBot = field(default_factory=FakeBot)
    rasa: SlowUnderstanding = field(default_factory=SlowUnderstanding)
    breaks: dict[str, list[Exception]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.understanding = PreparedUnderstanding(self.rasa, StoredForgotten(self.database))  # type: ignore[arg-type]
        self.outbox = StoredOutbox(self.database, self.clock)
        self.inbox = StoredInbox(self.database, self.clock)

    async def handle(self, update: Update, verdict: Verdict) -> str:
        """Say what was written, after understanding it when it is a question."""
        text = self.text(update)
        self.outbox.put("42", text)
        if text.endswith("?"):
            await self.understanding.understand(ConversationId(text), text, None)
        if self.breaks.get(text):
            raise self.breaks[text].pop()
        self.verdicts.append(verdict)
        return "done" if update.callback_query else ""

    async def apologise(self, update: Update, error_id: str) -> None:
        if self.breaks.get("apology"):
            raise self.breaks["apology"].pop()
        self.outbox.put("42", f"sorry for {self.text(update)}")

    def text(self, update: Update) -> str:
        if update.callback_query is not None:
            return str(update.callback_query.data)
        changed = update.message or update.edited_message
        return str(changed.text) if changed else "nothing"

    def worker(self) -> InboxWorker:
        stored = StoredTurns(self.database)
        self.inbox = StoredInbox(self.database, self.clock)
        return InboxWorker(
            self.bot,  # type: ignore[arg-type]
            self.inbox,
            stored,
            Turns(),
            self,  # type: ignore[arg-type]
            lambda: None,
            Metrics(),
            pause=0,
        )

    async def work(self, until: Callable[[], bool] | None = None) -> None:
        """Run a fresh worker until nothing waits, or until something is so."""
        running = asyncio.create_task(self.worker().run_forever())
        async with asyncio.timeout(60):
            # The worker tells nobody that it is done.
            while self.inbox.count_waiting() if until is None else not until():  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    def keep(self, *updates: ReceivedUpdate) -> None:
        self.inbox.keep(updates)

    def said(self) -> list[str]:
        return [each.payload for each in StoredOutbox(self.database, self.clock).waiting()]


@pytest.fixture
def desk(fresh_database: EncryptedDatabase, clock: SettableClock) -> Desk:
    """Return an inbox with a worker whose handler says what was written."""
    return Desk(fresh_database, clock)


async def test_in_order(desk: Desk) -> None:
    """What one person writes is handled in the order in which it came, each once."""
    texts = [f"{number}{'?' * (number % 2)}" for number in range(20)]
    desk.keep(*(received(written(number, text)) for number, text in enumerate(texts)))
    await desk.work()
    assert desk.said() == texts


async def test_many_people_at_once(desk: Desk) -> None:
    """Nobody waits for somebody else's answer."""
    everybody = asyncio.Barrier(20)
    desk.rasa.meet = lambda _text: asyncio.ensure_future(everybody.wait())  # type: ignore[assignment, arg-type, return-value]
    desk.keep(*(received(written(chat, f"{chat}?", chat), chat) for chat in range(20)))
    await desk.work()
    assert len(desk.said()) == 20


async def test_a_slow_answer_holds_up_one_person(desk: Desk) -> None:
    """While one person's question is understood the next of theirs waits, and others are answered."""
    desk.rasa.may_go_on.clear()
    desk.keep(
        received(written(1, "slow?")), received(written(2, "next")), received(written(3, "other", 7), 7)
    )
    await desk.work(lambda: desk.said() == ["other"])
    desk.rasa.may_go_on.set()
    await desk.work()
    assert desk.said() == ["other", "slow?", "next"]


async def test_a_thousand_updates_let_others_in_between(desk: Desk) -> None:
    """Who writes after somebody's flood is answered before the flood has been worked through."""
    desk.keep(*(received(written(number, f"{number}")) for number in range(500)))
    desk.keep(received(written(1000, "other", 7), 7))
    await desk.work()
    assert desk.said().index("other") < 10


async def test_a_poison_update(desk: Desk) -> None:
    """What fails three times is set aside, the person hears it, and what is behind it is handled."""
    desk.breaks["poison"] = [ValueError()] * MOST_TRIES
    desk.keep(
        received(written(1, "poison")), received(written(2, "next")), received(written(3, "other", 7), 7)
    )
    await desk.work()
    assert sorted(desk.said()) == ["next", "other", "sorry for poison"]
    assert (desk.said().index("sorry for poison") < desk.said().index("next"), desk.breaks["poison"]) == (
        True,
        [],
    )
    assert desk.inbox.count_set_aside() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "insert into pending_questions (person, text, received_at) values ('nobody', 'x', 'x')",
        "insert into outbox (lane, payload, urgent, since) values (null, 'x', 0, 'x')",
        "delete from outbox where id = ?",
        "select zeroblob(1 << 40)",
    ],
)
async def test_a_fault_at_the_database_is_no_full_disk(desk: Desk, statement: str) -> None:
    """What the program asks wrongly of the database blocks no chat: after three tries the next is handled."""
    handle, tries = desk.handle, []

    async def break_at_poison(update: Update, verdict: Verdict) -> str:
        if desk.text(update) == "poison":
            tries.append(verdict)
            with translated_errors():
                desk.database.execute(statement)
        return await handle(update, verdict)

    desk.handle = break_at_poison  # type: ignore[method-assign]
    desk.keep(received(written(1, "poison")), received(written(2, "next")))
    await desk.work()
    assert (desk.said(), len(tries)) == (["sorry for poison", "next"], MOST_TRIES)
    assert desk.inbox.count_set_aside() == 1


async def test_a_failure_that_passes(desk: Desk) -> None:
    """An update that fails twice and then goes well has its effects once."""
    desk.breaks["shaky"] = [ValueError()] * (MOST_TRIES - 1)
    desk.keep(received(written(1, "shaky")))
    await desk.work()
    assert (desk.said(), desk.inbox.count_set_aside()) == (["shaky"], 0)


async def test_the_apology_fails_as_well(desk: Desk) -> None:
    """Even when nothing can be said, the update is set aside and the next one handled."""
    desk.breaks |= {"poison": [ValueError()] * MOST_TRIES, "apology": [ValueError()]}
    desk.keep(received(written(1, "poison")), received(written(2, "next")))
    await desk.work()
    assert (desk.said(), desk.inbox.count_set_aside()) == (["next"], 1)


async def test_tries_are_counted_over_starts(desk: Desk) -> None:
    """An update that fails at every start is set aside at the third."""
    desk.breaks["poison"] = [ValueError()] * MOST_TRIES
    desk.keep(received(written(1, "poison")))
    for _ in range(MOST_TRIES - 1):
        desk.inbox.failed(1)
    await desk.work()
    assert (desk.said(), len(desk.breaks["poison"])) == (["sorry for poison"], MOST_TRIES - 1)


async def test_the_disk_fails_for_a_while(desk: Desk) -> None:
    """While nothing can be stored the update waits, is no poison, and then has its effects once."""
    desk.breaks["text"] = [StoreUnavailableError("full")] * (MOST_TRIES * 3)
    desk.keep(received(written(1, "text")), received(written(2, "next")))
    await desk.work()
    assert (desk.said(), desk.inbox.count_set_aside()) == (["text", "next"], 0)


async def test_the_disk_fails_while_something_is_set_aside(desk: Desk) -> None:
    """When the disk fails at that moment the person still hears of it once."""
    desk.breaks |= {"poison": [ValueError()] * MOST_TRIES, "apology": [StoreUnavailableError("full")] * 3}
    desk.keep(received(written(1, "poison")), received(written(2, "next")))
    await desk.work()
    assert (desk.said(), desk.inbox.count_set_aside()) == (["sorry for poison", "next"], 1)


@pytest.mark.parametrize("payload", ["", "{", "[]", "7", "null", '{"message": 5}', '{"update_id": "x"}'])
async def test_what_nobody_can_read(desk: Desk, payload: str) -> None:
    """What is no update is set aside, or handled as nothing; what is behind it is handled."""
    desk.keep(ReceivedUpdate(1, "42", payload), received(written(2, "next")))
    await desk.work()
    assert desk.said()[-1] == "next"
    assert desk.inbox.count_waiting() == 0


async def test_a_chat_that_is_no_chat(desk: Desk) -> None:
    """An update whose chat makes no sense costs three tries, and what is behind it is handled."""
    strange = written(1, "strange")
    strange["message"]["chat"]["id"] = [42]
    desk.keep(received(strange), received(written(2, "next")))
    await desk.work()
    assert desk.said()[-1] == "next"


@pytest.mark.parametrize("lane", ["", "True", "x", "1.5", "٤٢", "-"])
async def test_a_lane_that_is_no_number(desk: Desk, lane: str) -> None:
    """Whatever is kept as the chat, the update is handled, and so are those behind it."""
    desk.keep(received(written(1, "one"), lane), received(written(2, "two"), lane))
    await desk.work()
    assert desk.said() == ["one", "two"]


async def test_other_kinds(desk: Desk) -> None:
    """Changed messages are handled, and kinds that did not exist when this was written end as handled."""
    unknown = {"update_id": 2, "message_from_the_future": {"id": 1}}
    desk.keep(received(edited(1, "changed")), received(unknown), received({"update_id": 3}))
    await desk.work()
    assert (desk.said(), desk.inbox.count_set_aside()) == (["changed", "nothing", "nothing"], 0)


async def test_a_tap_is_confirmed(desk: Desk) -> None:
    """After a tap Telegram hears that it was carried out, with words where there are any."""
    desk.keep(received(tapped(1, "menu")))
    await desk.work(lambda: bool(desk.bot.confirmed))
    assert (desk.said(), desk.bot.confirmed) == (["menu"], [("q1", "done")])


async def test_a_tap_that_is_too_old_to_confirm(desk: Desk) -> None:
    """A tap from before a long stop is carried out all the same, once."""
    desk.bot.error = BadRequest("Query is too old")
    desk.keep(received(tapped(1, "menu")), received(written(2, "next")))
    await desk.work()
    assert desk.said() == ["menu", "next"]


async def test_typing_is_shown_when_it_takes_long(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits sees that something is coming; when that cannot be shown it is no error."""
    monkeypatch.setattr("bot.telegram.processing._TYPING_AFTER", desk.clock() - desk.clock())
    desk.bot.error = BadRequest("no")
    desk.rasa.may_go_on.clear()
    desk.keep(received(written(1, "slow?")))
    await desk.work(lambda: desk.bot.typing == [42])
    desk.rasa.may_go_on.set()
    await desk.work()
    assert desk.said() == ["slow?"]


async def test_a_stop_in_between(desk: Desk) -> None:
    """What was not handled when the program stopped is handled after the next start, once, in order."""
    desk.rasa.may_go_on.clear()
    desk.keep(received(written(1, "slow?")), received(written(2, "next")))
    running = asyncio.create_task(desk.worker().run_forever())
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert desk.said() == []
    desk.rasa.may_go_on.set()
    await desk.work()
    assert desk.said() == ["slow?", "next"]


async def test_a_flood(desk: Desk) -> None:
    """Who sends too much is told once; a try that failed does not count twice."""
    desk.breaks["0"] = [StoreUnavailableError("full")] * 50
    desk.keep(*(received(written(number, str(number))) for number in range(MOST + 3)))
    await desk.work()
    assert desk.verdicts == [*[Verdict.ANSWER] * MOST, Verdict.TELL, *[Verdict.LISTEN] * 2]


async def test_the_inbox_cannot_be_read_for_a_while(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose inbox fails looks again, and then handles everything."""
    monkeypatch.setattr("bot.telegram.processing._LOOK_EVERY", 0.01)
    failures = [StoreUnavailableError("read error")] * 3
    waiting = StoredInbox.waiting

    def fails(inbox: StoredInbox) -> tuple[ReceivedUpdate, ...]:
        if failures:
            raise failures.pop()
        return waiting(inbox)

    monkeypatch.setattr(StoredInbox, "waiting", fails)
    desk.keep(received({"update_id": 1, "message": message("text")}))
    await desk.work()
    assert desk.said() == ["text"]
