"""Character profiles of the served languages, learned from how people type to this assistant.

General detectors learn from newspapers: they take short Dutch for Afrikaans, and Arabic typed in Latin
letters for anything. These profiles come from the training examples (`./wegwijzer nlu profiles` writes
them), so they know what our people type: without diacritics, with Dutch terms mixed in, in Latin letters.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.language.scripts import Script, main_script
from content.model import LanguageCode

FOLDER = Path(__file__).parent / "profiles"

_WORD = re.compile(r"[^\W\d_]+(?:['’\d][^\W_]+)*|\d[^\W_]{3,}")
"""Words; a digit inside one stands for an Arabic letter, but `3a` is part of a number."""

_LONGEST = 5
_KEPT = 24_000
_FEWEST_EXAMPLES = 2
_FEWEST_OF_A_LANGUAGE = 50
"""Fewer are names of languages and the like, not a way to type this one."""

_SMOOTHING = 0.1
_TEMPERATURE = 0.3
"""Letters of one word depend on each other: without this the profiles would always be certain."""


class Profiles:
    """Gives each language a probability by the n-grams of a text, in one script."""

    def __init__(self, languages: tuple[LanguageCode, ...], counts: Mapping[str, tuple[int, ...]]) -> None:
        """Take for every n-gram in how many examples of each language it occurs."""
        self.languages = languages
        self._counts = counts
        self._logarithms = [
            math.log(sum(column) + _SMOOTHING * len(counts)) for column in zip(*counts.values(), strict=True)
        ]

    def probabilities(self, text: str, only: Iterable[LanguageCode]) -> Mapping[LanguageCode, float]:
        """Return probabilities that add up to 1 over the languages in `only`; empty when nothing is known."""
        columns = {code: number for number, code in enumerate(self.languages) if code in set(only)}
        sums = dict.fromkeys(columns, 0.0)
        known = False
        for gram in _grams(text):
            counts = self._counts.get(gram)
            if counts is None:
                continue
            known = True
            for code, number in columns.items():
                sums[code] += math.log(counts[number] + _SMOOTHING) - self._logarithms[number]
        if not known:
            return {}
        highest = max(sums.values())
        weights = {code: math.exp((value - highest) * _TEMPERATURE) for code, value in sums.items()}
        total = sum(weights.values())
        return {code: weight / total for code, weight in weights.items()}


def load_profiles(folder: Path = FOLDER) -> dict[Script, Profiles]:
    """Read the profiles of every script that has a file."""
    return {script: _read(path) for script in Script if (path := _path(folder, script)).exists()}


def write_profiles(examples: Mapping[LanguageCode, Iterable[str]], folder: Path = FOLDER) -> None:
    """Learn the profiles from `examples` and write one file for each script of several languages."""
    by_script: defaultdict[Script, defaultdict[LanguageCode, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for code, texts in sorted(examples.items()):
        for text in texts:
            script = main_script(text)
            if script is not None:
                by_script[script].setdefault(code, []).append(text)
    folder.mkdir(exist_ok=True)
    for script, typed in by_script.items():
        counters = {
            code: Counter(gram for text in texts for gram in set(_grams(text)))
            for code, texts in typed.items()
            if len(texts) >= _FEWEST_OF_A_LANGUAGE
        }
        if len(counters) > 1:
            _path(folder, script).write_text(_as_text(counters), encoding="utf-8")


def _as_text(counters: Mapping[LanguageCode, Counter[str]]) -> str:
    total: Counter[str] = sum(counters.values(), start=Counter())
    frequent = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
    lines = ["\t".join(["", *counters])]
    for gram, times in frequent:
        if times >= _FEWEST_EXAMPLES:
            # A space, the border of a word, shows as an underscore.
            counts = (str(counter[gram] or "") for counter in counters.values())
            lines.append("\t".join([gram.replace(" ", "_"), *counts]))
    return "\n".join(lines) + "\n"


def _read(path: Path) -> Profiles:
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    languages = tuple(LanguageCode(code) for code in head.split("\t")[1:])
    counts = {}
    for line in lines:
        gram, *numbers = line.split("\t")
        counts[gram.replace("_", " ")] = tuple(int(number or 0) for number in numbers)
    return Profiles(languages, counts)


def _path(folder: Path, script: Script) -> Path:
    return folder / f"{script.name.lower()}.tsv"


def _grams(text: str) -> Iterator[str]:
    """Give all n-grams of 1 to 5 characters, word by word; words begin and end with a space."""
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for length in range(1, _LONGEST + 1):
            for start in range(len(padded) - length + 1):
                if (gram := padded[start : start + length]) != " ":
                    yield gram
