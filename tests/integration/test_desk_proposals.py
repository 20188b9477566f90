"""What counsellors ask through Telegram: a date and a question, answered with a tap, also after a kill."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import DUTCH, LanguageCode
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import Room, leaks, make_room
from tests.processes import BotProcess, RasaServer, running_bot

_EN = LanguageCode("en")


@pytest.fixture
def room(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> Room:
    """Return a group of counsellors."""
    return make_room(server, tmp_path, rasa_server)


@pytest.fixture
async def bot(room: Room, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with the group."""
    async with running_bot(room.server, tmp_path / "data", **room.settings) as process:
        yield process


async def test_a_proposal_survives_a_kill_and_is_confirmed_once(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """The date is in the person's list after their yes, the topic reads of it, a second tap is explained."""

    def words(key: str) -> str:
        return content.interface(key, _EN)

    person, _, seat = await room.taken(content, "en")
    await seat.writes("/appointment iom 12 december 2027 14:30 Plein 1, Utrecht; meenemen: paspoort")
    proposed = await person.reads_one()
    assert "Sunday, December 12, 2027" in proposed.text
    assert "Where: Plein 1, Utrecht" in proposed.text
    await seat.sees("zondag 12 december 2027")
    # A kill at the very moment of sending may bring the proposal twice: that is for the fault runs.
    await asyncio.sleep(1)
    await bot.stop(signal.SIGKILL)
    await bot.start()
    await person.presses_as_seen(proposed, words("offer_yes"))
    confirmed = await person.reads_one(30)
    assert words("button_calendar") in [button.text for button in confirmed.buttons]
    await seat.sees(content.counsellors["date_accepted"].partition(":")[0], 30)
    await person.presses_as_seen(proposed, words("offer_yes"))
    assert (await person.reads_one()).text == words("request_over")
    await person.writes("/deadlines")
    assert "December 12, 2027" in "\n".join(each.text for each in (await person.reads_one()).buttons)
    assert leaks(room, person) == []


async def test_a_prepared_question_is_answered_with_a_tap(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """The counsellor reads the answer in Dutch."""
    person, _, seat = await room.taken(content, "en")
    await seat.writes("/ask 1")
    key = next(iter(content.texts[DUTCH].asked))
    english, dutch = content.texts[_EN].asked[key], content.texts[DUTCH].asked[key]
    assert english.question in (await person.reads_one()).text
    await person.presses(english.answers["no"])
    assert (await person.reads_one()).text == content.interface("asked_thanks", _EN)
    answered = content.counsellors["ask_answered"]
    await seat.sees(answered.format(question=dutch.question, answer=dutch.answers["no"]))
    assert leaks(room, person) == []
