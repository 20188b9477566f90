"""What fuzzing found."""


class FoundError(AssertionError):
    """Something happened that must never happen; the message says what, and with which input."""
