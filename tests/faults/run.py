"""One run: people write and tap while the bot and Rasa are killed; afterwards everything is counted."""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.composition import put_together
from bot.settings import DEFAULT_TIMEZONE
from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode
from conversations.events import Address
from conversations.store.database import open_database
from tests.bot_api.server import BotApiServer
from tests.faults.journal import Journal
from tests.faults.kills import Killer
from tests.faults.questions import clear_questions
from tests.faults.record import record
from tests.faults.traffic import Account, Asker, Correspondence, DateKeeper, Tapper, Traffic, all_going_on
from tests.faults.waits import PATIENCE_UNDER_KILLS
from tests.integration.test_desk import make_room
from tests.integration.test_talk import introduced
from tests.processes import RasaProcess, running_bot

LANGUAGES = ("nl", "en", "fr", "ar")
_END = 8


@dataclass(frozen=True)
class Outcome:
    """What is left after a run."""

    kills: int
    held_back: int
    accounts: list[Account]
    cases_opened_twice: int
    dates_stored: list[str]
    dates_set: list[str]
    waiting: int
    set_aside: int
    problems: list[object]

    @property
    def lost(self) -> dict[str, list[str]]:
        """Return what did not come, or not in order."""
        return {each.what: each.lost for each in self.accounts if each.lost}

    @property
    def duplicates(self) -> int:
        """Return how many messages came once too often."""
        return sum(each.duplicates for each in self.accounts)

    def report(self) -> str:
        """Return the figures."""
        asked: Counter[str] = Counter()
        twice: Counter[str] = Counter()
        for each in self.accounts:
            asked[each.what] += len(each.expected)
            twice[each.what] += each.duplicates
        figures = ", ".join(f"{count} {what} ({twice[what]} twice)" for what, count in asked.items())
        lost = sum(len(each.lost) for each in self.accounts)
        return (
            f"\n{self.kills} kills, held back {self.held_back} times; {figures}; lost: {lost};"
            f" messages twice: {self.duplicates}\n{self._losses()}"
        )

    def _losses(self) -> str:
        """Return the end of what was expected and of what came, for everybody to whom something is lost."""
        return "".join(
            f"{each.what}: lost {each.lost[:_END]}; expected ... {each.expected[-_END:]};"
            f" came ... {each.came[-_END:]}\n"
            for each in self.accounts
            if each.lost
        )


async def run_under_kills(
    folder: Path, content: Content, rasa: RasaProcess, *, kills: int, rasa_share: float, seed: int
) -> Outcome:
    """Let people write and tap during so many kills; return when everything has had its effect."""
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    questions = await clear_questions(content, rasa.server, LANGUAGES)
    async with BotApiServer() as server:
        journal, room = Journal(server, PATIENCE_UNDER_KILLS), make_room(server, folder, rasa.server)
        # The newest question takes the place of the one that waits while Rasa is down: then one at a time.
        at_once = 1 if rasa_share else 3
        async with running_bot(server, folder / "data", **room.settings) as bot:
            writer, _, seat = await room.taken(content, "en")
            taps, keeps, *persons = await asyncio.gather(
                *(introduced(server, content, language) for language in ("en", "en", *LANGUAGES))
            )
            askers = [
                Asker(person, journal, server, questions[LanguageCode(language)], chance, at_once)
                for person, language in zip(persons, LANGUAGES, strict=True)
            ]
            tapper = Tapper(taps, journal, server, content)
            keeper = DateKeeper(keeps, journal, server, content)
            letters = Correspondence(writer, seat, journal, server, room.group.id)
            traffic: list[Traffic] = [*askers, tapper, keeper, letters]
            killer = Killer(server, bot, rasa, chance, rasa_share, journal.waits)
            try:
                async with all_going_on(traffic):
                    await killer.kill(kills)
            except Exception:
                # For whoever has to find out why: afterwards nothing of it is left.
                sys.stderr.write(await record(server, folder / "data", bot, rasa, killer.story))
                raise
        stores = open_stores(folder / "data")
        known = stores.people.find_or_add(Address("telegram", str(keeper.person.id)))
        outcome = Outcome(
            kills=killer.of_bot + killer.of_rasa,
            held_back=killer.held_back,
            accounts=[account for each in traffic for account in each.accounts()],
            cases_opened_twice=len(stores.cases.all_open()) - 1,
            dates_stored=sorted(str(each.day) for each in stores.deadlines.all_of(known.id)),
            dates_set=keeper.days,
            waiting=stores.inbox.count_waiting() + stores.outbox.count_waiting(),
            set_aside=stores.inbox.count_set_aside(),
            problems=list(server.problems),
        )
    sys.stderr.write(outcome.report())
    return outcome


def open_stores(data: Path) -> Stores:
    """Open what a bot that has ended kept."""
    database = open_database(data, data / "database.key")
    return put_together(database, "telegram", lambda: datetime.now(UTC), DEFAULT_TIMEZONE)


def assert_nothing_lost(outcome: Outcome) -> None:
    """Check the promise: nothing lost, nothing done twice, at most one message twice a kill."""
    assert outcome.lost == {}
    assert outcome.duplicates <= outcome.kills
    assert outcome.cases_opened_twice == 0
    assert (len(outcome.dates_stored), len(set(outcome.dates_stored))) == (len(outcome.dates_set),) * 2
    assert (outcome.waiting, outcome.set_aside) == (0, 0)
    assert outcome.problems == []
