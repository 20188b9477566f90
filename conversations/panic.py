"""The word that empties the chat: something that everybody can type, on every keyboard."""

import unicodedata

from conversations.events import Command, CommandGiven, Event, TextWritten

PANIC_WORD = "0000"
_STOP_SIGN = "\N{OCTAGONAL SIGN}"
_UNSEEN = "CMZ"
"""Kinds of signs that do not count: marks of direction, what makes a digit a key, spaces."""


def is_panic_word(text: str) -> bool:
    """Tell whether `text` is four zeros, in the digits of any script, or two stop signs.

    What nobody sees, such as marks of direction, does not count.
    """
    typed = "".join(sign for sign in text if unicodedata.category(sign)[0] not in _UNSEEN)
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in typed)
    return digits == PANIC_WORD or typed == 2 * _STOP_SIGN


def is_panic(event: Event) -> bool:
    """Tell whether the person wants the chat emptied, by the word or by the command."""
    match event:
        case TextWritten(text):
            return is_panic_word(text)
        case CommandGiven(command):
            return command is Command.PANIC
        case _:
            return False
