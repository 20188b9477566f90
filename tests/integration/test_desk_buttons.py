"""Buttons of counsellors in the topic through Telegram, and a person who goes on in another language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import Room, leaks, make_room
from tests.processes import BotProcess, RasaServer, running_bot

_FR, _FA = LanguageCode("fr"), LanguageCode("fa")


@pytest.fixture
def room(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> Room:
    """Return a group of counsellors."""
    return make_room(server, tmp_path, rasa_server)


@pytest.fixture
def colleague(room: Room, server: BotApiServer, tmp_path: Path) -> TestPerson:
    """Return a second counsellor on the list."""
    found = server.person()
    room.group.joins(found)
    with (tmp_path / "counsellors.yml").open("a", encoding="utf-8") as file:
        file.write(f"- {{telegram_id: {found.id}, name: Samira}}\n")
    return found


@pytest.fixture
async def bot(room: Room, colleague: TestPerson, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with the group."""
    async with running_bot(room.server, tmp_path / "data", **room.settings) as process:
        yield process


async def test_a_case_is_given_and_closed_with_buttons(
    room: Room, bot: BotProcess, colleague: TestPerson, content: Content
) -> None:
    """The colleague is called by name; a stranger's tap does nothing; a reason ends the case."""
    texts = content.counsellors
    person, topic, seat = await room.taken(content)
    await seat.writes("/give")
    await seat.sees(texts["give_usage"])
    await seat.presses("Samira")
    assert content.interface("case_other_counsellor", _FR) in (await person.reads_one()).text
    given = await seat.sees(texts["given"].format(counsellor="Noor", colleague="Samira"))
    assert [entity["user"]["id"] for entity in given.entities] == [colleague.id]
    assert given.styled("text_mention") == ["Samira"]

    await room.group.seat(colleague, topic.thread_id).presses(texts["button_close"])
    asked = await seat.sees(texts["close_usage"])
    stranger = room.group.seat(room.stranger, topic.thread_id)
    await stranger.presses(texts["close_referred"])
    await room.server.cloud.changes.until(lambda: stranger.notices or None, 10)
    assert stranger.notices == [texts["not_a_counsellor"]]
    await person.hears_nothing(1)

    await room.group.seat(colleague, topic.thread_id).presses(texts["close_referred"])
    ended, feedback = await person.reads(2)
    assert content.interface("case_ended_by_counsellor", _FR).splitlines()[0] in ended.text
    assert feedback.text == content.interface("case_feedback", _FR)
    await seat.sees(texts["closed"].format(counsellor="Samira", reason=texts["close_referred"]))

    def without_buttons() -> bool | None:
        (now,) = [each for each in seat.messages() if each.message_id == asked.message_id]
        return not now.buttons or None

    assert await room.server.cloud.changes.until(without_buttons, 10)
    assert leaks(room, person) == []
    assert room.server.problems == []


async def test_another_language_is_told_in_the_topic(
    room: Room, bot: BotProcess, colleague: TestPerson, content: Content
) -> None:
    """The counsellors read once and without sound which language it is now; the card says so too."""
    person, topic, seat = await room.taken(content)
    name = content.texts[_FA].language.name
    await person.writes("/language")
    await person.reads_one()
    await person.presses(name)
    told = await seat.sees(content.counsellors["language_changed"].format(language=name))
    (call,) = [each for each in room.server.calls if each.parameters.get("text") == told.text]
    assert call.parameters["disable_notification"]

    def on_card() -> bool | None:
        return any(each.pinned and name in each.text for each in room.group.messages(topic.thread_id)) or None

    assert await room.server.cloud.changes.until(on_card, 20)
