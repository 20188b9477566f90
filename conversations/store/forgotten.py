"""Conversations that the understanding must forget, until it has confirmed that."""

from sqlite_utils import Database

from conversations.identifiers import ConversationId
from conversations.store.database import translated_errors


class StoredForgotten:
    """Keeps pseudonyms of conversations in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def add(self, conversation: ConversationId) -> None:
        """Remember that `conversation` is to be forgotten."""
        with translated_errors(), self._database.atomic():
            self._database.table("forgotten_conversations").insert(
                {"conversation": conversation}, replace=True
            )

    def waiting(self) -> tuple[ConversationId, ...]:
        """Return the conversations that are still to be forgotten."""
        with translated_errors():
            return tuple(
                ConversationId(row["conversation"])
                for row in self._database.table("forgotten_conversations").rows
            )

    def done(self, conversation: ConversationId) -> None:
        """Remember that `conversation` has been forgotten."""
        with translated_errors(), self._database.atomic():
            self._database.table("forgotten_conversations").delete(conversation)
