"""The callback data of buttons about one's own data."""

from collections.abc import Callable, Mapping

from bot.telegram.interview_callback_data import flag, is_yes
from conversations.actions_of_privacy import (
    AskToForget,
    GetMyData,
    KeepDates,
    PrivacyAction,
    WithdrawConsent,
)

_WITHOUT_VALUES: Mapping[type, str] = {
    GetMyData: "yd",
    AskToForget: "yf",
    WithdrawConsent: "yw",
}


def encode_privacy_action(action: PrivacyAction) -> str:
    """Return the callback data of `action`."""
    if isinstance(action, KeepDates):
        return f"yk:{flag(action.kept)}"
    return _WITHOUT_VALUES[type(action)]


PRIVACY_DECODERS: Mapping[tuple[str, int], Callable[..., PrivacyAction]] = {
    **{(name, 0): kind for kind, name in _WITHOUT_VALUES.items()},
    ("yk", 1): lambda kept: KeepDates(is_yes(kept)),
}
"""How to read callback data, by its name and the number of values after it."""
