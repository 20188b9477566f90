"""Fuzz whole conversations: updates of every kind, taken by the real program over the real store."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.chance import Chance
from tests.fuzz.contents import whole_content
from tests.fuzz.failures import FoundError
from tests.fuzz.repeatable import TalkClock, repeatable, run_repeatable
from tests.fuzz.telegram import CheckedTelegram
from tests.fuzz.updates import any_update, spoilt
from tests.fuzz.world import World, lines_of, open_fast

_AT_ONCE, _IN_A_FLOOD = 16, 40
_SPOILT_ONE_IN = 6
_STEP = 10.0
_WAITS = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 60.0, 2_000.0, 40_000.0, 90_000.0, 700_000.0)
"""Seconds in which nobody writes; some are longer than a question, an interview or a case is kept."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One update; `sound` tells that it is one that Telegram could send."""

    payload: Any
    sound: bool


@dataclass(frozen=True, slots=True)
class Round:
    """Nobody writes for `wait` seconds, then some do, `step` seconds apart, then all are answered."""

    updates: tuple[Sent, ...]
    wait: float
    step: float
    passes: bool
    """Whether what runs by itself now and then runs afterwards."""

    def written(self) -> dict[str, Any]:
        """Return the round as it is written down: not by `asdict`, which fails at what is nested deep."""
        updates = [{"payload": each.payload, "sound": each.sound} for each in self.updates]
        return {"updates": updates, "wait": self.wait, "step": self.step, "passes": self.passes}


def talk(chance: Chance, updates: int) -> None:
    """Let people and counsellors do anything, so many times.

    Raises FoundError when the program fails, loses or mixes something, or says what Telegram does not take.
    """
    number = chance.give(chance.below(2**32))

    def rounds(world: World) -> Iterator[Round]:
        for each in _made(chance, world, updates):
            chance.give(each.written())
            yield each

    live(number, rounds)


def replay(given: list[Any]) -> None:
    """Let the same happen as in a talk that gave `given`. Raises FoundError as that did."""
    number, *rounds = given
    recorded = [Round(**each | {"updates": tuple(Sent(**one) for one in each["updates"])}) for each in rounds]
    live(number, lambda _world: recorded)


def live(number: int, rounds: Callable[[World], Iterable[Round]]) -> World:
    """Live through `rounds` in a new world; `number` decides everything in it but what people do.

    Returns the world, whose database is closed. Raises FoundError.
    """
    clock, random = TalkClock(), Random(number)  # noqa: S311 - repeatable on purpose
    chance = Chance(random)
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder, repeatable(clock, Random(number)):  # noqa: S311
        database = open_fast(Path(folder))
        telegram = CheckedTelegram(chance, late_one_in=10)
        world = World(whole_content(), chance, telegram, database, clock, late_one_in=5)
        try:
            run_repeatable(_live(world, clock, rounds), clock)
        finally:
            database.close()
        return world


async def _live(world: World, clock: TalkClock, rounds: Callable[[World], Iterable[Round]]) -> None:
    await world.start()
    sound = dict[int, Any]()
    for each in rounds(world):
        clock.advance(each.wait)
        for update in each.updates:
            clock.advance(each.step)
            if world.keep(update.payload) and update.sound:
                sound[update.payload["update_id"]] = update.payload
        await world.settle()
        if each.passes:
            await world.pass_time()
    # What ran by itself may have had something to say.
    await world.settle()
    _judge(world, sound)


def _made(chance: Chance, world: World, updates: int) -> Iterator[Round]:
    sent = 0
    while sent < updates:
        places, wait = world.places(), chance.one_of(_WAITS)
        many, step = _AT_ONCE, _STEP
        if chance.one_in(12):
            # Somebody writes more than anybody can mean.
            places, many, step = [chance.one_of(places)], _IN_A_FLOOD, 0.0
        begin, made = world.now().timestamp() + wait, []
        for at in range(min(many, updates - sent)):
            sent += 1
            update = any_update(chance, sent, chance.one_of(places), int(begin + step * at))
            if chance.one_in(_SPOILT_ONE_IN):
                made.append(Sent(spoilt(chance, deepcopy(update)), sound=False))
            else:
                made.append(Sent(update, sound=True))
        yield Round(tuple(made), wait, step, chance.one_in(8))


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
