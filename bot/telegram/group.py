"""Put together what serves the counsellors' group."""

from datetime import timedelta

from apscheduler.triggers.interval import IntervalTrigger
from telegram import Bot

from bot.composition import Engine, utc_now
from bot.desk.calls import DeskCalls
from bot.desk.counsellors import Counsellors
from bot.desk.files import NamelessFiles
from bot.desk.groups import Groups
from bot.desk.handler import GroupHandler
from bot.desk.language_help import LanguageHelp
from bot.desk.letters import Letters
from bot.desk.notices import NoticeSender
from bot.desk.poster import DeskPoster
from bot.desk.recognition import Recognition
from bot.desk.topic_cleaner import topic_cleaner
from bot.jobs import LoopScheduler
from bot.settings import Settings
from bot.stores import Stores
from bot.telegram.background import GroupSide
from bot.telegram.sending import Sender
from bot.translation.prepared import PreparedTranslator
from bot.translation.translator import Translator
from conversations.case_notices import CaseNotices
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_corrections import DeskCorrections
from conversations.desk_counsellors import CounsellorDesk
from conversations.recognising import Recogniser
from conversations.store.turns import StoredTurns

_LOOK_EVERY = timedelta(minutes=5)
_CLEAN_EVERY = timedelta(minutes=1)


def build_group(
    engine: Engine,
    stores: Stores,
    settings: Settings,
    scheduler: LoopScheduler,
    telegram: Bot,
    sender: Sender,
    counsellors: Counsellors,
    stored: StoredTurns,
    translator: Translator,
) -> GroupSide | None:
    """Build the counsellors' side, with forgotten cases that come up by themselves; None without a group."""
    if not settings.counsellor_groups:
        return None

    def composer() -> Composer:
        return engine.assistant.composer

    cases, people = stores.cases, stores.people
    words = CounsellorTexts(lambda: engine.content.counsellors)
    groups = Groups(settings.counsellor_groups, cases)
    desk = CounsellorDesk(
        cases,
        people,
        stores.deadlines,
        stores.requests,
        composer,
        words,
        utc_now,
        settings.timezone,
        counsellors.names,
        stores.statistics,
    )
    corrections = DeskCorrections(cases, people, composer, words)
    recognition = Recognition(cases, Recogniser(engine.rasa), groups.clock)

    def language_help(help_of: Translator) -> LanguageHelp:
        return LanguageHelp(help_of, cases, people, composer, words, engine.languages)

    translation = language_help(translator).below_post
    files = NamelessFiles(telegram)
    calls = DeskCalls(telegram, cases, desk, words, lambda: counsellors, recognition, files, translation)
    poster = DeskPoster(telegram, groups, cases, calls, corrections, words, recognition, files, sender.send)
    # What counsellors do is decided in a transaction, in which nothing may be waited for.
    prepared = language_help(PreparedTranslator(translator))
    letters = Letters(sender, prepared.messages)
    handler = GroupHandler(
        groups, lambda: counsellors, cases, desk, corrections, words, sender, letters, poster
    )
    cases.announce_unposted()

    async def raise_forgotten() -> None:
        if desk.raise_forgotten(settings.untaken, settings.unanswered):
            poster.wake()

    notices = CaseNotices(stores.cases, stores.people, composer, utc_now, settings.timezone, settings.untaken)
    every = int(_LOOK_EVERY.total_seconds())
    scheduler.add_job(raise_forgotten, IntervalTrigger(seconds=every), id="forgotten")
    scheduler.add_job(
        NoticeSender(notices, sender, stored).put_due,
        IntervalTrigger(seconds=every),
        id="notices",
    )
    scheduler.add_job(
        topic_cleaner(telegram, stores.erased_topics),
        IntervalTrigger(seconds=int(_CLEAN_EVERY.total_seconds())),
        id="erased_topics",
    )
    return GroupSide(handler, poster, desk, corrections, cases)
