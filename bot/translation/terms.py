"""Keep Dutch terms as they are while a text goes through a machine.

A number stands in for each term: machines copy numbers, and the sentence stays whole. When one is lost, the
terms go as HTML that is not to be translated: LibreTranslate never touches those, but translates the pieces
between them one by one, which reads less well.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from itertools import count, islice

from bot.translation.numbers import western_digits
from content.term_forms import FoundTerm, TermForms

_FIRST_STAND_IN = 7301
"""Four digits that are no year, so that nobody writes them as 7,301 or in words."""

_KEPT = re.compile(r'<span translate="no">(?P<form>.*?)</span>', re.DOTALL)
Shown = Callable[[FoundTerm], str]


@dataclass(frozen=True, slots=True)
class ProtectedText:
    """A text with its terms, and the number that stands in for each of them."""

    original: str
    terms: tuple[FoundTerm, ...]
    stand_ins: tuple[str, ...]

    @property
    def numbered(self) -> str:
        """Return the text with numbers in the place of terms."""
        return self._with(self.stand_ins, str)

    @property
    def html(self) -> str:
        """Return the text as HTML in which the terms are marked as not to be translated."""
        marked = tuple(f'<span translate="no">{escape(term.form, quote=False)}</span>' for term in self.terms)
        return self._with(marked, lambda words: escape(words, quote=False))

    def restore_numbered(self, translated: str, shown: Shown) -> str | None:
        """Return `translated` with terms in the place of numbers; None unless each is there once."""
        digits = western_digits(translated)
        pieces: list[tuple[int, int, str]] = []
        for term, stand_in in zip(self.terms, self.stand_ins, strict=True):
            pattern = rf"(?<!\d){stand_in[0]}[.,٬]?{stand_in[1:]}(?!\d)"
            places = [match.span() for match in re.finditer(pattern, digits)]
            if len(places) != 1:
                return None
            pieces.append((*places[0], shown(term)))
        for start, end, words in sorted(pieces, reverse=True):
            translated = translated[:start] + words + translated[end:]
        return translated

    def restore_html(self, translated: str, shown: Shown) -> str | None:
        """Return the words of the HTML `translated` with its terms; None unless each is there."""
        kept = [unescape(match["form"]) for match in _KEPT.finditer(translated)]
        if sorted(kept) != sorted(term.form for term in self.terms):
            return None
        waiting = list(self.terms)

        def put_back(match: re.Match[str]) -> str:
            form = unescape(match["form"])
            term = next(term for term in waiting if term.form == form)
            waiting.remove(term)
            return shown(term)

        return unescape(_KEPT.sub(put_back, translated))

    def _with(self, instead: tuple[str, ...], change: Callable[[str], str]) -> str:
        text, end = "", 0
        for term, words in zip(self.terms, instead, strict=True):
            text += change(self.original[end : term.start]) + words
            end = term.end
        return text + change(self.original[end:])


def protect(text: str, forms: TermForms) -> ProtectedText:
    """Find the terms of `text`, and a number for each that does not stand in the text."""
    terms = tuple(forms.find(text))
    digits = western_digits(text)
    free = (str(number) for number in count(_FIRST_STAND_IN) if str(number) not in digits)
    return ProtectedText(text, terms, tuple(islice(free, len(terms))))
