"""The explanations of terms."""

from pathlib import Path

import pytest

from content.checks import check
from content.errors import UnknownTextError
from content.loader import Content, load
from content.model import DUTCH, LanguageCode, TermId

_GLOSSARY = "texts/en/glossary.yml"


def test_every_term_is_explained(content: Content, language: LanguageCode) -> None:
    """Whichever of the 141 terms a letter holds, its meaning can be told in the person's language."""
    assert len(content.glossary) == 141
    assert set(content.texts[language].glossary.terms) == set(content.glossary)


def test_a_term_has_topics_that_exist(content: Content) -> None:
    """A button below an explanation always leads somewhere."""
    related = {topic for term in content.glossary.values() for topic in term.topics}

    assert {topic for topic in related if not content.is_published(topic)} == set()


def test_an_unknown_term_is_an_error_of_its_own(content: Content) -> None:
    """A mistake in the program is told apart from a mistake in the content."""
    with pytest.raises(UnknownTextError, match="'no_such_term' in 'nl'"):
        content.explanation(TermId("no_such_term"), DUTCH)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  vbl:\n", "  vbll:\n", "'vbl' is missing. Translate it from nl."),
        (
            "    name: vrijheidsbeperkende",
            "    name: vrijheidsbeperkend",
            "name of vbl must be the Dutch one",
        ),
        ("2007", "2008", "lacks numbers of the Dutch text: 2007"),
        ("status: draft", "status: reviewed", "A reviewed text needs reviewed_by"),
    ],
)
def test_a_wrong_explanation_is_found(content_copy: Path, old: str, new: str, words: str) -> None:
    """A term that is missing, renamed or inexact is named with its file, its line and what to do."""
    path = content_copy / _GLOSSARY
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    findings = check(load(content_copy), content_copy)

    assert {finding.path for finding in findings} == {path}
    assert [finding for finding in findings if words in finding.message] != []


def test_a_missing_gloss_is_found(content_copy: Path) -> None:
    """A Dutch name alone tells nothing to whoever does not read Dutch."""
    path = content_copy / _GLOSSARY
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("    gloss:"))
    path.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")

    (finding,) = check(load(content_copy), content_copy)

    assert "needed in every language but Dutch" in finding.message
