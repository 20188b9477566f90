"""What many tests start from."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlite_utils import Database

from bot.stores import Stores
from content.loader import ROOT, Content, load
from content.model import LanguageCode
from conversations.assistant import Assistant
from conversations.composer import Composer
from conversations.events import Address
from conversations.people import Consent, People
from conversations.store.database import open_database
from conversations.talk import Talk
from tests.data_folders import DataFolder
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock
from tests.fakes_of_stores import kept_in_memory, kept_on_disk
from tests.processes import RASA_ELSEWHERE, RASA_TOKEN, RasaServer, free_port, running_rasa_server
from tests.talks import build_talk

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

LANGUAGES = sorted(path.name for path in (ROOT / "texts").iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def content() -> Content:
    """Return the real content."""
    return load()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> LanguageCode:
    """Run the test once for each served language."""
    return LanguageCode(request.param)


@pytest.fixture
def content_copy(tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the content in Dutch and English that a test may break."""
    copy = tmp_path / "content"
    shutil.copytree(ROOT, copy, ignore=_other_languages)
    yield copy
    shutil.rmtree(copy)


def _other_languages(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder) == ROOT / "texts" and name not in ("nl", "en")]


@pytest.fixture
def clock() -> SettableClock:
    """Return a clock that stands still."""
    return SettableClock()


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """Return a data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def kept_folder(data_folder: Path, clock: SettableClock) -> DataFolder:
    """Return a data folder in which three people are known."""
    folder = DataFolder(data_folder, clock)
    for number in ("1001", "1002", "1003"):
        folder.add(number)
    return folder


@pytest.fixture
def fresh_database(data_folder: Path) -> Iterator[Database]:
    """Return an empty encrypted database in `data_folder`, with its key beside it."""
    database = open_database(data_folder, data_folder / "key")
    yield database
    database.close()


@pytest.fixture(params=["in memory", "on disk"])
def kept(request: pytest.FixtureRequest, clock: SettableClock) -> Stores:
    """Run the test with everything kept in memory and again with the encrypted database."""
    if request.param == "in memory":
        return kept_in_memory(clock)
    return kept_on_disk(request.getfixturevalue("fresh_database"), clock)


@pytest.fixture
def people(kept: Stores) -> People:
    """Return the people among what is kept."""
    return kept.people


@pytest.fixture
def understanding() -> FakeUnderstanding:
    """Return an understanding that does what it is told."""
    return FakeUnderstanding()


@pytest.fixture
def languages() -> FixedLanguages:
    """Return a language identifier that knows what it is told."""
    return FixedLanguages()


@pytest.fixture
def composer(content: Content) -> Composer:
    """Return a composer of the real content."""
    return Composer(content)


@pytest.fixture
def assistant(content: Content, understanding: FakeUnderstanding, clock: SettableClock) -> Assistant:
    """Return an assistant with the real content."""
    return Assistant(content, understanding, clock.today)


@pytest.fixture
def talk(assistant: Assistant, kept: Stores, languages: FixedLanguages, clock: SettableClock) -> Talk:
    """Return a talk that remembers people."""
    return build_talk(assistant, kept, languages, clock)


@pytest.fixture
def chat(talk: Talk) -> Chat:
    """Return a person who is new to the assistant and whose app is Dutch."""
    return Chat(talk, Address("telegram", "1001", LanguageCode("nl")))


@pytest.fixture
def settled_chat(chat: Chat, people: People) -> Chat:
    """Return a person who speaks English and has given consent."""
    person = people.find_or_add(chat.address)
    people.set_language(person.id, LanguageCode("en"))
    people.set_consent(person.id, Consent.GIVEN)
    return chat


@pytest.fixture(scope="session")
def rasa_server() -> Iterator[RasaServer]:
    """Run one real Rasa server, with the trained model, for all tests that need one; or use what runs."""
    if elsewhere := os.environ.get(RASA_ELSEWHERE):
        yield RasaServer(elsewhere, RASA_TOKEN)
        return
    with running_rasa_server(free_port()) as server:
        yield server
