"""The composition root: the only place that knows every concrete class."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.errors import PreparationError
from bot.language.identifier import ServedLanguageIdentifier
from bot.rasa.client import RasaClient
from bot.rasa.model import find_model
from bot.rasa.process import running_rasa
from bot.settings import Settings
from content.loader import Content, load
from conversations.assistant import Assistant
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from conversations.talk import Talk


@dataclass(frozen=True, slots=True)
class Engine:
    """What every front end needs: the assistant with its content, and language identification."""

    assistant: Assistant
    languages: ServedLanguageIdentifier
    rasa: RasaClient

    @property
    def content(self) -> Content:
        """Return the content that is spoken with now."""
        return self.assistant.content

    def use(self, content: Content) -> None:
        """Speak with `content` from now on."""
        self.assistant.use(content)
        self.languages.use(content.texts)


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def running_engine(settings: Settings) -> AsyncIterator[Engine]:
    """Run everything that answers questions; Rasa too, unless a server of its own is set.

    Raises BrokenContentError, PreparationError or RasaStartError.
    """
    content = load(organisation_file=settings.organisation_file)
    languages = ServedLanguageIdentifier(content.texts)

    def today() -> date:
        return utc_now().astimezone(settings.timezone).date()

    async with _understanding(settings) as rasa:
        yield Engine(Assistant(content, rasa, today), languages, rasa)


@asynccontextmanager
async def _understanding(settings: Settings) -> AsyncIterator[RasaClient]:
    if settings.rasa_url is not None and settings.rasa_token is not None:
        async with RasaClient(settings.rasa_url, settings.rasa_token) as client:
            yield client
        return
    model = find_model()
    if model is None:
        raise PreparationError("There is no model yet. Run ./wegwijzer train.")
    async with running_rasa(model) as client:
        yield client


def open_people(settings: Settings) -> StoredPeople:
    """Open the encrypted store.

    Raises WrongKeyError or StoreUnavailableError.
    """
    return StoredPeople(open_database(settings.data_folder, settings.key_file), utc_now)


def build_talk(engine: Engine, people: StoredPeople) -> Talk:
    """Put memory around the engine."""
    return Talk(engine.assistant, people, engine.languages, utc_now)


def env_file() -> Path:
    """Return the file with settings in the present folder."""
    return Path(".env")
