import asyncio

import pytest

from bot.telegram.turns import Turns

PEOPLE = 20


def is_empty(turns: Turns) -> bool:
    """Tell whether nothing is left behind; there is no other way to see that."""
    return not turns._locks and not turns._waiting


async def test_order_of_one_person() -> None:
    """The turns of one person come one after the other, in the order in which they were asked for."""
    turns, seen = Turns(), []

    async def take(number: int) -> None:
        async with turns.turn(1):
            seen.append(f"{number} begins")
            await asyncio.gather(*(_nothing() for _ in range(3)))
            seen.append(f"{number} ends")

    await asyncio.gather(*(take(number) for number in range(5)))
    assert seen == [f"{number} {what}" for number in range(5) for what in ("begins", "ends")]


async def test_people_side_by_side() -> None:
    """Nobody waits for another person: all can be in their turn at once."""
    turns, everybody = Turns(), asyncio.Barrier(PEOPLE)

    async def take(chat: int) -> None:
        async with turns.turn(chat):
            await everybody.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*(take(chat) for chat in range(PEOPLE)))
    assert is_empty(turns)


async def test_one_person_waits_while_others_go_on() -> None:
    """While one turn is long, the same person waits and another one is served."""
    turns, finish, seen = Turns(), asyncio.Event(), []

    async def long() -> None:
        async with turns.turn(1):
            await finish.wait()
            seen.append("long")

    async def short(chat: int, name: str) -> None:
        async with turns.turn(chat):
            seen.append(name)

    same = [asyncio.create_task(long()), asyncio.create_task(short(1, "same person"))]
    await asyncio.create_task(short(2, "other person"))
    assert seen == ["other person"]
    finish.set()
    await asyncio.gather(*same)
    assert seen == ["other person", "long", "same person"]


async def test_turn_that_fails() -> None:
    """A turn that ends with an error lets the next one begin and leaves no lock behind."""
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        async with turns.turn(1):
            raise ZeroDivisionError
    async with asyncio.timeout(10), turns.turn(1):
        assert not is_empty(turns)
    assert is_empty(turns)


async def test_turn_that_is_cancelled() -> None:
    """Whoever stops waiting loses only their own place, and no lock is left behind."""
    turns, finish, seen = Turns(), asyncio.Event(), []

    async def take(name: str) -> None:
        async with turns.turn(1):
            await finish.wait()
            seen.append(name)

    first, second, third = (asyncio.create_task(take(name)) for name in ("first", "second", "third"))
    await asyncio.create_task(_nothing())
    second.cancel()
    finish.set()
    await asyncio.gather(first, third)
    assert seen == ["first", "third"]
    assert second.cancelled()
    assert is_empty(turns)


async def _nothing() -> None:
    """Let the others go on."""
