"""Bring posts into the topics of the groups, in order, within Telegram's limit of twenty a minute."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import structlog
from telegram import Bot
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.desk.calls import DeskCalls
from bot.desk.files import NamelessFiles
from bot.desk.groups import Group, Groups
from bot.desk.recognition import Recognition
from bot.desk.refusals import Meaning, meaning_of
from bot.desk.steps import Step, StepKind, next_step
from bot.telegram.limits import seconds_asked
from conversations.cases import Cases, PostId, Waiting
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_corrections import DeskCorrections
from conversations.errors import StoreError
from conversations.messages import Message

Pause = Callable[[float], Awaitable[None]]
TellPerson = Callable[[int, tuple[Message, ...]], None]
_IDLE = 5.0
_FEW = 8
"""With more posts than these on their way no topics are recognised: the words go first."""

_LONGEST_PAUSE = 30.0
_MOST_DOUBLINGS = 10
"""After so many failures the pause is as long as it gets; two to the power of a whole night is no number."""

_NO_TOPICS, _NO_PINS, _FULL = 30.0, 600.0, 300.0
_TRIES = 3
_ADVICE = {
    StepKind.TOPIC: "Make the bot administrator of the counsellors' group, with the right to manage topics.",
    StepKind.PIN: "Give the bot the right to pin messages in the counsellors' group.",
}
_ADVICE_FULL = "Make a second group for counsellors and add its number to COUNSELLOR_GROUP_ID, after a comma."
_ADVICE_OTHERWISE = "Is the bot still in the counsellors' group, and may it write there?"
_LOG = structlog.get_logger(__name__)


class DeskPoster:
    """Posts what waits; a post is forgotten only when it has arrived."""

    def __init__(
        self,
        bot: Bot,
        groups: Groups,
        cases: Cases,
        calls: DeskCalls,
        corrections: DeskCorrections,
        words: CounsellorTexts,
        recognition: Recognition,
        files: NamelessFiles,
        tell_person: TellPerson,
        pause: Pause | None = None,
    ) -> None:
        """Wire the parts; `pause` waits so many seconds or until there is news."""
        self._bot = bot
        self._groups = groups
        self._cases = cases
        self._calls = calls
        self._corrections = corrections
        self._words = words
        self._recognition = recognition
        self._files = files
        self._tell_person = tell_person
        self._pause = pause or self._until_news
        self._news = asyncio.Event()
        self._tries: dict[PostId, int] = {}

    def wake(self) -> None:
        """Look for posts at once."""
        self._news.set()

    async def run_forever(self) -> None:
        """Post, for ever."""
        try:
            while True:
                try:
                    await self.post_waiting()
                except StoreError as error:
                    _LOG.error("posts_not_read", error=error)
                await self._until_news(_IDLE)
        finally:
            self._recognition.stop()
            self._files.stop()

    async def post_waiting(self) -> int:
        """Post until nothing waits, the urgent first; return how many posts have arrived.

        The queue is looked at anew before every call: danger does not wait behind what was there before.
        """
        arrived = 0
        while True:
            self._news.clear()
            waiting = self._cases.waiting()
            self._files.keep({each.case for each in waiting})
            if not waiting:
                return arrived
            if len(waiting) <= _FEW and len(posts := self._cases.next_posts(_FEW + 1)) <= _FEW:
                self._recognition.begin(posts, self._news.set)
            waits = [(self._free_in(each), place, each) for place, each in enumerate(waiting)]
            ready = next((each for wait, _, each in waits if wait <= 0), None)
            if ready is None:
                await self._pause(min(waits)[0])
                continue
            arrived += await self._post_next(ready)

    def _free_in(self, waiting: Waiting) -> float:
        free = self._groups.free_in(waiting)
        if waiting.urgent:
            return free
        return max(free, self._recognition.ready_in(waiting.case), self._files.ready_in(waiting.case))

    async def _until_news(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def _post_next(self, waiting: Waiting) -> int:
        """Make the next call about a case; return how many posts have arrived by it."""
        case, posts = self._cases.find(waiting.case), self._cases.posts_of(waiting.case)
        if case is None or not posts:
            return 0
        group = self._groups.of(waiting)
        step = next_step(case, posts, has_topic=case.thread is not None and case.group == group.number)
        if step.kind is StepKind.POSTS and not self._files.ready(step.posts[0], self._news.set):
            await asyncio.sleep(0)
            return 0
        group.pace.note()
        try:
            await self._calls.make(step, group)
        except ChatMigrated as error:
            self._groups.move(group.number, error.new_chat_id)
        except RetryAfter as error:
            group.pace.refused(seconds_asked(error))
        except TelegramError as error:
            return await self._refused(step, group, error)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours must not hold up what comes behind
            _LOG.error("post_broken", what=step.kind.value, error=error)
            return await self._try_again_or_give_up(step, group, error, Meaning.UNKNOWN)
        else:
            self._works(step, group)
            return len(step.posts) if step.kind is not StepKind.PIN else 0
        return 0

    def _works(self, step: Step, group: Group) -> None:
        group.failures = 0
        if step.kind in group.refused:
            group.refused.discard(step.kind)
            _LOG.info("group_takes_again", what=step.kind.value)

    async def _refused(self, step: Step, group: Group, error: TelegramError) -> int:
        """Set right what can be; give up only what Telegram will never take. Return what is done with."""
        case = self._cases.find(step.case.id)
        meaning = meaning_of(error, step)
        match meaning:
            case Meaning.DONE:
                self._cases.arrived(step.posts)
                return len(step.posts)
            case Meaning.TOPIC_GONE if case is not None:
                self._cases.unlink(case.id)
                self._cases.save(replace(case, thread=None, card=None))
            case Meaning.CARD_GONE if case is not None and step.kind is StepKind.CARD:
                self._cases.save(replace(case, card=None))
            case Meaning.TOPIC_CLOSED if step.case.thread is not None:
                await self._reopen(step, group)
            case Meaning.FULL:
                if step.kind not in group.refused:
                    _LOG.error("group_is_full", error=error, advice=_ADVICE_FULL)
                group.refused.add(step.kind)
                group.topics_from = self._groups.clock() + _FULL
            case Meaning.NO_RIGHT:
                await self._no_right(step, group, error)
            case Meaning.NETWORK:
                self._hold(step, group, error, "group_not_reached")
            case _:
                return await self._try_again_or_give_up(step, group, error, meaning)
        return 0

    async def _reopen(self, step: Step, group: Group) -> None:
        """Open a topic that was closed by hand: what the person says may not stop there."""
        try:
            await self._bot.reopen_forum_topic(group.number, step.case.thread or 0)
        except TelegramError as error:
            await self._no_right(step, group, error)

    async def _no_right(self, step: Step, group: Group, error: TelegramError) -> None:
        """Say once who can help, in the log and where it is possible in the group; then wait."""
        is_news = step.kind not in group.refused
        if step.kind is StepKind.PIN:
            group.pins_from = self._groups.clock() + _NO_PINS
        elif step.kind is StepKind.TOPIC:
            group.topics_from = self._groups.clock() + _NO_TOPICS
        else:
            self._hold(step, group, error, "group_refuses")
            return
        group.refused.add(step.kind)
        if is_news:
            _LOG.error("group_refuses", what=step.kind.value, error=error, advice=_ADVICE[step.kind])
        if is_news and step.kind is StepKind.TOPIC:
            with suppress(TelegramError):
                await self._bot.send_message(group.number, self._words.fill("rights_lost"))

    def _hold(self, step: Step, group: Group, error: Exception, event: str) -> None:
        """Leave the group alone for a while that grows."""
        group.failures += 1
        group.pace.refused(min(2.0 ** min(group.failures, _MOST_DOUBLINGS), _LONGEST_PAUSE))
        if step.kind not in group.refused:
            _LOG.error(event, what=step.kind.value, error=error, advice=_ADVICE_OTHERWISE)
        group.refused.add(step.kind)

    async def _try_again_or_give_up(
        self, step: Step, group: Group, error: Exception, meaning: Meaning
    ) -> int:
        """Give up what Telegram will never take, and tell both sides."""
        if not step.posts:
            self._hold(step, group, error, "group_refuses")
            return 0
        first = step.posts[0]
        self._tries[first.id] = self._tries.get(first.id, 0) + 1
        if meaning is not Meaning.HOPELESS and self._tries[first.id] < _TRIES:
            return 0
        del self._tries[first.id]
        _LOG.error("post_refused", kind=first.kind.value, error=error)
        self._cases.arrived(step.posts)
        for post in step.posts:
            refused = self._corrections.refused(post)
            if refused is not None:
                person, message = refused
                self._tell_person(int(person.address.number), (message,))
        return len(step.posts)
