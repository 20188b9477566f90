"""The calls by which a case is shown in a group: its topic, its card, and what is said in it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, TelegramError

from bot.desk.counsellors import Counsellors
from bot.desk.groups import Group
from bot.desk.mentions import mention
from bot.desk.recognition import Recognition, answer_of
from bot.desk.steps import Step, StepKind
from bot.telegram.attachments import replying_to, send_attachment
from content.model import TopicId
from conversations.cases import Case, CaseId, Cases, CaseState, Post, PostKind
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorDesk

TAKE, CLOSE = "desk:take", "desk:close"
_LONGEST, _TELEGRAM_LONGEST = 4000, 4096
_LATEST = 3.0
"""Seconds after which a topic is no longer added to words that are in the group already."""

_LOG = structlog.get_logger(__name__)


async def no_translation(_post: Post) -> str:
    """Return no translation: there is no server for that."""
    return ""


class DeskCalls:
    """Makes one call, and remembers in the case what came of it."""

    def __init__(
        self,
        bot: Bot,
        cases: Cases,
        desk: CounsellorDesk,
        words: CounsellorTexts,
        counsellors: Callable[[], Counsellors],
        recognition: Recognition,
        translation: Callable[[Post], Awaitable[str]] = no_translation,
    ) -> None:
        """Wire the parts; `translation` returns the words of a post that is one, or none."""
        self._translation = translation
        self._bot = bot
        self._cases = cases
        self._desk = desk
        self._words = words
        self._counsellors = counsellors
        self._recognition = recognition
        self._called: set[CaseId] = set()

    async def make(self, step: Step, group: Group) -> None:
        """Make the call of a step.

        Raises TelegramError when it is refused; nothing is remembered then.
        """
        try:
            await self._make(step, group)
        except BadRequest:
            # Perhaps somebody on duty cannot be mentioned: the next try does without.
            raise
        except TelegramError:
            self._called.discard(step.case.id)
            raise

    async def _make(self, step: Step, group: Group) -> None:
        match step.kind:
            case StepKind.TOPIC:
                await self._open_topic(step.case, group)
            case StepKind.CARD:
                await self._show_card(step, group)
            case StepKind.PIN:
                if step.case.card is not None:
                    await self._bot.pin_chat_message(group.number, step.case.card, disable_notification=True)
                self._cases.arrived(step.posts)
            case StepKind.POSTS if step.posts[0].kind is PostKind.ATTACHMENT:
                await self._attach(step, group)
            case StepKind.POSTS:
                await self._say(step, group)

    async def _open_topic(self, case: Case, group: Group) -> None:
        topic = await self._bot.create_forum_topic(group.number, _topic_name(case))
        now = self._cases.find(case.id)
        if now is not None:
            # Messages of an earlier topic cannot be answered in this one.
            self._cases.unlink(case.id)
            self._cases.save(replace(now, group=group.number, thread=topic.message_thread_id, card=None))

    async def _show_card(self, step: Step, group: Group) -> None:
        """Show the summary; an earlier one is changed in its place."""
        case = step.case
        words, keyboard = self._desk.card(case), self._keyboard(case)
        if case.card is None:
            words, entities = self._calling(case, words, urgent=step.urgent)
            message = await self._bot.send_message(
                group.number,
                words,
                message_thread_id=case.thread,
                reply_markup=keyboard,
                entities=entities or None,
            )
            now = self._cases.find(case.id)
            if now is not None:
                self._cases.save(replace(now, card=message.message_id), (PostKind.PIN, ""))
        else:
            await self._bot.edit_message_text(words, group.number, case.card, reply_markup=keyboard)
            if step.urgent and self._cases.find(case.id) is not None:
                # A change makes no sound.
                reason = self._words.fill(f"card_reason_{case.reason}")
                loud = f"{self._words.fill('card_urgent')}\n{reason}"
                self._cases.post(case.id, PostKind.TEXT, loud, urgent=True)
        self._cases.arrived(step.posts)
        if not case.is_open:
            self._called.discard(case.id)
            self._recognition.forget(case.id)

    async def _attach(self, step: Step, group: Group) -> None:
        (post,) = step.posts
        if post.attachment is None:
            raise BadRequest("file identifier is missing: it waited since before an update")
        message = await send_attachment(
            self._bot,
            group.number,
            post.attachment,
            thread=step.case.thread,
            reply_to=self._reply_to(post),
            silent=not post.urgent,
            unnamed=True,
        )
        self._cases.arrived(step.posts, message)

    async def _say(self, step: Step, group: Group) -> None:
        case = step.case
        asked = {post.id: self._recognition.take(post) for post in step.posts}
        worded = [await self._worded(post, answer_of(asked[post.id])) for post in step.posts]
        text = "\n\n".join(filter(None, worded))
        if not text:
            self._cases.arrived(step.posts)
            return
        words, entities = self._calling(case, text, urgent=step.urgent)
        parts = [words] if entities else [words[at : at + _LONGEST] for at in range(0, len(words), _LONGEST)]
        first: int | None = None
        for part in parts:
            if first is not None:
                group.pace.note()
            message = await self._bot.send_message(
                group.number,
                part,
                message_thread_id=case.thread,
                reply_parameters=replying_to(self._reply_to(step.posts[0])) if first is None else None,
                disable_notification=not step.urgent,
                entities=entities or None,
            )
            first = message.message_id if first is None else first
        self._cases.arrived(step.posts, first)
        late = asked[step.posts[0].id]
        if len(step.posts) == len(parts) == 1 and late is not None and not late.done() and first is not None:
            self._recognition.run(self._add_late(late, group, first, text))

    async def _add_late(
        self, late: asyncio.Task[TopicId | None], group: Group, message: int, text: str
    ) -> None:
        """Add the topic to words that could not wait for it, where calls are to spare."""
        try:
            async with asyncio.timeout(_LATEST):
                understood = self._desk.understood(await late)
        except TimeoutError:
            return
        if not understood or not group.pace.is_quiet:
            return
        group.pace.note()
        try:
            await self._bot.edit_message_text(f"{text}\n\n{understood}", group.number, message)
        except TelegramError as error:
            _LOG.info("topic_not_added", error=error)

    async def _worded(self, post: Post, topic: TopicId | None) -> str:
        if post.kind is PostKind.TRANSLATION:
            return await self._translation(post)
        return "\n\n".join(part for part in (post.text, self._desk.understood(topic)) if part)

    def _reply_to(self, post: Post) -> int | None:
        return self._cases.in_topic(post.case, post.reply_to) if post.reply_to is not None else None

    def _calling(self, case: Case, text: str, *, urgent: bool) -> tuple[str, tuple[MessageEntity, ...]]:
        """Call who is on duty in the first urgent message of a case."""
        if not urgent or case.id in self._called:
            return text, ()
        self._called.add(case.id)
        line = self._words.fill("on_duty", mention="{mention}")
        called, entities = mention(text, line, self._counsellors().on_duty())
        return (called, entities) if len(called) <= _TELEGRAM_LONGEST else (text, ())

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
