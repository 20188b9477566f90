"""The little markup of content texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import ContentError
from content.markup import (
    Bullets,
    DutchTerm,
    Euro,
    MarkupError,
    OrganisationField,
    Paragraph,
    Placeholder,
    Plain,
    Span,
    Strong,
    parse,
    parse_spans,
)

_WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="*[]{}<>-"), min_size=1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("plain words", (Plain("plain words"),)),
        ("**strong**", (Strong("strong"),)),
        ("the [vertrektermijn] ends", (Plain("the "), DutchTerm("vertrektermijn"), Plain(" ends"))),
        ("{euro:1750}", (Euro(1750),)),
        ("call {organisation:phone}", (Plain("call "), OrganisationField("phone"))),
        ("{sources}", (Placeholder("sources"),)),
        ("[OSB]{euro:40}**now**", (DutchTerm("OSB"), Euro(40), Strong("now"))),
        ("**ከመይ** 5 * 3", (Strong("ከመይ"), Plain(" 5 * 3"))),
        ("", ()),
    ],
)
def test_each_kind_of_span_is_read(line: str, expected: tuple[Span, ...]) -> None:
    """Every kind of markup, also side by side, becomes the span that it stands for."""
    assert parse_spans(line) == expected


@pytest.mark.parametrize(
    ("broken", "character"),
    [
        ("**strong", "**"),
        ("a [term", "["),
        ("a term]", "]"),
        ("[a [b] c]", "["),
        ("**a [b] c**", "["),
        ("{euro:many}", "{"),
        ("{euro:}", "{"),
        ("{organisation:Phone}", "{"),
        ("{}", "{"),
        ("{two words}", "{"),
        ("a} b", "}"),
        ("<b>a</b>", "<"),
        ("5 > 3", ">"),
    ],
)
def test_broken_markup_is_refused(broken: str, character: str) -> None:
    """A bracket or star without a partner is never shown to a person: the text is refused, and why."""
    with pytest.raises(MarkupError, match=re.escape(repr(character))):
        parse(broken)


def test_a_markup_error_is_a_content_error() -> None:
    """Callers that handle broken content handle broken markup too."""
    assert issubclass(MarkupError, ContentError)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  \n \n", ()),
        ("one", (Paragraph((Plain("one"),)),)),
        ("one\ntwo", (Paragraph((Plain("one\ntwo"),)),)),
        ("one\n\n\n \ntwo\n", (Paragraph((Plain("one"),)), Paragraph((Plain("two"),)))),
        ("- a\n- b", (Bullets(((Plain("a"),), (Plain("b"),))),)),
        (
            "head\n- a\ntail",
            (Paragraph((Plain("head"),)), Bullets(((Plain("a"),),)), Paragraph((Plain("tail"),))),
        ),
        ("-a", (Paragraph((Plain("-a"),)),)),
        ("- {euro:40} b", (Bullets(((Euro(40), Plain(" b")),)),)),
    ],
)
def test_blocks_follow_the_lines_of_the_text(text: str, expected: tuple[Paragraph | Bullets, ...]) -> None:
    """Blank lines part paragraphs, single line breaks stay, and lines with a dash are bullets."""
    assert parse(text) == expected


@given(st.lists(st.lists(_WORDS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_word_is_lost(paragraphs: list[list[str]]) -> None:
    """Words without markup come back as they were written, in any script."""
    blocks = parse("\n\n".join(" ".join(paragraph) for paragraph in paragraphs))

    assert blocks == tuple(Paragraph((Plain(" ".join(paragraph)),)) for paragraph in paragraphs)


@given(st.text(st.sampled_from("a1 *[]{}<>:-\n_é€ሀا"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands in a file, no bracket or double star of it is left among the words to show."""
    try:
        blocks = parse(text)
    except MarkupError:
        return
    lines = [
        line for block in blocks for line in (block.items if isinstance(block, Bullets) else (block.spans,))
    ]

    assert not [
        span
        for line in lines
        for span in line
        if isinstance(span, Plain) and re.search(r"[\[\]{}<>]|\*\*", span.text)
    ]


def test_an_amount_without_end() -> None:
    """Thousands of digits are no amount, and the translator reads where they stand."""
    with pytest.raises(MarkupError):
        parse("{euro:" + "9" * 5000 + "}")
