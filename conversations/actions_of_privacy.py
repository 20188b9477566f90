"""What taps about one's own data mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GetMyData:
    """Get a copy of everything that is kept."""


@dataclass(frozen=True, slots=True)
class AskToForget:
    """Ask whether everything is to be erased."""


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Take back the consent, and with it what was kept because of it."""


@dataclass(frozen=True, slots=True)
class KeepDates:
    """Say after taking back the consent whether dates and reminders stay."""

    kept: bool


PrivacyAction = GetMyData | AskToForget | WithdrawConsent | KeepDates
