"""The person's side of the desk through Telegram: the questions of today, and a location after a yes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import DUTCH, LanguageCode, TopicId
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import Room, leaks, make_room
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, RasaServer, running_bot

_EN = LanguageCode("en")
_TOPIC = TopicId("work_permission")
_QUESTION = "May I work while I wait for the decision of the court?"


@pytest.fixture
def room(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> Room:
    """Return a group of counsellors."""
    return make_room(server, tmp_path, rasa_server)


@pytest.fixture
async def bot(room: Room, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with the group."""
    async with running_bot(room.server, tmp_path / "data", **room.settings) as process:
        yield process


async def test_questions_and_a_location_go_to_the_counsellors_after_a_yes(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """What was asked before is in the topic because it was chosen, a location after its own yes."""

    def words(key: str) -> str:
        return content.interface(key, _EN)

    person = await introduced(room.server, content, "en")
    await person.writes(_QUESTION)
    assert content.answer(_TOPIC, _EN).title in (await person.reads_one(30)).text
    await person.presses(words("button_human"))
    await person.reads_one()
    await person.presses(words("button_case_topic"))
    topic = await room.group.new_topic()
    await person.reads_one()
    shown = await room.group.reader(topic.thread_id).sees(content.counsellors["questions_today"])
    assert (_QUESTION in shown.text, content.answer(_TOPIC, DUTCH).title in shown.text) == (True, True)

    await person.sends_location()
    assert (await person.reads_one()).text == words("case_ask_location")
    await person.presses(words("button_location_no"))
    assert (await person.reads_one()).text == words("case_location_kept")
    assert [call for call in room.server.calls if call.method == "sendLocation"] == []

    await person.sends_location()
    await person.reads_one()
    await person.presses(words("button_location_yes"))
    assert (await person.reads_one()).text == words("case_location_sent")

    def passed_on() -> list[int]:
        return [call.parameters["chat_id"] for call in room.server.calls if call.method == "sendLocation"]

    assert await room.server.cloud.changes.until(passed_on, 10) == [room.group.id]
    assert leaks(room, person) == []
