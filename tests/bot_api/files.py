"""Files on Telegram's side: what a person or the bot uploaded, found again by its id or path."""

import hashlib
from dataclasses import dataclass

MOST_DOWNLOADED = 20 * 1024 * 1024
_FOLDERS = {
    "animation": ("animations", "mp4", "video/mp4"),
    "audio": ("music", "mp3", "audio/mpeg"),
    "document": ("documents", "bin", "application/octet-stream"),
    "photo": ("photos", "jpg", "image/jpeg"),
    "sticker": ("stickers", "webp", "image/webp"),
    "video": ("videos", "mp4", "video/mp4"),
    "video_note": ("video_notes", "mp4", "video/mp4"),
    "voice": ("voice", "oga", "audio/ogg"),
}
_NAMED = ("animation", "audio", "document", "video")  # other kinds lose the name of the file
_TYPES = {"ics": "text/calendar", "jpg": "image/jpeg", "json": "application/json", "pdf": "application/pdf"}
_TYPES |= {"png": "image/png", "txt": "text/plain"}


@dataclass(frozen=True)
class StoredFile:
    """One file with the names that Telegram gives it."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    name: str
    mime_type: str
    content: bytes


class FileStore:
    """Keeps files in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, content: bytes, name: str = "") -> StoredFile:
        """Keep a file, as the given kind of media."""
        folder, suffix, mime_type = _FOLDERS[kind]
        if kind == "document" and "." in name:
            suffix = name.rsplit(".", 1)[1].lower()
            mime_type = _TYPES.get(suffix, mime_type)
        number = len(self._by_id) + 1
        digest = hashlib.sha256(content).hexdigest()[:12]
        stored = StoredFile(
            file_id=f"FILE-{kind}-{number}-{digest}",
            unique_id=f"UNIQUE-{digest}",
            path=f"{folder}/file_{number}.{suffix}",
            kind=kind,
            name=name if kind in _NAMED else "",
            mime_type=mime_type,
            content=content,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """Find a file by the id that messages carry."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Find a file by the path that `getFile` answers."""
        return self._by_path.get(path)
