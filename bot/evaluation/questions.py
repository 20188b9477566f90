"""Evaluation questions: what people might type, and every id that would truly serve them."""

from dataclasses import dataclass
from pathlib import Path

from bot.paths import PROJECT
from content.model import LanguageCode
from content.yaml_files import read_list

FOLDER = PROJECT / "tests" / "evaluation"
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the ids that serve it; `out_of_scope` means that none should."""

    text: str
    ids: tuple[str, ...]

    @property
    def in_scope(self) -> bool:
        """Tell whether there is an answer to give."""
        return OUT_OF_SCOPE not in self.ids


def load_questions(kind: str, folder: Path = FOLDER) -> dict[LanguageCode, tuple[Question, ...]]:
    """Return the questions of `kind` (a folder name), by language.

    Raises BrokenContentError when a file is not in the agreed form.
    """
    return {
        LanguageCode(path.stem): read_list(path, Question) for path in sorted((folder / kind).glob("*.yml"))
    }
