"""Errors at the edges; each carries one sentence for the operator that says what to do."""


class BotError(Exception):
    """Base of everything that this package raises."""


class AuditError(BotError):
    """What we depend on cannot be looked up, or the exceptions cannot be read."""


class SettingsError(BotError):
    """A setting is missing, malformed or unknown."""


class PreparationError(BotError):
    """An environment or the model cannot be prepared or is damaged."""


class RasaStartError(BotError):
    """The Rasa process cannot be started."""


class TelegramStartError(BotError):
    """Telegram refuses the bot, or the webhook cannot be opened."""


class TranslationRefusedError(BotError):
    """The server for machine translation does not take this text: it is too long, say."""


class TranslationUnavailableError(BotError):
    """The server for machine translation does not answer, or not as it should."""


class DataFolderBusyError(BotError):
    """Another process works with the data folder."""


class WrongUserError(BotError):
    """The data folder belongs to another user of this machine."""


class HealthStartError(BotError):
    """The address for /health and /metrics cannot be opened."""
