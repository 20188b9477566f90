"""What is left on record when somebody waited longer than they have patience: enough to tell why."""

import asyncio
import os
import time
from collections import Counter, deque
from pathlib import Path

from conversations.store.database import open_database
from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess, RasaProcess

_LAST, _FEW = 25, 5
_LONGER = 120.0
"""So many seconds everything gets to go on without kills: what is stuck stays, what is slow goes."""

_BOXES = {
    "updates": "select lane, received_at as since, tries, id from inbox where state = 'waiting' order by id",
    "questions that wait for Rasa": "select person as lane, received_at as since, 0 as tries, rowid as id"
    " from pending_questions",
    "posts": "select case_id as lane, kind as since, held as tries, id from desk_posts order by id",
    "messages": "select lane, since, urgent as tries, id from outbox order by id",
}


async def record(
    server: BotApiServer, data: Path, bot: BotProcess, rasa: RasaProcess, kills: list[str]
) -> str:
    """Return what waits and what lives now, and what still waits when nobody is killed any more."""
    lines = [
        "\n===== somebody waited too long =====",
        f"now: {_now()}, load: {os.getloadavg()}",
        *await _processes(bot, rasa),
        "-- the last kills",
        *kills[-_LAST:],
        *_waiting(data),
        "-- the last calls",
        *_calls(server),
        "-- the end of the log",
        *bot.log.splitlines()[-_LAST:],
        "===== nobody is killed any more =====",
        *await _without_kills(data, bot, rasa),
    ]
    return "\n".join(lines) + "\n"


async def _processes(bot: BotProcess, rasa: RasaProcess) -> list[str]:
    process = bot.process
    state = "never started" if process is None else f"process {process.pid}, ended with {process.returncode}"
    understood = "answers" if await asyncio.to_thread(rasa.answers) else "does not answer"
    return [f"bot: {state}", f"Rasa: {rasa.state}, {understood}", *rasa.output.splitlines()[-_FEW:]]


def _waiting(data: Path) -> list[str]:
    database = open_database(data, data / "database.key")
    try:
        lines = []
        for name, query in _BOXES.items():
            rows = list(database.query(query))
            lines.append(f"-- {name}: {len(rows)}")
            lines += [f"{row['id']} {row['lane']} {row['since']} {row['tries']}" for row in rows[:_LAST]]
        return lines
    finally:
        database.conn.close()


def _calls(server: BotApiServer) -> list[str]:
    last = deque(server.calls, maxlen=_LAST)
    now = server.cloud.clock()
    lines = [
        f"{each.time - now:8.2f} {each.method} {each.parameters.get('chat_id', '')} {each.status}"
        for each in last
    ]
    statuses = Counter(each.status for each in server.calls)
    return [*lines, f"all calls by status: {dict(statuses)}"]


async def _without_kills(data: Path, bot: BotProcess, rasa: RasaProcess) -> list[str]:
    """Start what does not live, and tell how long it takes until nothing waits."""
    begun = time.monotonic()
    lines = []
    if bot.process is None or bot.process.returncode is not None:
        await bot.launch()
        lines.append("the bot was started")
    if not await asyncio.to_thread(rasa.answers):
        lines.append("Rasa did not answer")
        await asyncio.to_thread(rasa.stop)
        await asyncio.to_thread(rasa.start)
        lines.append(f"Rasa was started anew: {time.monotonic() - begun:.0f} s")
    while time.monotonic() < begun + _LONGER:
        waiting = _waiting(data)
        if all(line.endswith(": 0") for line in waiting):
            return [*lines, f"nothing waits after {time.monotonic() - begun:.0f} s: it was slow"]
        await asyncio.sleep(2)
    return [
        *lines,
        f"this waits after {_LONGER:.0f} s: it is stuck",
        *waiting,
        *bot.log.splitlines()[-_LAST:],
    ]


def _now() -> str:
    return time.strftime("%H:%M:%S", time.gmtime())
