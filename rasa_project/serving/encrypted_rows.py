"""Sealed rows in a SQL database, found by a name that only the key can make."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from threading import Lock
from typing import Optional

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.exc import SQLAlchemyError

_KEPT_SECONDS = 7 * 24 * 3600
"""As long as the bot remembers a last topic."""

_CLEANED_EVERY_SECONDS = 3600.0
_PATIENCE_SECONDS = 3
_TABLE = """CREATE TABLE IF NOT EXISTS sealed_trackers (
    name CHAR(64) PRIMARY KEY, content TEXT NOT NULL, saved_at BIGINT NOT NULL)"""
_WRITE = """INSERT INTO sealed_trackers (name, content, saved_at) VALUES (:name, :content, :now)
    ON CONFLICT (name) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at"""
_READ = "SELECT content FROM sealed_trackers WHERE name = :name"
_ERASE = "DELETE FROM sealed_trackers WHERE name = :name"
_CLEAN = "DELETE FROM sealed_trackers WHERE saved_at < :before"

logger = logging.getLogger(__name__)


class EncryptedRows:
    """Writes, reads and erases; who has the database and not the key learns sizes and times only.

    Every method raises SQLAlchemyError when the database cannot be reached.
    """

    def __init__(self, url: str, key: str) -> None:
        """Connect when first needed; `key` is a Fernet key.

        Raises ValueError when the key is malformed.
        """
        self._fernet = Fernet(key)
        self._naming_key = hashlib.sha256(b"names of conversations" + key.encode()).digest()
        self._engine = sa.create_engine(url, pool_pre_ping=True, **_patience(url))
        self._preparing = Lock()
        self._is_prepared = False
        self._clean_at = 0.0

    def write(self, conversation: str, content: str) -> None:
        """Keep `content` in the place of what was kept; what is over a week old goes now and then."""
        now = time.time()
        sealed = self._fernet.encrypt(content.encode()).decode("ascii")
        with self._prepared().begin() as connection:
            values = {"name": self._name(conversation), "content": sealed, "now": int(now)}
            connection.execute(sa.text(_WRITE), values)
            if now >= self._clean_at:
                connection.execute(sa.text(_CLEAN), {"before": int(now) - _KEPT_SECONDS})
                self._clean_at = now + _CLEANED_EVERY_SECONDS

    def read(self, conversation: str) -> Optional[str]:
        """Return what is kept, or None; what another key has sealed counts as nothing."""
        with self._prepared().connect() as connection:
            sealed = connection.execute(sa.text(_READ), {"name": self._name(conversation)}).scalar()
        if sealed is None:
            return None
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode()
        except InvalidToken:
            logger.warning("A row cannot be opened with this key; the conversation begins anew.")
            return None

    def erase(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        with self._prepared().begin() as connection:
            connection.execute(sa.text(_ERASE), {"name": self._name(conversation)})

    def _name(self, conversation: str) -> str:
        return hmac.new(self._naming_key, conversation.encode(), hashlib.sha256).hexdigest()

    def _prepared(self) -> sa.engine.Engine:
        with self._preparing:
            if not self._is_prepared:
                try:
                    self._make_table()
                except SQLAlchemyError:
                    # Two replicas that start at the same moment collide once: the table is there then.
                    self._make_table()
                self._is_prepared = True
        return self._engine

    def _make_table(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.text(_TABLE))


def _patience(url: str) -> dict[str, dict[str, object]]:
    """Return how long to wait for PostgreSQL: shorter than the bot waits for an answer."""
    if not url.startswith("postgresql"):
        return {}
    options = f"-c statement_timeout={_PATIENCE_SECONDS * 1000}"
    return {"connect_args": {"connect_timeout": _PATIENCE_SECONDS, "options": options}}
