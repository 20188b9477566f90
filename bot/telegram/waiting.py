"""Answer the questions that waited while understanding was down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from bot.telegram.updates import CHANNEL
from conversations.errors import StoreError
from conversations.people import People, Person
from conversations.store.turns import StoredTurns
from conversations.talk import Talk

_LOOK_EVERY_SECONDS = 2.0
_LOG = structlog.get_logger(__name__)


class WaitingQuestions:
    """Answers what waits; a question is kept until its answer is on its way."""

    def __init__(
        self,
        talk: Talk,
        people: People,
        is_ready: Callable[[], Awaitable[bool]],
        sender: Sender,
        stored: StoredTurns,
        turns: Turns,
        decided: Callable[[], None],
    ) -> None:
        """Wire the parts; `is_ready` tells whether questions are understood now."""
        self._talk = talk
        self._people = people
        self._is_ready = is_ready
        self._sender = sender
        self._stored = stored
        self._turns = turns
        self._decided = decided

    async def answer_forever(self) -> None:
        """Look for waiting questions now and then, until this is cancelled."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            try:
                await self.answer_all()
            except StoreError as error:
                _LOG.error("waiting_questions_not_read", error=error)

    async def answer_all(self) -> None:
        """Answer what waits, if questions are understood now.

        Raises StoreError.
        """
        waiting = [person for person in self._people.people_with_questions() if _can_be_answered(person)]
        if not waiting or not await self._is_ready():
            return
        for person in waiting:
            try:
                async with self._turns.turn(int(person.address.number)):
                    await self._stored.decide(lambda person=person: self._answer(person))  # type: ignore[misc]
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one question must not hold up those behind it
                _LOG.error("waiting_question_failed", error=error)
            self._decided()

    async def _answer(self, person: Person) -> None:
        messages = await self._talk.answer_waiting(person)
        if not messages:
            return
        intro = self._talk.back_again(person)
        first = replace(messages[0], blocks=(*intro.blocks, *messages[0].blocks))
        self._sender.send(int(person.address.number), (first, *messages[1:]))
        self._talk.waiting_answered(person)


def _can_be_answered(person: Person) -> bool:
    """Leave out those whose language or consent is still to be asked: they answer with a tap."""
    return person.address.channel == CHANNEL and person.is_introduced
