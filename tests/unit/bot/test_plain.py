from datetime import date

import pytest

from bot.rendering.plain import render_plain, span_text
from content.loader import Content
from content.markup import (
    Block,
    DutchTerm,
    Euro,
    OrganisationField,
    Placeholder,
    Plain,
    Span,
    Strong,
    parse,
)
from content.model import Direction, LanguageCode
from conversations.composer import Composer
from conversations.messages import Kind, Message

TODAY = date(2026, 11, 2)


def plain(*blocks: Block) -> str:
    return render_plain(Message(Kind.ANSWER, LanguageCode("en"), Direction.LEFT_TO_RIGHT, blocks))


def test_blocks() -> None:
    """Paragraphs are parted by blank lines, line breaks stay, and list items get a dot."""
    assert plain(*parse("One\ntwo.\n\n- **a** b\n- [c]\n\nThree.")) == "One\ntwo.\n\n• a b\n• c\n\nThree."


def test_nothing_is_escaped() -> None:
    """A terminal and JSON show characters as they are: no HTML."""
    assert plain(*parse("R&D, 5 > 3".replace(">", "≥"))) == "R&D, 5 ≥ 3"


@pytest.mark.parametrize("span", [Plain, Strong, DutchTerm])
def test_words_of_a_span(span: type[Plain | Strong | DutchTerm]) -> None:
    """Markup leaves nothing but the words."""
    assert span_text(span("<words> & **more**")) == "<words> & **more**"


@pytest.mark.parametrize("span", [Euro(1750), OrganisationField("name"), Placeholder("date")])
def test_span_that_is_not_filled_in(span: Span) -> None:
    """A span that nobody filled in is a mistake in the program and never reaches a person."""
    with pytest.raises(TypeError, match=f"^{type(span).__name__} was not filled in before rendering$"):
        span_text(span)


def test_every_answer(content: Content, language: LanguageCode) -> None:
    """Every published answer is plain words: no markup, no tags, no places to fill in."""
    composer = Composer(content)
    for topic in content.texts[language].answers:
        text = render_plain(composer.answer(topic, language, TODAY))
        assert [mark for mark in ("**", "{", "}", "[", "]", "<", ">", "&amp;") if mark in text] == []
        question = content.handover.get(topic)
        titled = question.answered_below if question and question.answered_below else topic
        assert text.startswith(content.answer(titled, language).title)
