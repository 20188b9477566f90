"""Put on its way to a person what counsellors write, change and take back."""

from collections.abc import Awaitable, Callable

from bot.rendering.telegram_html import render_html
from bot.telegram.outgoing import CorrectText, Letter, SendAttachment, TakeBack
from bot.telegram.sending import Sender
from conversations.cases import Case
from conversations.desk_corrections import Correction
from conversations.desk_counsellors import ToPerson
from conversations.messages import Message
from conversations.people import Person


async def as_it_is(letter: ToPerson) -> tuple[Message, ...]:
    """Return the message of `letter`, if it is one, without a translation."""
    return (letter.message,) if letter.attachment is None else ()


class Letters:
    """The way from the counsellors to one person; nothing is sent here."""

    def __init__(
        self, sender: Sender, messages: Callable[[ToPerson], Awaitable[tuple[Message, ...]]] = as_it_is
    ) -> None:
        """Put on its way with `sender`; `messages` returns what to say beside an attachment, or instead."""
        self._sender = sender
        self._messages = messages

    async def bring(self, letter: ToPerson) -> None:
        """Put a letter on its way; what comes of it in the topic later finds it again.

        Raises StoreError.
        """
        chat = int(letter.person.address.number)
        about = Letter(letter.case.id, letter.answers_since, letter.in_topic)
        reply_to = letter.reply_to
        if letter.attachment is not None:
            self._sender.put(chat, SendAttachment(letter.attachment, about, reply_to))
            reply_to = None
        self._sender.send(chat, await self._messages(letter), about, reply_to)

    def correct(self, correction: Correction, in_topic: int, *, caption: bool) -> None:
        """Change a message at the person; where that cannot be done, it comes anew as corrected.

        Raises StoreError.
        """
        parts = render_html(correction.message, "")
        anew = render_html(correction.anew, "") if correction.anew is not None else []
        changed = CorrectText(
            messages=correction.at_person,
            text=parts[0] if len(parts) == 1 else "",
            caption=correction.text if caption else None,
            anew=tuple(anew),
            letter=Letter(correction.case.id, None, in_topic),
        )
        self._sender.put(int(correction.person.address.number), changed)

    def take_back(self, case: Case, person: Person, at_person: tuple[int, ...], in_topic: int) -> None:
        """Delete messages at the person.

        Raises StoreError.
        """
        back = TakeBack(at_person, Letter(case.id, None, in_topic))
        self._sender.put(int(person.address.number), back)
