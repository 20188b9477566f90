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

    `ending` is what is left of the name of a file (".pdf"): the rest often is the name of a person.
    """

    kind: AttachmentKind
    file: str = ""
    caption: str = ""
    ending: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
