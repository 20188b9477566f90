"""Machine translation at the desk through Telegram, with a translation server on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import Room, make_room
from tests.libretranslate import LibreTranslateServer
from tests.processes import BotProcess, RasaServer, running_bot

_FR = LanguageCode("fr")
_KEY = "key-of-the-test-server"


@pytest.fixture
async def translations() -> AsyncIterator[LibreTranslateServer]:
    """Run a translation server that asks for a key."""
    async with LibreTranslateServer(_KEY) as server:
        yield server


@pytest.fixture
def room(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, translations: LibreTranslateServer
) -> Room:
    """Return a group of counsellors, with the settings of that server."""
    made = make_room(server, tmp_path, rasa_server)
    made.settings.update(LIBRETRANSLATE_URL=translations.url, LIBRETRANSLATE_API_KEY=_KEY)
    return made


@pytest.fixture
async def bot(room: Room, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with both."""
    async with running_bot(room.server, tmp_path / "data", **room.settings) as process:
        yield process


async def test_both_sides_read_original_and_translation(
    room: Room, bot: BotProcess, content: Content, translations: LibreTranslateServer
) -> None:
    """Each side reads the original first and the marked translation below it; terms and numbers stay."""
    person, topic, seat = await room.taken(content)
    await person.writes("J'ai reçu le terugkeerbesluit il y a 3 jours, que faire ?")
    written = await room.group.reader(topic.thread_id).sees("reçu le terugkeerbesluit")
    assert written.text.startswith("J'ai reçu")
    shown = "nl: J'AI REÇU LE terugkeerbesluit IL Y A 3 JOURS, QUE FAIRE ?"
    assert content.counsellors["machine_translation"].format(text=shown) in written.text

    translations.machine.breaks = lambda text: text.replace("14.30", "13.30")
    await seat.writes("Kom morgen om 14.30 uur naar DT&V")
    answer = await person.sees("Kom morgen")
    gloss = content.texts[_FR].glossary.terms["dtv"].gloss  # type: ignore[index]
    assert answer.text.split("\n\n") == [
        content.interface("case_from_counsellor", _FR),
        "Kom morgen om 14.30 uur naar DT&V",
        content.interface("case_machine_translation_doubtful", _FR),
        f"fr: KOM MORGEN OM 13.30 UUR NAAR DT&V ({gloss})",
    ]
    sent = {name for request in translations.machine.asked for name in request}
    assert sent == {"q", "source", "target", "format", "api_key"}
    asked = str(translations.machine.asked)
    assert [secret for secret in (*person.secrets, topic.name) if secret in asked] == []


async def test_a_server_that_is_slow_or_down_keeps_nothing_back(
    room: Room, bot: BotProcess, content: Content, translations: LibreTranslateServer
) -> None:
    """Messages arrive without a translation, the log tells why without a word of theirs."""
    translations.machine.seconds = 20
    person, topic, seat = await room.taken(content)
    await person.writes("Vous êtes là, monsieur Unmistakabel ?")
    written = await room.group.reader(topic.thread_id).sees("Vous êtes là", 15)
    await seat.writes("Ja, hier ben ik")
    answer = await person.sees("Ja, hier ben ik")
    label = content.interface("case_machine_translation", _FR)
    assert ("Machinevertaling" in written.text, label in answer.text) == (False, False)
    assert '"not_translated"' in bot.log
    assert [hidden for hidden in ("Unmistakabel", _KEY, translations.url) if hidden in bot.log] == []
