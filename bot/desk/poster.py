"""Bring posts into the topics of the group, in order, within Telegram's limit of twenty a minute."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from time import monotonic

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, RetryAfter, TelegramError

from conversations.cases import Case, Cases, CaseState, Post, PostKind
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorDesk
from conversations.errors import StoreError
from conversations.people import People

TAKE, CLOSE = "desk:take", "desk:close"
_CALLS, _MINUTE = 18, 60.0
"""A few of Telegram's twenty a minute stay free for answers to counsellors' taps."""

_BATCH = 20
_LONGEST = 4000
_PAUSE_AFTER_ERROR = 30.0
_IDLE = 5.0
_TOPIC_GONE = ("thread not found", "topic_deleted", "topic_id_invalid")
_HOPELESS = ("message to copy not found", "message to edit not found", "can't be copied", "text is empty")
_LOG = structlog.get_logger(__name__)


class Pace:
    """Lets so many calls through in any minute, and holds the others back."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        """Measure with `clock` in seconds."""
        self._clock = clock
        self._sleep = sleep
        self._calls: deque[float] = deque()

    async def wait(self) -> None:
        """Return when a call may be made."""
        while len(self._calls) >= _CALLS:
            free_in = self._calls[0] + _MINUTE - self._clock()
            if free_in <= 0:
                self._calls.popleft()
            else:
                await self._sleep(free_in)
        self._calls.append(self._clock())


class DeskPoster:
    """Posts what waits; a post is forgotten only when it has arrived."""

    def __init__(
        self,
        bot: Bot,
        group: int,
        cases: Cases,
        people: People,
        desk: CounsellorDesk,
        words: CounsellorTexts,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Post with `bot` into `group`."""
        self._bot = bot
        self._group = group
        self._cases = cases
        self._people = people
        self._desk = desk
        self._words = words
        self._sleep = sleep
        self._pace = Pace(monotonic, sleep)
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Look for posts at once."""
        self._news.set()

    async def run_forever(self) -> None:
        """Post, for ever."""
        while True:
            self._news.clear()
            try:
                posted = await self.post_waiting()
            except StoreError as error:
                _LOG.error("posts_not_read", error=error)
                posted = 0
            if posted:
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(_IDLE):
                    await self._news.wait()

    async def post_waiting(self) -> int:
        """Post what waits, the urgent first; return how much has arrived.

        The queue is looked at anew after every post: danger does not wait behind what was there before.
        """
        arrived = 0
        while waiting := self._cases.next_posts(_BATCH):
            posts = _first_joined(waiting)
            if not await self._bring(posts):
                break
            # Together: a kill in between would repeat many messages instead of one.
            self._cases.posted(*(post.id for post in posts))
            arrived += len(posts)
        return arrived

    async def _bring(self, posts: tuple[Post, ...]) -> bool:
        """Try to bring posts of one case; False when that must be tried again later."""
        case = self._cases.find(posts[0].case)
        if case is None:
            return True
        try:
            if case.thread is None:
                await self._open_topic(case)
            await self._post(posts)
        except RetryAfter as error:
            wait = error.retry_after
            await self._sleep(wait if isinstance(wait, int | float) else wait.total_seconds())
            return False
        except BadRequest as error:
            return await self._set_right(posts, error)
        except TelegramError as error:
            _LOG.warning("group_not_reached", error=error)
            await self._sleep(_PAUSE_AFTER_ERROR)
            return False
        return True

    async def _set_right(self, posts: tuple[Post, ...], error: BadRequest) -> bool:
        """Open the topic anew when it was deleted by hand; give up only what Telegram will never take."""
        reason = str(error).casefold()
        if "not modified" in reason:
            return True
        if any(sign in reason for sign in _TOPIC_GONE):
            case = self._cases.find(posts[0].case)
            if case is not None:
                self._cases.save(replace(case, thread=None, card=None), (PostKind.CARD, ""))
            return False
        if any(sign in reason for sign in _HOPELESS):
            _LOG.error("post_refused", kind=posts[0].kind.value, error=error)
            return True
        # The group is gone, upgraded or the bot may not write: the operator sees it, and nothing is lost.
        _LOG.error("group_refuses", error=error)
        await self._sleep(_PAUSE_AFTER_ERROR)
        return False

    async def _open_topic(self, case: Case) -> None:
        """Make the topic of a case."""
        await self._pace.wait()
        topic = await self._bot.create_forum_topic(self._group, _topic_name(case))
        now = self._cases.find(case.id)
        if now is not None:
            self._cases.save(replace(now, group=self._group, thread=topic.message_thread_id))

    async def _post(self, posts: tuple[Post, ...]) -> None:
        first = posts[0]
        case = self._cases.find(first.case)
        if case is None:
            return
        match first.kind:
            case PostKind.CARD:
                await self._show_card(case)
            case PostKind.COPY if first.source is not None:
                person = self._people.find(case.person)
                if person is not None:
                    await self._pace.wait()
                    await self._bot.copy_message(
                        self._group,
                        int(person.address.number),
                        first.source,
                        message_thread_id=case.thread,
                    )
            case _:
                words = "\n\n".join(post.text for post in posts)
                for start in range(0, len(words), _LONGEST):
                    await self._pace.wait()
                    await self._bot.send_message(
                        self._group,
                        words[start : start + _LONGEST],
                        message_thread_id=case.thread,
                        disable_notification=not any(post.urgent for post in posts),
                    )

    async def _show_card(self, case: Case) -> None:
        """Show the summary, pinned; an earlier one is changed in its place."""
        words, keyboard = self._desk.card(case), self._keyboard(case)
        await self._pace.wait()
        if case.card is not None:
            await self._bot.edit_message_text(words, self._group, case.card, reply_markup=keyboard)
            return
        message = await self._bot.send_message(
            self._group, words, message_thread_id=case.thread, reply_markup=keyboard
        )
        now = self._cases.find(case.id)
        if now is not None:
            self._cases.save(replace(now, card=message.message_id))
        await self._pace.wait()
        await self._bot.pin_chat_message(self._group, message.message_id, disable_notification=True)

    def _keyboard(self, case: Case) -> InlineKeyboardMarkup | None:
        if not case.is_open:
            return None
        close = InlineKeyboardButton(self._words.fill("button_close"), callback_data=f"{CLOSE}:{case.id}")
        if case.state is CaseState.TAKEN:
            return InlineKeyboardMarkup([[close]])
        take = InlineKeyboardButton(self._words.fill("button_take"), callback_data=f"{TAKE}:{case.id}")
        return InlineKeyboardMarkup([[take, close]])


def _topic_name(case: Case) -> str:
    return f"‼️ {case.name}" if case.is_urgent else case.name


def _first_joined(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """Return the first post, with later words of the same case up to its first post of another kind.

    Many short messages of one person then cost one call, and their order stays.
    """
    first, *others = posts
    joined = [first]
    if first.kind is PostKind.TEXT:
        for post in others:
            if post.case != first.case:
                continue
            if post.kind is not PostKind.TEXT or post.urgent != first.urgent:
                break
            joined.append(post)
    return tuple(joined)
