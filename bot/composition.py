"""The composition root: the only place that knows every concrete class."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.data_folder import check_user
from bot.errors import PreparationError
from bot.health import Health, backlogs_of, reminders_go_out, telegram_is_reached, understanding_answers
from bot.jobs import LoopScheduler
from bot.language.identifier import ServedLanguageIdentifier
from bot.metrics import Metrics
from bot.rasa.client import RasaClient
from bot.rasa.model import find_model
from bot.rasa.process import running_rasa
from bot.rasa.timed import TimedUnderstanding
from bot.reminders.courier import Courier
from bot.reminders.runner import ReminderRunner
from bot.reminders.schedule import ReminderSchedule
from bot.settings import Settings
from bot.stores import Stores
from bot.translation.libretranslate import LibreTranslate
from bot.translation.protecting import ProtectingTranslator
from bot.translation.translator import NoTranslator, Translator
from content.loader import Content, load
from conversations.assistant import Assistant
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk import Desk
from conversations.interviewing import Interviewer
from conversations.privacy import Privacy
from conversations.reminder_delivery import ReminderDelivery
from conversations.reminding import Counsellors, Reminding
from conversations.request_answers import RequestAnswers
from conversations.store.cases import StoredCases
from conversations.store.chat_messages import StoredChatMessages
from conversations.store.database import EncryptedDatabase, open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.erased import ErasedPeople
from conversations.store.erased_topics import StoredErasedTopics
from conversations.store.inbox import StoredInbox
from conversations.store.interviews import StoredInterviews
from conversations.store.outbox import StoredOutbox
from conversations.store.people import StoredPeople
from conversations.store.personal_data import StoredPersonalData
from conversations.store.requests import StoredRequests
from conversations.store.statistics import StoredStatistics
from conversations.talk import Talk
from conversations.understanding import Understanding


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
async def running_engine(
    settings: Settings,
    prepare: Callable[[Understanding], Understanding] = lambda rasa: rasa,
    metrics: Metrics | None = None,
) -> AsyncIterator[Engine]:
    """Run everything that answers questions; Rasa too, unless a server of its own is set.

    `prepare` may put something between the assistant and Rasa; `metrics` are told how long Rasa takes.

    Raises BrokenContentError, PreparationError or RasaStartError.
    """
    content = load(organisation_file=settings.organisation_file)
    languages = ServedLanguageIdentifier(content.texts)

    def today() -> date:
        return utc_now().astimezone(settings.timezone).date()

    async with _understanding(settings) as rasa:
        understanding = TimedUnderstanding(rasa, metrics) if metrics is not None else rasa
        yield Engine(Assistant(content, prepare(understanding), today, settings.keeping), languages, rasa)


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


def open_stores(settings: Settings, channel: str) -> Stores:
    """Open the encrypted database; what is due is looked for among the people on `channel`.

    Raises WrongUserError, WrongKeyError, NewerDatabaseError or StoreUnavailableError.
    """
    check_user(settings.data_folder)
    return build_stores(settings, open_database(settings.data_folder, settings.key_file), channel)


def build_stores(settings: Settings, database: EncryptedDatabase, channel: str) -> Stores:
    """Put the stores around an open database.

    Without a group of counsellors nothing is put on its way to them.
    """
    posting = bool(settings.counsellor_groups)
    erased = ErasedPeople(settings.data_folder)
    return put_together(database, channel, utc_now, settings.timezone, erased, posting=posting)


def put_together(
    database: EncryptedDatabase,
    channel: str,
    now: Callable[[], datetime],
    timezone: ZoneInfo,
    erased: ErasedPeople | None = None,
    *,
    posting: bool = True,
) -> Stores:
    """Return the stores of `database`; `now` returns an aware time.

    With `erased` no backup brings back who has erased everything.
    """
    statistics = StoredStatistics(database, now, timezone)
    return Stores(
        people=StoredPeople(database, now, erased),
        interviews=StoredInterviews(database, now),
        deadlines=StoredDeadlines(database, now, channel),
        cases=StoredCases(database, now, statistics, posting=posting),
        inbox=StoredInbox(database, now),
        outbox=StoredOutbox(database, now),
        statistics=statistics,
        requests=StoredRequests(database, now),
        personal=StoredPersonalData(database, now, erased),
        messages=StoredChatMessages(database, now),
        erased_topics=StoredErasedTopics(database),
    )


def build_reminding(engine: Engine, stores: Stores, settings: Settings) -> Reminding:
    """Build the part that keeps deadlines; counsellors are told only where there is a group of them."""
    counsellors = Counsellors(bool(settings.counsellor_groups), stores.cases)
    return Reminding(
        stores.deadlines, counsellors, lambda: engine.assistant.composer, utc_now, settings.timezone
    )


def build_desk(engine: Engine, stores: Stores, settings: Settings, reminding: Reminding) -> Desk:
    """Build the person's side of the desk; without a group of counsellors it only shows how to reach one."""
    words = CounsellorTexts(lambda: engine.content.counsellors)

    def composer() -> Composer:
        return engine.assistant.composer

    return Desk(
        stores.cases,
        stores.people,
        composer,
        words,
        utc_now,
        settings.timezone,
        RequestAnswers(stores.requests, stores.cases, reminding, composer, words, utc_now),
        connected=bool(settings.counsellor_groups),
        translated=settings.libretranslate_url is not None,
    )


@asynccontextmanager
async def running_translator(settings: Settings, engine: Engine) -> AsyncIterator[Translator]:
    """Keep connections to the operator's translation server; without one nothing is ever called."""
    if settings.libretranslate_url is None:
        yield NoTranslator()
        return
    async with LibreTranslate(settings.libretranslate_url, settings.libretranslate_api_key) as server:
        yield ProtectingTranslator(server, lambda: engine.content)


def build_privacy(engine: Engine, stores: Stores, settings: Settings) -> Privacy:
    """Build what shows people what is kept about them, and erases it."""
    return Privacy(
        engine.assistant, stores.people, stores.personal, utc_now, settings.timezone, settings.keeping
    )


def build_talk(engine: Engine, stores: Stores, reminding: Reminding, desk: Desk, privacy: Privacy) -> Talk:
    """Put memory around the engine."""
    interviewer = Interviewer(
        stores.interviews, reminding, lambda: engine.assistant.composer, reminding.today
    )
    return Talk(
        engine.assistant,
        stores.people,
        engine.languages,
        interviewer,
        reminding,
        desk,
        privacy,
        utc_now,
        stores.statistics,
    )


def build_reminders(
    engine: Engine,
    stores: Stores,
    settings: Settings,
    scheduler: LoopScheduler,
    courier: Courier,
    announce: Callable[[], Awaitable[bool]],
) -> ReminderSchedule:
    """Build what sends reminders; `announce` is called whenever counsellors may have to be told something."""

    def content() -> Content:
        return engine.content

    delivery = ReminderDelivery(stores.deadlines, stores.people, stores.cases, content, settings.timezone)
    runner = ReminderRunner(stores.deadlines, delivery, courier, utc_now)
    return ReminderSchedule(scheduler, stores.deadlines, runner, announce, utc_now)


def build_health(engine: Engine, stores: Stores, metrics: Metrics) -> Health:
    """Build the checks of a running bot, and let `metrics` watch what waits in the stores."""
    for what, count in backlogs_of(stores, utc_now).items():
        metrics.watch(what, count)
    health = Health()
    health.add("understanding", understanding_answers(engine.rasa.is_ready))
    health.add("Telegram", telegram_is_reached(metrics.seconds_since))
    health.add("reminders", reminders_go_out(stores, utc_now))
    return health


async def nobody_to_tell() -> bool:
    """Tell nobody: there is no group of counsellors."""
    return True


def env_file() -> Path:
    """Return the file with settings in the present folder."""
    return Path(".env")
