"""What a person can do in a chat."""

from dataclasses import dataclass
from enum import StrEnum

from content.model import LanguageCode
from conversations.actions import Action
from conversations.attachments import Attachment


class Command(StrEnum):
    """Commands, named as people type them after the slash."""

    START = "start"
    MENU = "menu"
    LANGUAGE = "language"
    CALCULATE = "calculate"
    DEADLINES = "deadlines"
    APPOINTMENTS = "appointments"
    REMINDERS = "reminders"
    STOP = "stop"
    END = "end"
    HUMAN = "human"
    PRIVACY = "privacy"
    MYDATA = "mydata"
    FORGET = "forget"
    PANIC = "panic"
    HELP = "help"


class MediaKind(StrEnum):
    """Kinds of messages without text, named as in the interface texts."""

    VOICE = "voice"
    PHOTO = "photo"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    STICKER = "sticker"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TextWritten:
    """The person wrote something, in the message with this number; maybe below an attachment.

    `reply_to` is the message that it answers; `edited` tells that an earlier message was changed into this.
    """

    text: str
    message: int | None = None
    attachment: Attachment | None = None
    reply_to: int | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """The person tapped a button; None when it is not one of ours or no longer."""

    action: Action | None


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """The person gave a command; None when it is not one of ours.

    `words` is what they wrote behind it, if anything; all that they wrote where it is not one of ours.
    """

    command: Command | None
    words: TextWritten | None = None


@dataclass(frozen=True, slots=True)
class MediaSent:
    """The person sent something other than text, in the message with this number.

    `attachment` is None when it is of a kind that cannot be passed on.
    """

    kind: MediaKind
    message: int | None = None
    attachment: Attachment | None = None
    reply_to: int | None = None
    edited: bool = False


Event = TextWritten | ButtonPressed | CommandGiven | MediaSent


def written_in(event: Event) -> TextWritten | None:
    """Return what the person wrote: their words, or those behind a command."""
    match event:
        case TextWritten():
            return event
        case CommandGiven(_, words):
            return words
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be reached: a channel and the number there (never logged).

    `language_hint` is the language of the person's app, used only before they chose one.
    """

    channel: str
    number: str
    language_hint: LanguageCode | None = None
