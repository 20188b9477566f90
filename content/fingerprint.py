"""Fingerprints of Dutch texts: a translation names the one it was made from, to show when it is outdated."""

import hashlib

from content.model import Answer, Explanation

_LENGTH = 10


def fingerprint(text: Answer | Explanation) -> str:
    """Return ten hexadecimal digits that change with every word of `text`, and with nothing else."""
    match text:
        case Answer():
            parts = [f"{key}\t{part}" for key, part in sorted((text.parts or {}).items())]
            words = [text.title, text.question, text.answer, *parts]
        case Explanation():
            words = [text.name, text.meaning]
    return hashlib.sha256("\n".join(" ".join(word.split()) for word in words).encode()).hexdigest()[:_LENGTH]


def is_outdated(text: Answer | Explanation, dutch: Answer | Explanation) -> bool:
    """Tell whether the Dutch text has changed since `text` was translated from it."""
    return text.translated_from is not None and text.translated_from != fingerprint(dutch)
