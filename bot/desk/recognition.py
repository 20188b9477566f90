"""Name topics beside the words of people without holding the words up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from content.model import TopicId
from conversations.cases import Case, CaseId, Cases, Post, PostId, PostKind

IN_TIME = 0.15
"""Seconds that words wait for their topic at most: adding it later costs a call of the few in a minute."""


class NamesTopics(Protocol):
    """Recognises the topic of words in a case."""

    async def recognise(self, case: Case, text: str) -> TopicId | None:
        """Return the topic, or None."""

    async def forget(self, case: CaseId) -> None:
        """Drop what is known about a case."""


@dataclass(frozen=True, slots=True)
class _Asked:
    post: Post
    answer: asyncio.Task[TopicId | None]
    until: float


class Recognition:
    """Asks for the topics of a few posts at once; in a long queue nothing is asked."""

    def __init__(self, cases: Cases, names: NamesTopics, clock: Callable[[], float]) -> None:
        """Ask `names`; measure with `clock` in seconds."""
        self._cases = cases
        self._names = names
        self._clock = clock
        self._asked: dict[PostId, _Asked] = {}
        self._others: set[asyncio.Task[None]] = set()

    def begin(self, posts: Iterable[Post], when_done: Callable[[], None]) -> None:
        """Ask for what was written in `posts`, which are all that wait."""
        words = {post.id: post for post in posts if post.kind is PostKind.WORDS}
        self._asked = {key: asked for key, asked in self._asked.items() if key in words}
        for key, post in words.items():
            case = self._cases.find(post.case)
            if key in self._asked or case is None:
                continue
            answer = asyncio.ensure_future(self._names.recognise(case, post.text))
            answer.add_done_callback(lambda _answer: when_done())
            self._asked[key] = _Asked(post, answer, self._clock() + IN_TIME)

    def ready_in(self, case: CaseId) -> float:
        """Return how many seconds the words of a case still wait for their topics."""
        waits = [
            asked.until - self._clock()
            for asked in self._asked.values()
            if asked.post.case == case and not asked.answer.done()
        ]
        return max([0.0, *waits])

    def take(self, post: Post) -> asyncio.Task[TopicId | None] | None:
        """Return the answer about a post, there or still to come, when it was asked for."""
        asked = self._asked.pop(post.id, None)
        return asked.answer if asked is not None else None

    def forget(self, case: CaseId) -> None:
        """Drop what the understanding knows about a case, in the background."""
        self.run(self._names.forget(case))

    def run(self, work: Awaitable[None]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.ensure_future(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def stop(self) -> None:
        """Give up what is still being asked."""
        for task in [*self._others, *(asked.answer for asked in self._asked.values())]:
            task.cancel()


def answer_of(asked: asyncio.Task[TopicId | None] | None) -> TopicId | None:
    """Return the topic when it is there already."""
    if asked is None or not asked.done() or asked.cancelled() or asked.exception() is not None:
        return None
    return asked.result()
