from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.plain import render_plain
from bot.rendering.telegram_html import LONGEST_PART, render_html
from content.loader import Content
from content.markup import Block, Bullets, DutchTerm, Paragraph, Plain, Strong, parse
from content.model import DangerKind, Direction, Group, LanguageCode
from conversations.composer import Composer
from conversations.messages import Kind, Message
from tests.bot_api.entities import utf16_length
from tests.bot_api.html import parse_html

RIGHT_TO_LEFT_MARK = "\u200f"
REVIEWED_LONG_AGO = date(2040, 1, 1)
CONTINUED = "(more)"
WORD = st.text("ab<>&\"'é字😀\u0627\u2066", min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=40).map(" ".join)


def message(*blocks: Block, direction: Direction = Direction.LEFT_TO_RIGHT) -> Message:
    return Message(Kind.ANSWER, LanguageCode("en"), direction, blocks)


def html_of(*blocks: Block, direction: Direction = Direction.LEFT_TO_RIGHT, limit: int = 4096) -> list[str]:
    return render_html(message(*blocks, direction=direction), CONTINUED, limit)


def everything_said(content: Content, language: LanguageCode) -> list[Message]:
    """Return every answer, part, danger text, menu and hint of a language, with all notices."""
    composer = Composer(content)
    texts = content.texts[language]
    answers = [(topic, None) for topic in texts.answers]
    parts = [(topic, part) for topic, answer in texts.answers.items() for part in answer.parts or ()]
    return [
        *(composer.answer(topic, language, REVIEWED_LONG_AGO, part) for topic, part in answers + parts),
        *(composer.original(topic, language, REVIEWED_LONG_AGO) for topic in texts.answers),
        *(composer.sources(topic, language) for topic in content.topics if topic in texts.answers),
        *(composer.danger(kind, language) for kind in DangerKind),
        *(composer.group(group, language) for group in (None, *Group)),
        composer.menu(language, "smalltalk_greet"),
        composer.help(language, "command_unknown"),
        composer.counsellor(language),
        composer.language_choice(language),
    ]


@pytest.mark.parametrize("hostile", ["<b>", "</i>", "a & b", "&lt;", '<a href="tg://user?id=1">x</a>', "<"])
@pytest.mark.parametrize("span", [Plain, Strong, DutchTerm])
def test_values_are_escaped(hostile: str, span: type[Plain | Strong | DutchTerm]) -> None:
    """What looks like HTML in a value is shown as it is and never becomes markup."""
    (part,) = html_of(Paragraph((span(hostile),)), Bullets(((span(hostile),),)))
    text, entities = parse_html(part)
    assert text == f"{hostile}\n\n• {hostile}"
    assert {entity.type for entity in entities} <= {"bold", "italic"}


def test_strong_and_dutch_terms() -> None:
    """Strong words are bold and Dutch terms are in italics, so that people find them in their letters."""
    (part,) = html_of(*parse("**Now**: the [vertrektermijn].\n\n- [V&V]"))
    assert part == "<b>Now</b>: the <i>vertrektermijn</i>.\n\n• <i>V&amp;V</i>"


def test_right_to_left_marks() -> None:
    """Every line of a right-to-left text begins with a mark, also one that begins with a Dutch word."""
    (part,) = html_of(*parse("[IND] متن\n\n- [IOM]\n- متن"), direction=Direction.RIGHT_TO_LEFT)
    assert [line[0] for line in part.split("\n") if line] == [RIGHT_TO_LEFT_MARK] * 3


def test_no_marks_from_left_to_right() -> None:
    """A left-to-right text has no direction marks."""
    (part,) = html_of(*parse("one\n\n- two"))
    assert part == "one\n\n• two"


def test_split_at_block_boundaries() -> None:
    """A long message is parted between blocks, and every part after the first says that it goes on."""
    blocks = [Paragraph((Plain(letter * 30),)) for letter in "abcd"]
    assert html_of(*blocks, limit=80) == [
        f"{'a' * 30}\n\n{'b' * 30}",
        f"{CONTINUED}\n\n{'c' * 30}\n\n{'d' * 30}",
    ]


def test_bullets_are_split_between_lines() -> None:
    """A long list is parted between its items."""
    items = tuple((Plain(letter * 20),) for letter in "abcde")
    parts = html_of(Bullets(items), limit=80)
    assert [line for part in parts for line in part.split("\n\n") if line != CONTINUED] == [
        f"• {letter * 20}" for letter in "abcde"
    ]
    assert max(map(len, parts)) <= 80


@given(st.lists(WORDS, min_size=1, max_size=8), st.integers(min_value=200, max_value=400))
def test_no_part_is_too_long(paragraphs: list[str], limit: int) -> None:
    """Whatever the text, no part is over the limit, every part is valid, and no word is lost."""
    parts = html_of(*(Paragraph((Plain(paragraph),)) for paragraph in paragraphs), limit=limit)
    texts = [parse_html(part)[0] for part in parts]
    assert [part for part in parts if len(part) > limit] == []
    assert [word for text in texts for word in text.split() if word != CONTINUED] == [
        word for paragraph in paragraphs for word in paragraph.split()
    ]


@pytest.mark.parametrize("shift", range(6))
def test_cut_between_words_with_markup(shift: int) -> None:
    """The longest answer that the checks allow, full of Dutch terms, is valid HTML in every part."""
    (block,) = parse("x" * shift + " [V & V]" * 249)
    parts = html_of(block)
    assert sum(len(parse_html(part)[1]) for part in parts) == 249


def test_long_paragraph_that_fits() -> None:
    """A paragraph that fits into one message is not torn apart by blank lines."""
    (block,) = parse("[term] " * 285)
    assert [parse_html(part)[0] for part in html_of(block)] == [render_plain(message(block))]


def test_every_text_fits_and_is_valid(content: Content, language: LanguageCode) -> None:
    """Everything that can be said in a language is one valid Telegram message with the same words."""
    continued = content.interface("continued", language)
    for said in everything_said(content, language):
        (part,) = render_html(said, continued)
        text, _ = parse_html(part)
        assert utf16_length(text) <= LONGEST_PART
        assert _unmarked(text) == _unmarked(render_plain(said))


def _unmarked(text: str) -> str:
    """Leave out the marks of the lines; amounts of money have some of their own."""
    return text.replace(RIGHT_TO_LEFT_MARK, "")


@pytest.mark.parametrize("word", ["x" * 9000, "&" * 9000, "<" * 4097], ids=["letters", "ands", "brackets"])
@pytest.mark.parametrize("span", [Plain, Strong, DutchTerm])
def test_a_word_that_is_longer_than_a_message(word: str, span: type[Plain | Strong | DutchTerm]) -> None:
    """A long address without a space is cut: Telegram would refuse the whole message."""
    message = Message(
        Kind.ANSWER, LanguageCode("en"), Direction.LEFT_TO_RIGHT, (Paragraph((Plain("see "), span(word))),)
    )
    parts = [parse_html(part)[0] for part in render_html(message, "…")]
    assert max(map(len, parts)) <= 4096
    assert "".join(part.removeprefix("…").strip() for part in parts).removeprefix("see").strip() == word
