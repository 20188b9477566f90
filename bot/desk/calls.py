"""The calls by which a case is shown in a group: its topic, its card, and what is said in it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from telegram import Bot, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, TelegramError

from bot.desk.buttons import card_buttons, colleague_buttons, reason_buttons
from bot.desk.counsellors import Counsellor, Counsellors
from bot.desk.files import NamelessFiles
from bot.desk.groups import Group
from bot.desk.mentions import mention
from bot.desk.recognition import Recognition, answer_of
from bot.desk.refusals import Meaning, meaning_of
from bot.desk.steps import Step, StepKind
from bot.telegram.attachments import replying_to, send_attachment
from content.model import TopicId
from conversations.cases import Case, CaseId, Cases, Post, PostId, PostKind
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorDesk

_LONGEST, _TELEGRAM_LONGEST = 4000, 4096
_LATEST = 3.0
"""Seconds after which a topic is no longer added to words that are in the group already."""

_WITHOUT_MENTION = (Meaning.UNKNOWN, Meaning.HOPELESS, Meaning.DONE)
"""What a refusal can mean after which nobody is called once more."""

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
        files: NamelessFiles,
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
        self._files = files
        self._called: set[CaseId | PostId] = set()

    async def make(self, step: Step, group: Group) -> None:
        """Make the call of a step.

        Raises TelegramError when it is refused; nothing is remembered then.
        """
        try:
            await self._make(step, group)
        except TelegramError as error:
            # Perhaps somebody cannot be mentioned: then the next try does without.
            if meaning_of(error, step) not in _WITHOUT_MENTION:
                self._called.discard(step.case.id)
                self._called.difference_update(post.id for post in step.posts)
            raise
        self._called.difference_update(post.id for post in step.posts)

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
        words, keyboard = self._desk.card(case), card_buttons(case, self._words)
        if case.card is None:
            words, entities = self._calling(step, words)
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
            content=self._files.take(post),
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
        words, entities = self._calling(step, text)
        silent = not (step.urgent or entities or step.posts[0].kind is PostKind.CALLED_AGAIN)
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
                disable_notification=silent,
                entities=entities or None,
                reply_markup=self._choices(step),
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
        if post.kind is PostKind.CALLED_AGAIN:
            return self._words.fill(f"card_reason_{post.text}")
        return "\n\n".join(part for part in (post.text, self._desk.understood(topic)) if part)

    def _reply_to(self, post: Post) -> int | None:
        return self._cases.in_topic(post.case, post.reply_to) if post.reply_to is not None else None

    def _calling(self, step: Step, text: str) -> tuple[str, tuple[MessageEntity, ...]]:
        """Call whom the words of a step are for, below them."""
        key, named = self._to_call(step)
        if not named or key in self._called:
            return text, ()
        called, entities = mention(text, self._words.fill("on_duty", mention="{mention}"), named)
        if len(called) > _TELEGRAM_LONGEST:
            return text, ()
        self._called.add(key)
        return called, entities

    def _to_call(self, step: Step) -> tuple[CaseId | PostId, tuple[Counsellor, ...]]:
        """Return who is called, and by what it is remembered that they were.

        In the first urgent message of a case that is who is on duty.
        """
        case, listed = step.case, self._counsellors()
        if step.urgent:
            return case.id, listed.on_duty()
        first = step.posts[0] if step.posts else None
        if first is not None and first.kind is PostKind.TO_DUTY:
            return first.id, listed.on_duty()
        if first is not None and first.kind in (PostKind.TO_COLLEAGUE, PostKind.CALLED_AGAIN):
            return first.id, tuple(each for each in listed.listed if each.name == case.counsellor)[:1]
        return case.id, ()

    def _choices(self, step: Step) -> InlineKeyboardMarkup | None:
        """Return the buttons below a question to counsellors."""
        match step.posts[0].kind:
            case PostKind.COLLEAGUES if step.case.is_open:
                return colleague_buttons(step.case, self._counsellors().names())
            case PostKind.REASONS if step.case.is_open:
                return reason_buttons(step.case, self._words)
            case _:
                return None


def _topic_name(case: Case) -> str:
    return f"‼️ {case.name}" if case.is_urgent else case.name
