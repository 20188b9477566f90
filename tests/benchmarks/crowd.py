"""Many people with questions in all languages, who have chosen a language and given consent before."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluation.questions import load_questions
from bot.telegram.updates import CHANNEL
from content.model import LanguageCode
from conversations.events import Address
from conversations.people import Consent
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer

_SEED = 7


@dataclass(frozen=True, slots=True)
class Asker:
    """One person and the question that they will ask."""

    person: TestPerson
    language: LanguageCode
    question: str


def make_crowd(server: BotApiServer, size: int) -> tuple[Asker, ...]:
    """Make people at `server`, each with one of the clearly put questions, in shuffled order."""
    questions = [
        (language, question.text)
        for language, of_language in load_questions("paraphrases").items()
        for question in of_language
    ]
    random.Random(_SEED).shuffle(questions)  # noqa: S311 - a repeatable order, not a secret
    endless = itertools.cycle(questions)
    return tuple(
        Asker(server.person(known=True, language_code=language), language, text)
        for language, text in itertools.islice(endless, size)
    )


def introduce(crowd: tuple[Asker, ...], data: Path) -> None:
    """Write the people into the database in `data`, as if they had talked to the bot before."""
    database = open_database(data, data / "database.key")
    people = StoredPeople(database, lambda: datetime.now(UTC))
    with database.atomic():
        for asker in crowd:
            person = people.find_or_add(Address(CHANNEL, str(asker.person.id)))
            people.set_language(person.id, asker.language)
            people.set_consent(person.id, Consent.GIVEN)
    database.close()


def in_turn(crowd: tuple[Asker, ...]) -> Iterator[Asker]:
    """Give people one after the other, again and again."""
    return itertools.cycle(crowd)
