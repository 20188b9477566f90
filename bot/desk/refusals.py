"""What a refusal of Telegram means for what was to be posted."""

from enum import Enum, auto

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.desk.steps import Step, StepKind

_SIGNS = (
    ("not modified", "DONE"),
    ("thread not found", "TOPIC_GONE"),
    ("topic_deleted", "TOPIC_GONE"),
    ("topic_id_invalid", "TOPIC_GONE"),
    ("topic_closed", "TOPIC_CLOSED"),
    ("message to pin not found", "DONE"),
    ("message to edit not found", "CARD_GONE"),
    ("message can't be edited", "CARD_GONE"),
    ("message_id_invalid", "CARD_GONE"),
    ("too much", "FULL"),
    ("too_much", "FULL"),
    ("too many", "FULL"),
    ("not enough rights", "NO_RIGHT"),
    ("have no rights", "NO_RIGHT"),
    ("chat_admin_required", "NO_RIGHT"),
    ("write_forbidden", "NO_RIGHT"),
    ("not a forum", "NO_RIGHT"),
    ("not a member", "NO_RIGHT"),
    ("chat not found", "NO_RIGHT"),
    ("text is empty", "HOPELESS"),
    ("file identifier", "HOPELESS"),
    ("file_id", "HOPELESS"),
    ("can't use file", "HOPELESS"),
    ("file is too big", "HOPELESS"),
    ("too long", "HOPELESS"),
)


class Meaning(Enum):
    """What is the matter."""

    DONE = auto()
    TOPIC_GONE = auto()
    TOPIC_CLOSED = auto()
    CARD_GONE = auto()
    FULL = auto()
    NO_RIGHT = auto()
    HOPELESS = auto()
    UNKNOWN = auto()
    NETWORK = auto()


def meaning_of(error: TelegramError, step: Step) -> Meaning:
    """Return what `error` means for `step`."""
    if isinstance(error, Forbidden):
        return Meaning.NO_RIGHT
    if not isinstance(error, BadRequest):
        return Meaning.NETWORK
    reason = str(error).casefold()
    name = next((name for sign, name in _SIGNS if sign in reason), "UNKNOWN")
    meaning = Meaning[name]
    if meaning is Meaning.FULL and step.kind is not StepKind.TOPIC:
        return Meaning.UNKNOWN
    return meaning
