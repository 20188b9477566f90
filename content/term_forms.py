"""The forms in which the Dutch terms of the glossary stand in texts: whole names and abbreviations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.model import Explanation, TermId

_NAME = re.compile(r"(?P<main>[^()]+?)\s*(?:\((?P<beside>[^()]+)\))?\s*")
_SHORTEST = 3
"""Forms of two letters, such as VA, are words of other languages too."""


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term as it stands in a text, from the character `start` up to `end`.

    `term` is None for a name that belongs to no explanation of its own, such as VluchtelingenWerk.
    """

    form: str
    term: TermId | None
    start: int
    end: int


class TermForms:
    """Finds Dutch terms in texts of any language."""

    def __init__(self, terms: Mapping[TermId, Explanation]) -> None:
        """Read the forms from the Dutch names, such as `Dienst Terugkeer en Vertrek (DT&V)`."""
        self._terms: dict[str, TermId | None] = {}
        for position in ("main", "beside"):
            for term, explanation in terms.items():
                match = _NAME.fullmatch(explanation.name)
                form = match[position] if match else None
                if form and len(form) >= _SHORTEST and not form.isdecimal():
                    explained = position == "main" or not _is_other_name(form, explanation.name)
                    self._terms.setdefault(_key(form), term if explained else None)
        longest_first = sorted(self._terms, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_alternative, longest_first))})(?!\w)")

    def find(self, text: str) -> Iterator[FoundTerm]:
        """Give the terms in `text`, in order; of two that overlap the longer."""
        if not self._terms:
            return
        for match in self._pattern.finditer(text):
            form = match.group()
            # A dotted capital I is an i to the pattern and something else in small letters: then None.
            term = self._terms.get(form) or self._terms.get(form.casefold())
            yield FoundTerm(form, term, match.start(), match.end())


def _key(form: str) -> str:
    """Return names in small letters; abbreviations keep their capitals, to be told from words."""
    return form if _is_abbreviation(form) else form.casefold()


def _alternative(key: str) -> str:
    return re.escape(key) if _is_abbreviation(key) else f"(?i:{re.escape(key)})"


def _is_abbreviation(form: str) -> bool:
    return " " not in form and form[1:] != form[1:].casefold()


def _is_other_name(beside: str, name: str) -> bool:
    """Tell whether what stands in brackets is a name with letters that are no initials of the term."""
    initials = {word[0].casefold() for word in re.split(r"[^\w]+", _NAME.sub(r"\g<main>", name)) if word}
    return _is_abbreviation(beside) and not {char.casefold() for char in beside if char.isupper()} & initials
