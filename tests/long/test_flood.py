"""One person sends a thousand messages: how long do the others wait?"""

import asyncio
import itertools
import sys
import time
from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer
from tests.faults.journal import Journal
from tests.faults.questions import ClearQuestion, clear_questions
from tests.integration.test_talk import introduced
from tests.processes import RasaServer, running_bot

_OTHERS, _NORMAL_SECONDS = 4, 60.0
_MESSAGES, _AT_ONCE, _EVERY = 1000, 100, 3.0
_PACE = 2.3
_MOST_TIMES_SLOWER = 2.0


async def _ask(
    server: BotApiServer,
    journal: Journal,
    person: TestPerson,
    questions: list[ClearQuestion],
    seconds: list[float],
) -> None:
    """Ask for ever, and measure how long each answer takes."""
    for question in itertools.cycle(questions):
        before = journal.count(person.chat_id, question.title)
        begun = time.perf_counter()
        await person.writes(question.text)
        await server.cloud.changes.until(
            lambda title=question.title, before=before: journal.count(person.chat_id, title) > before or None,
            60,
        )
        seconds.append(time.perf_counter() - begun)
        await asyncio.sleep(max(0.0, _PACE - seconds[-1]))


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_others_during_a_flood(tmp_path: Path, rasa_server: RasaServer, content: Content) -> None:
    """While one person floods the bot, 95 of 100 answers to others come in under twice the time."""
    english = (await clear_questions(content, rasa_server, ["en"]))[LanguageCode("en")]
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with BotApiServer() as server, running_bot(server, tmp_path / "data", **settings):
        journal, seconds = Journal(server), []
        flooder, *others = await asyncio.gather(
            *(introduced(server, content, "en") for _ in range(_OTHERS + 1))
        )
        asking = [
            asyncio.create_task(_ask(server, journal, person, english[number:] + english[:number], seconds))
            for number, person in enumerate(others)
        ]
        await asyncio.sleep(_PACE * 2)
        seconds.clear()
        await asyncio.sleep(_NORMAL_SECONDS)
        normal = seconds.copy()
        seconds.clear()
        for number in range(_MESSAGES):
            await flooder.writes(f"hello {number}")
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(_EVERY)
        flooded = seconds.copy()
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        # Behind the thirty answers that are on their way to the same chat, one a second.
        words = content.interface("too_many_messages", "en")[:40]
        await flooder.sees(words, 90)
        told = [words in each.text for each in flooder.messages()].count(True)
    sys.stderr.write(
        f"\n95 of 100 answers within {_p95(normal) * 1000:.0f} ms ({len(normal)} answers), during a flood of "
        f"{_MESSAGES} messages within {_p95(flooded) * 1000:.0f} ms ({len(flooded)} answers); "
        f"the flooder was told {told} times\n"
    )
    assert len(flooded) > _OTHERS * 5
    assert _p95(flooded) < _MOST_TIMES_SLOWER * _p95(normal)
