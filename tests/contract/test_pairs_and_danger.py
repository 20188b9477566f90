"""What config.yml repeats from the catalogue, because Rasa cannot read the content."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from content.loader import Content

RASA = Path(__file__).parents[2] / "rasa_project"


@pytest.fixture(scope="module")
def pipeline() -> dict[str, dict[str, Any]]:
    """Return the components of the pipeline by the last part of their name."""
    config = yaml.safe_load((RASA / "config.yml").read_text(encoding="utf-8"))
    return {component["name"].rsplit(".", 1)[-1]: component for component in config["pipeline"]}


def test_pairs(content: Content, pipeline: dict[str, dict[str, Any]]) -> None:
    """Ids that get one answer are one question for the classifier too, or it would ask back between them."""
    joined = {tuple(pair) for pair in pipeline["CalibratedLinearClassifier"]["same_question"]}
    told = {
        (question.answered_below, key)
        for key, question in content.handover.items()
        if question.answered_below
    }
    assert joined == told


def test_dangers(content: Content, pipeline: dict[str, dict[str, Any]]) -> None:
    """Every question about danger goes first, and no other."""
    dangers = {key for key, question in content.handover.items() if question.danger}
    assert set(pipeline["DangerFirst"]["intents"]) == dangers


def test_forms_of_terms(content: Content) -> None:
    """Every term has forms, every form belongs to one term, and every term exists."""
    forms: dict[str, set[str]] = {}
    for path in sorted((RASA / "data" / "nlu").glob("*/glossary.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                if line.strip():
                    form = " ".join(line.strip().removeprefix("- ").casefold().split())
                    forms.setdefault(form, set()).add(entry["synonym"])
    assert {form: terms for form, terms in forms.items() if len(terms) > 1} == {}
    assert {term for terms in forms.values() for term in terms} == set(content.glossary)
