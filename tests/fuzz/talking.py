"""Fuzz whole conversations: updates of every kind, taken by the real program over the real store."""

import asyncio
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.fuzz.chance import Chance
from tests.fuzz.contents import whole_content
from tests.fuzz.failures import FoundError
from tests.fuzz.telegram import CheckedTelegram
from tests.fuzz.updates import any_update, spoilt
from tests.fuzz.world import World, lines_of, open_fast

_AT_ONCE = 16
_SPOILT_ONE_IN = 6


def talk(chance: Chance, updates: int) -> int:
    """Let people and counsellors do anything, so many times; return how many updates were handled.

    Raises FoundError when the program fails, loses or mixes something, or says what Telegram does not take.
    """
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        database = open_fast(Path(folder))
        try:
            return asyncio.run(
                _talk(World(whole_content(), chance, CheckedTelegram(chance), database), updates)
            )
        finally:
            database.close()


async def _talk(world: World, updates: int) -> int:
    await world.start()
    chance, sound, sent = world.chance, dict[int, Any](), 0
    while sent < updates:
        places = world.places()
        for _ in range(min(_AT_ONCE, updates - sent)):
            number = world.next_number()
            update = any_update(chance, number, chance.one_of(places), int(world.date.timestamp()))
            given = spoilt(chance, deepcopy(update)) if chance.one_in(_SPOILT_ONE_IN) else update
            if world.keep(given) and given is update:
                sound[number] = update
            sent += 1
        await world.settle()
        if chance.one_in(8):
            await world.pass_time()
    _judge(world, sound)
    return sent


def _judge(world: World, sound: dict[int, Any]) -> None:
    """Say everything that is wrong after all was handled."""
    query = "select update_id from inbox where state = 'set_aside'"
    aside = [row["update_id"] for row in world.database.query(query)]
    lost = [sound[number] for number in aside if number in sound]
    place = {number: at for at, number in enumerate(world.arrived)}
    mixed = [each for each, done in world.handled.items() if done != sorted(done, key=lambda n: place[n])]
    # A spoilt update that is no update any more may fail; what it says went wrong is no fault then.
    faults = [fault for number, fault in world.faults if number in sound]
    for what, found in (
        ("failed", faults),
        ("was set aside", lost),
        ("is not in order", mixed),
        ("is not what Telegram takes", world.telegram.problems),
        ("is not consistent", world.inconsistencies()),
    ):
        if found:
            raise FoundError(f"{len(found)} {what}:\n{lines_of(found)}")
