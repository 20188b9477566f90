"""Send messages evenly, or one at a time, and hear when the first answer to each is sent."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.crowd import Asker
from tests.benchmarks.figures import Answers
from tests.bot_api.server import BotApiServer

PATIENCE = 20.0
"""Seconds after which an answer no longer counts."""


@dataclass(frozen=True, slots=True)
class _Asked:
    chat: int
    at: float
    calls_before: int


async def ask_evenly(
    server: BotApiServer, askers: Iterator[Asker], per_second: float, seconds: float
) -> Answers:
    """Send `per_second` messages for so many seconds, whatever becomes of them, and wait for the answers."""
    asked = []
    begun = time.perf_counter()
    for number in range(max(1, round(per_second * seconds))):
        pause = begun + number / per_second - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        asked.append(await _ask(server, next(askers)))
    await _until_answered(server, asked)
    return _answers(server, asked)


async def ask_one_by_one(
    server: BotApiServer, askers: Iterator[Asker], times: int, pause: float = 0.05
) -> Answers:
    """Ask, wait for the answer, ask the next: the time of somebody who is alone with the bot."""
    asked = []
    for _ in range(times):
        one = await _ask(server, next(askers))
        asked.append(one)
        await _until_answered(server, [one])
        await asyncio.sleep(pause)
    return _answers(server, asked)


async def drained(server: BotApiServer, quiet: float = 1.5, patience: float = 60.0) -> None:
    """Wait until nothing has been sent for `quiet` seconds: what was asked before must not count again."""
    calls = -1
    for _ in range(round(patience / quiet)):
        if calls == (calls := len(server.calls_of("sendMessage"))):
            return
        await asyncio.sleep(quiet)


async def _until_answered(server: BotApiServer, asked: list[_Asked]) -> None:
    with contextlib.suppress(TimeoutError):
        await server.cloud.changes.until(lambda: not _answers(server, asked).missing or None, PATIENCE)


async def _ask(server: BotApiServer, asker: Asker) -> _Asked:
    calls_before = len(server.calls)
    at = server.cloud.clock()
    await asker.person.writes(asker.question)
    return _Asked(asker.person.chat_id, at, calls_before)


def _answers(server: BotApiServer, asked: list[_Asked]) -> Answers:
    """Return how long each waited for the first message that was sent to them afterwards."""
    waiting = {one.chat: one.at for one in asked}
    took = {}
    for call in server.calls[asked[0].calls_before :]:
        if call.method != "sendMessage":
            continue
        chat = int(call.parameters["chat_id"])
        if chat in waiting and chat not in took and call.time >= waiting[chat]:
            took[chat] = call.time - waiting[chat]
    return Answers(tuple(took.values()), len(asked) - len(took))
