"""The training examples, by language: what profiles of languages are learned from."""

from pathlib import Path

from bot.paths import PROJECT
from content.model import LanguageCode

FOLDER = PROJECT / "rasa_project" / "data" / "nlu"
_EXAMPLE = "    - "
_NOT_TYPED = "glossary.yml"
"""Single terms, which every language shares."""


def read_examples(folder: Path = FOLDER) -> dict[LanguageCode, list[str]]:
    """Return the examples of every language, without those lists of Dutch terms that all share."""
    return {
        LanguageCode(language.name): [
            line.removeprefix(_EXAMPLE).strip()
            for path in sorted(language.glob("*.yml"))
            if path.name != _NOT_TYPED
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith(_EXAMPLE)
        ]
        for language in sorted(folder.iterdir())
        if language.is_dir()
    }
