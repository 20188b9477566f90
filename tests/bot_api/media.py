"""How a file stands in a message."""

from typing import Any

from tests.bot_api.files import StoredFile

MEDIA_KINDS = ("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice")
WITH_CAPTION = ("animation", "audio", "document", "photo", "video", "voice")
_PHOTO_WIDTHS = (90, 320, 800)


def _file(stored: StoredFile) -> dict[str, Any]:
    """Return what all kinds of files have in common."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }


def media_content(stored: StoredFile, **details: Any) -> dict[str, Any]:
    """Return the part of a message that carries a file, such as `{"voice": {...}}`."""
    kind, file = stored.kind, _file(stored)
    named = {"mime_type": stored.mime_type} | ({"file_name": stored.name} if stored.name else {})
    timed = {"duration": details.get("duration") or 1}
    sized = {"width": details.get("width") or 640, "height": details.get("height") or 480}
    if kind == "photo":
        return {"photo": [file | {"width": width, "height": width * 3 // 4} for width in _PHOTO_WIDTHS]}
    if kind == "document":
        return {"document": file | named}
    if kind == "voice":
        return {"voice": file | timed | {"mime_type": stored.mime_type}}
    if kind == "audio":
        return {"audio": file | timed | named}
    if kind == "video_note":
        return {"video_note": file | timed | {"length": details.get("length") or 240}}
    if kind == "sticker":
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": file | shape | {"emoji": details.get("emoji") or "👍"}}
    moving = {kind: file | timed | sized | named}
    return moving | ({"document": file | named} if kind == "animation" else {})
