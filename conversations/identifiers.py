"""Opaque ids: nothing about a person can be read from them or guessed."""

import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
"""Our own number of a person; never leaves the bot process."""

ConversationId = NewType("ConversationId", str)
"""The pseudonym under which Rasa keeps the state of the talk."""


def new_person_id() -> PersonId:
    """Return a fresh random id."""
    return PersonId(secrets.token_hex(16))


def new_conversation_id() -> ConversationId:
    """Return a fresh random id."""
    return ConversationId(secrets.token_hex(16))


def new_short_id() -> str:
    """Return a fresh random id of eight characters, short enough for the data of a button."""
    return secrets.token_urlsafe(6)
