"""Turns of the talk as transactions: all of a turn is kept or nothing, and nobody waits inside one."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conversations.errors import StoreUnavailableError, UnderstandingUnavailableError
from conversations.events import Address
from conversations.identifiers import ConversationId
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.store.database import EncryptedDatabase, open_database, transaction
from conversations.store.forgotten import StoredForgotten
from conversations.store.outbox import StoredOutbox
from conversations.store.people import StoredPeople
from conversations.store.turns import StoredTurns
from conversations.understanding import NotUnderstood, Understood
from tests.fakes import FakeUnderstanding, SettableClock

_ADDRESS = Address("telegram", "42")
_NOTHING = Understood((NotUnderstood(),), ())


@dataclass
class Kept:
    """A database with an understanding that was put before its turns."""

    database: EncryptedDatabase
    clock: SettableClock
    rasa: FakeUnderstanding = field(default_factory=FakeUnderstanding)

    def __post_init__(self) -> None:
        self.understanding = PreparedUnderstanding(self.rasa, StoredForgotten(self.database))
        self.turns = StoredTurns(self.database)
        self.outbox = StoredOutbox(self.database, self.clock)

    async def say(self, conversation: str, *texts: str) -> int:
        """Say something, then understand each text and say it; return how many were understood."""
        self.outbox.put("42", "begins")
        for text in texts:
            await self.understanding.understand(ConversationId(conversation), text, None)
            self.outbox.put("42", text)
        return len(texts)

    def said(self) -> list[str]:
        return [message.payload for message in StoredOutbox(self.database, self.clock).waiting()]


@pytest.fixture
def kept(fresh_database: EncryptedDatabase, clock: SettableClock) -> Kept:
    """Return a database whose turns understand."""
    return Kept(fresh_database, clock)


async def test_before_something_is_understood_nothing_is_left_behind(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Rasa is asked no transaction is open and nothing is stored; afterwards all is, once."""
    seen: list[tuple[bool, list[str]]] = []
    understand = kept.rasa.understand

    async def look(*asked: object) -> Understood:
        await asyncio.sleep(0)
        seen.append((kept.database.conn.in_transaction, kept.said()))
        return await understand(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(kept.rasa, "understand", look)
    assert await kept.turns.decide(lambda: kept.say("c1", "one", "two")) == 2
    assert seen == [(False, [])] * 2
    assert kept.said() == ["begins", "one", "two"]


async def test_what_was_understood_is_asked_once_a_turn(kept: Kept) -> None:
    """The same question twice in a turn is asked once; the next turn asks anew."""
    for _ in range(2):
        await kept.turns.decide(lambda: kept.say("c1", "one", "one"))
    assert [text for _, text, _ in kept.rasa.asked] == ["one", "one"]


async def test_rasa_down(kept: Kept) -> None:
    """The turn hears that nothing is understood now, can say so, and what it then does is stored."""
    kept.rasa.is_down = True

    async def turn() -> None:
        try:
            await kept.say("c1", "one")
        except UnderstandingUnavailableError:
            kept.outbox.put("42", "later")

    await kept.turns.decide(turn)
    assert kept.said() == ["begins", "later"]


async def test_rasa_down_and_nobody_minds(kept: Kept) -> None:
    """When the turn does not handle it, the error comes out and nothing is stored."""
    kept.rasa.is_down = True
    with pytest.raises(UnderstandingUnavailableError):
        await kept.turns.decide(lambda: kept.say("c1", "one"))
    assert kept.said() == []


async def test_a_turn_that_waits_is_a_fault(kept: Kept) -> None:
    """A turn that waits inside its transaction is ended, with nothing stored and no transaction left open."""

    async def turn() -> None:
        kept.outbox.put("42", "begins")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waited"):
        await kept.turns.decide(turn)
    assert (kept.said(), kept.database.conn.in_transaction) == ([], False)


async def test_a_turn_that_fails(kept: Kept) -> None:
    """Whatever a turn raises comes out, with nothing of it stored; the next turn is not disturbed."""

    async def turn() -> None:
        await kept.say("c1", "one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await kept.turns.decide(turn)
    assert kept.said() == []
    await kept.turns.decide(lambda: kept.say("c1", "two"))
    assert kept.said() == ["begins", "two"]


async def test_a_turn_that_cannot_be_stored(kept: Kept) -> None:
    """When the disk is full the turn fails as a whole."""
    kept.database.execute("pragma max_page_count = 1")
    with pytest.raises(StoreUnavailableError):
        await kept.turns.decide(lambda: kept.say("c1", "long " * 20_000))
    assert kept.said() == []


async def test_two_people_at_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are understood side by side, each by their own words, and nothing gets mixed."""
    both = asyncio.Barrier(2)
    understand = kept.rasa.understand

    async def together(*asked: object) -> Understood:
        await both.wait()
        return await understand(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(kept.rasa, "understand", together)
    async with asyncio.timeout(10):
        await asyncio.gather(
            kept.turns.decide(lambda: kept.say("c1", "same")),
            kept.turns.decide(lambda: kept.say("c2", "same")),
        )
    assert sorted(conversation for conversation, _, _ in kept.rasa.asked) == ["c1", "c2"]
    assert kept.said() == ["begins", "same"] * 2


async def test_conversations_to_forget_are_remembered(kept: Kept) -> None:
    """What Rasa must forget is kept while it is down, over a start as well, and forgotten once."""
    conversation = ConversationId("c1")

    async def turn() -> None:
        await kept.understanding.forget(conversation)
        await kept.understanding.forget(conversation)

    await kept.turns.decide(turn)
    kept.rasa.is_down = True
    with pytest.raises(UnderstandingUnavailableError):
        await kept.understanding.forget_waiting()
    kept.rasa.is_down = False
    again = PreparedUnderstanding(kept.rasa, StoredForgotten(kept.database))
    await again.forget_waiting()
    await again.forget_waiting()
    assert kept.rasa.forgotten == [conversation]


async def test_forgetting_that_is_rolled_back(kept: Kept) -> None:
    """A turn that fails makes Rasa forget nothing."""

    async def turn() -> None:
        await kept.understanding.forget(ConversationId("c1"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await kept.turns.decide(turn)
    await kept.understanding.forget_waiting()
    assert kept.rasa.forgotten == []


def _log_size(data_folder: Path) -> int:
    return (data_folder / "wegwijzer.db-wal").stat().st_size


async def test_forget_inside_a_turn_empties_the_log(kept: Kept, data_folder: Path) -> None:
    """What a person erases in a turn is gone from the write-ahead log when the turn has ended, not before."""
    people = StoredPeople(kept.database, kept.clock)
    person = people.find_or_add(_ADDRESS)
    sizes = []

    async def turn() -> None:
        people.forget(person.id)
        kept.outbox.put("42", "It is gone.")
        sizes.append(_log_size(data_folder))

    await kept.turns.decide(turn)
    assert sizes[0] > 0
    assert _log_size(data_folder) == 0
    assert kept.said() == ["It is gone."]


async def test_forget_in_a_turn_that_fails(kept: Kept) -> None:
    """When the turn fails the person is still there."""
    people = StoredPeople(kept.database, kept.clock)
    person = people.find_or_add(_ADDRESS)

    async def turn() -> None:
        people.forget(person.id)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await kept.turns.decide(turn)
    assert people.find(person.id) == person


def test_the_log_is_emptied_when_nobody_reads_any_more(kept: Kept, data_folder: Path) -> None:
    """While another process reads, erasing succeeds at once; the log is emptied after the next change."""
    people = StoredPeople(kept.database, kept.clock)
    person = people.find_or_add(_ADDRESS)
    reader = open_database(data_folder, data_folder / "key")
    reader.execute("begin")
    reader.execute("select count(*) from people").fetchone()
    people.forget(person.id)
    assert people.find(person.id) is None
    assert _log_size(data_folder) > 0
    reader.execute("commit")
    with transaction(kept.database):
        pass
    assert _log_size(data_folder) == 0
    reader.close()
