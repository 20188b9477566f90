"""Character profiles of languages."""

import hashlib
from pathlib import Path

import pytest

from bot.evaluation.examples import read_examples
from bot.language.profiles import FOLDER, Profiles, load_profiles, write_profiles
from bot.language.scripts import Script
from content.model import LanguageCode

DUTCH, ENGLISH = LanguageCode("nl"), LanguageCode("en")
EXAMPLES = {
    DUTCH: ["mag ik werken", "hoe lang mag ik blijven", "wat krijg ik"] * 20,
    ENGLISH: ["may i work", "how long can i stay", "what do i get"] * 20,
}


@pytest.fixture
def latin(tmp_path: Path) -> Profiles:
    write_profiles(EXAMPLES, tmp_path)
    return load_profiles(tmp_path)[Script.LATIN]


def test_probabilities(latin: Profiles) -> None:
    """Probabilities add up to one, and the language of the words is the likeliest."""
    for text, language in (("krijg ik werk", DUTCH), ("WORK HERE", ENGLISH)):
        found = latin.probabilities(text, [DUTCH, ENGLISH])
        assert max(found, key=found.__getitem__) == language
        assert sum(found.values()) == pytest.approx(1)


def test_only_the_languages_asked_for(latin: Profiles) -> None:
    """A language that is not served is never guessed."""
    assert latin.probabilities("krijg ik werk", [ENGLISH]) == {ENGLISH: 1.0}


@pytest.mark.parametrize("text", ["", "123 !", "ʬʬʬ", "ላ"])
def test_nothing_known(latin: Profiles, text: str) -> None:
    """A text without any known letters gets no guess."""
    assert latin.probabilities(text, [DUTCH, ENGLISH]) == {}


def test_a_few_examples_make_no_profile(tmp_path: Path) -> None:
    """Names of languages in another script are not a way to type a language."""
    write_profiles({**EXAMPLES, DUTCH: [*EXAMPLES[DUTCH], "عربي"]}, tmp_path)
    assert set(load_profiles(tmp_path)) == {Script.LATIN}


def test_the_profiles_belong_to_the_examples(tmp_path: Path) -> None:
    """The profiles in the project are those of the present examples (`./wegwijzer nlu profiles`)."""
    write_profiles(read_examples(), tmp_path)
    assert _digests(FOLDER) == _digests(tmp_path)


def _digests(folder: Path) -> dict[str, str]:
    """Say of every file which bytes it holds, since pytest takes minutes to draw how two differ."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
