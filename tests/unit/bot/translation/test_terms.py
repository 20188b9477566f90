"""Dutch terms go through a machine as they are, or the translation is not used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.terms import protect
from content.loader import Content
from content.model import DUTCH
from content.term_forms import FoundTerm, TermForms

_TEXT = "Heb je het terugkeerbesluit van de IND, en van DT&V < 7301?"
_TERMS = ["terugkeerbesluit", "IND", "DT&V"]


@pytest.fixture(scope="module")
def forms(content: Content) -> TermForms:
    """Return the forms of the real glossary."""
    return TermForms(content.texts[DUTCH].glossary.terms)


def shown(term: FoundTerm) -> str:
    return f"<{term.form}>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_TEXT, _TERMS),
        ("Je vertrektermijn is voorbij", ["vertrektermijn"]),
        ("HOGER BEROEP", ["HOGER BEROEP"]),
        ("Lokaal terugkeeroverleg", ["Lokaal terugkeeroverleg"]),
        ("the find of the year", []),
        ("de vertrektermijnen", []),
        ("", []),
    ],
)
def test_terms_are_found(forms: TermForms, text: str, expected: list[str]) -> None:
    """Whole names in any case, abbreviations in capitals, the longest first, and no parts of words."""
    assert [found.form for found in forms.find(text)] == expected


def test_every_term_of_the_glossary_is_found(forms: TermForms, content: Content) -> None:
    """No explained term goes through a machine as an ordinary word."""
    names = [each.name.partition(" (")[0] for each in content.texts[DUTCH].glossary.terms.values()]
    assert [name for name in names if [found.form for found in forms.find(name)] != [name]] == []


def test_the_name_beside_a_term_has_no_explanation(forms: TermForms) -> None:
    """VluchtelingenWerk, in brackets beside steunpunt, is not explained as a steunpunt."""
    assert [found.term for found in forms.find("VluchtelingenWerk")] == [None]


def test_stand_ins(forms: TermForms) -> None:
    """Numbers stand in for terms, and none of them is in the text already."""
    protected = protect(_TEXT, forms)
    assert protected.numbered == "Heb je het 7302 van de 7303, en van 7304 < 7301?"


@pytest.mark.parametrize(
    ("translated", "expected"),
    [
        ("7303 7302 7304", "<IND> <terugkeerbesluit> <DT&V>"),
        ("7302'e 7,303 ٧٣٠٤", "<terugkeerbesluit>'e <IND> <DT&V>"),
        ("7302 7303", None),
        ("7302 7302 7303 7304", None),
        ("17302 7303 7304", None),
    ],
    ids=["another order", "written otherwise", "lost", "twice", "in a longer number"],
)
def test_terms_come_back(forms: TermForms, translated: str, expected: str | None) -> None:
    """Each term is put back where its number stands, once; otherwise the translation does not count."""
    assert protect(_TEXT, forms).restore_numbered(translated, shown) == expected


def test_html(forms: TermForms) -> None:
    """Terms are marked as LibreTranslate leaves them alone, and what looks like HTML is none."""
    protected = protect(_TEXT, forms)
    assert protected.html == (
        'Heb je het <span translate="no">terugkeerbesluit</span> van de <span translate="no">IND</span>,'
        ' en van <span translate="no">DT&amp;V</span> &lt; 7301?'
    )


@pytest.mark.parametrize("form", ["DT&V", "DT&amp;V"])
def test_terms_come_back_from_html(forms: TermForms, form: str) -> None:
    """LibreTranslate unescapes its answer; another server that does not is understood too."""
    mark = '<span translate="no">{}</span>'.format
    translated = f"{mark('IND')} a {mark(form)} {mark('terugkeerbesluit')} < 7301"
    restored = protect(_TEXT, forms).restore_html(translated, shown)
    assert restored == "<IND> a <DT&V> <terugkeerbesluit> < 7301"


@pytest.mark.parametrize("translated", ["", '<span translate="no">IND</span>', "IND DT&V terugkeerbesluit"])
def test_terms_that_are_lost_in_html(forms: TermForms, translated: str) -> None:
    """HTML without all the terms does not count."""
    assert protect(_TEXT, forms).restore_html(translated, shown) is None


@given(st.lists(st.sampled_from([*_TERMS, "TERUGKEERBESLUİT", "7301", "<b>", "&amp;", "\n", "سلام", " "])))
def test_any_text_comes_back(forms: TermForms, words: list[str]) -> None:
    """What a machine leaves as it is comes back as it was, both ways."""
    text = " ".join(words)
    protected = protect(text, forms)
    assert protected.restore_numbered(protected.numbered, lambda term: term.form) == text
    assert protected.restore_html(protected.html, lambda term: term.form) == text
