"""Errors by meaning: callers decide by class, people see a content text, operators see the sentence."""


class ConversationError(Exception):
    """Base of everything that this package raises."""


class UnderstandingUnavailableError(ConversationError):
    """The part that understands questions does not answer now; try again later."""


class StoreError(ConversationError):
    """Base of what can go wrong with the store."""


class WrongKeyError(StoreError):
    """The database cannot be read with this key, or is damaged."""


class StoreUnavailableError(StoreError):
    """The database cannot be written: the disk is full or read-only."""


class NewerDatabaseError(StoreError):
    """A newer version has changed the form of the database: this one could do harm to it."""


class BackupError(StoreError):
    """A backup cannot be made or used; what there was is unchanged."""
