"""What people see, take back and hide, with the real bot and real files; nothing of it needs Rasa."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess, free_port, running_bot

_EN = LanguageCode("en")


def _without_rasa() -> dict[str, str]:
    return {"RASA_URL": f"http://127.0.0.1:{free_port()}", "RASA_TOKEN": "nobody-listens-here"}


@pytest.fixture
async def bot(server: BotApiServer, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with a Rasa that is down."""
    async with running_bot(server, tmp_path / "data", **_without_rasa()) as process:
        yield process


async def _introduced(server: BotApiServer, content: Content) -> TestPerson:
    person = server.person(language_code="en")
    await person.starts()
    await person.reads_one()
    await person.presses(content.texts[_EN].language.name)
    await person.reads_one()
    await person.presses(content.interface("consent_yes", _EN))
    await person.reads_one()
    return person


async def test_my_data_arrives_as_two_files(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """/mydata brings a page to read and a file for a computer."""
    person = await _introduced(server, content)
    await person.writes("/mydata")
    message, page, records = await person.reads(3)
    assert message.text == content.interface("mydata_message", _EN)
    assert [each.file_name for each in (page, records)] == ["my-data.html", "my-data.json"]
    told = json.loads(records.file or b"")
    assert told["records"]["person"][0]["consent"] == "given"


async def test_the_panic_word_empties_the_chat(
    server: BotApiServer, tmp_path: Path, content: Content
) -> None:
    """One harmless message is all that is left, of both sides, also of what was written before a restart."""
    settings = _without_rasa()
    async with running_bot(server, tmp_path / "data", **settings) as bot:
        person = await _introduced(server, content)
        await person.sends_photo()
        await person.reads_one()
        await bot.stop()
    async with running_bot(server, tmp_path / "data", **settings) as bot:
        await person.writes("/mydata")
        await person.reads(3)
        await person.writes("٠٠٠٠")
        left = await person.sees(content.interface("panic_left", _EN))
        assert [each.message_id for each in person.messages()] == [left.message_id]
        assert '"level": "error"' not in bot.log


async def test_the_panic_word_outlasts_refusals(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """The chat is emptied though Telegram refuses, asks to wait in the middle, and fails."""
    person = await _introduced(server, content)
    server.faults.fail_next(1, 400, "Bad Request: message can't be deleted", method="deleteMessages")
    server.faults.fail_next(1, 429, retry_after=1, method="deleteMessage")
    server.faults.fail_next(1, 502, method="deleteMessages")
    await person.writes("0000")
    left = await person.sees(content.interface("panic_left", _EN))
    assert [each.message_id for each in person.messages()] == [left.message_id]


async def test_consent_is_taken_back(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """/privacy shows what is kept, and one tap takes the consent back."""
    person = await _introduced(server, content)
    await person.writes("/privacy")
    _, overview = await person.reads(2)
    assert content.interface("consent_state_given", _EN) in overview.text
    await person.presses(content.interface("button_withdraw_consent", _EN))
    assert content.interface("privacy_withdrawn", _EN) == (await person.reads_one()).text
    await person.writes("/privacy")
    _, overview = await person.reads(2)
    assert content.interface("consent_state_refused", _EN) in overview.text


async def test_forgetting_tells_what_is_gone(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """Two taps, also from /privacy; the answer names what was erased, and the person is new."""
    person = await _introduced(server, content)
    await person.writes("/privacy")
    await person.reads(2)
    await person.presses(content.interface("button_forget", _EN))
    assert content.interface("forget_question", _EN) in (await person.reads_one()).text
    await person.presses(content.interface("forget_yes", _EN))
    told = await person.reads_one()
    assert content.interface("forget_law", _EN) in told.text
    assert "messages in this chat, not the words" in told.text
    await person.writes("/start")
    assert (await person.reads_one()).text == content.interface("choose_language", _EN)
