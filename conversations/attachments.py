"""What comes with a message besides words: pictures, sounds, files and places."""

from dataclasses import dataclass
from enum import StrEnum


class AttachmentKind(StrEnum):
    """Kinds of attachments that pass between a person and counsellors."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by the name that the channel gave it, or a place in degrees; `caption` stands below it.

    `ending` is what is left of the name of a file (".pdf"): the rest often is the name of a person. What is
    `nameless` has none.
    `kept_name` is the name of a file that is too large to be sent without it: such a file goes on only after
    its person was asked.
    """

    kind: AttachmentKind
    file: str = ""
    caption: str = ""
    ending: str = ""
    nameless: bool = False
    kept_name: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
