"""Answer the questions that waited while understanding was down."""

import asyncio
from dataclasses import replace

import structlog
from telegram.error import Forbidden, TelegramError

from bot.rasa.client import RasaClient
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from bot.telegram.updates import CHANNEL
from conversations.errors import StoreError
from conversations.people import Consent, People, Person
from conversations.talk import Talk

_LOOK_EVERY_SECONDS = 2.0
_LOG = structlog.get_logger(__name__)


async def answer_waiting_questions(
    talk: Talk, people: People, rasa: RasaClient, sender: Sender, turns: Turns
) -> None:
    """Look for waiting questions, now and then, for ever; each is kept until its answer has arrived."""
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        try:
            waiting = [person for person in people.people_with_questions() if _can_be_answered(person)]
            if not waiting or not await rasa.is_ready():
                continue
            for person in waiting:
                await _answer(person, talk, sender, turns)
        except StoreError as error:
            _LOG.error("waiting_questions_not_read", error=error)


def _can_be_answered(person: Person) -> bool:
    """Leave out those whose language or consent is still to be asked: they answer with a tap."""
    return (
        person.address.channel == CHANNEL
        and person.language is not None
        and person.consent is not Consent.NOT_ASKED
    )


async def _answer(person: Person, talk: Talk, sender: Sender, turns: Turns) -> None:
    chat = int(person.address.number)
    async with turns.turn(chat):
        messages = await talk.answer_waiting(person)
        if not messages:
            return
        intro = talk.back_again(person)
        first = replace(messages[0], blocks=(*intro.blocks, *messages[0].blocks))
        try:
            await sender.send(chat, (first, *messages[1:]))
        except Forbidden:
            _LOG.info("person_cannot_be_reached")
        except TelegramError as error:
            _LOG.error("waiting_answer_not_sent", error=error)
            return
        talk.waiting_answered(person)
