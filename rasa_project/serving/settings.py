"""Which stores to use, by what stands in the environment."""

from __future__ import annotations

from typing import Mapping

from cryptography.fernet import Fernet

ALONE = "endpoints.yml"
SHARED = "endpoints_shared.yml"
_OF_THE_BOT = "WEGWIJZER_RASA_TOKEN"
_FOR_REPLICAS = ("WEGWIJZER_RASA_TRACKER_DATABASE", "WEGWIJZER_RASA_TRACKER_KEY", "WEGWIJZER_RASA_LOCKS")


class ServingError(Exception):
    """The server cannot be started like this; one sentence for the operator says what to do."""


def endpoints_file(environment: Mapping[str, str]) -> str:
    """Return the file with the stores: in memory, or shared when all three settings are there.

    Raises ServingError when only some of the settings are there, the key is malformed or the token missing.
    """
    if not environment.get(_OF_THE_BOT):
        raise ServingError(f"{_OF_THE_BOT} is not set. It is the RASA_TOKEN of the bot.")
    missing = [name for name in _FOR_REPLICAS if not environment.get(name)]
    if len(missing) == len(_FOR_REPLICAS):
        return ALONE
    if missing:
        raise ServingError(f"Replicas need {' and '.join(missing)} as well.")
    try:
        Fernet(environment["WEGWIJZER_RASA_TRACKER_KEY"])
    except ValueError as error:
        message = "WEGWIJZER_RASA_TRACKER_KEY must be 32 random bytes in URL-safe base64. Make a new one."
        raise ServingError(message) from error
    return SHARED
