"""The parser of Telegram's HTML, and what Telegram makes of a text."""

import pytest

from tests.bot_api.entities import EntitiesError
from tests.bot_api.rendering import TextEmptyError, render

Found = list[tuple[str, int, int]]


def found(source: str, parse_mode: str | None = "HTML") -> tuple[str, Found]:
    """Return the plain text and its entities without details."""
    rendered = render(source, parse_mode)
    return rendered.text, [(entity.type, entity.offset, entity.length) for entity in rendered.entities]


PARSED: dict[str, tuple[str, tuple[str, Found]]] = {
    "plain": ("hello", ("hello", [])),
    "bold": ("<b>a</b> <strong>b</strong>", ("a b", [("bold", 0, 1), ("bold", 2, 1)])),
    "italic": ("<i>a</i> <em>b</em>", ("a b", [("italic", 0, 1), ("italic", 2, 1)])),
    "underline": ("<u>a</u> <ins>b</ins>", ("a b", [("underline", 0, 1), ("underline", 2, 1)])),
    "strike": (
        "<s>a</s> <strike>b</strike> <del>c</del>",
        ("a b c", [("strikethrough", 0, 1), ("strikethrough", 2, 1), ("strikethrough", 4, 1)]),
    ),
    "spoiler": (
        '<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>',
        ("a b", [("spoiler", 0, 1), ("spoiler", 2, 1)]),
    ),
    "code": ("<code>a</code> <pre>b</pre>", ("a b", [("code", 0, 1), ("pre", 2, 1)])),
    "quote": ("<blockquote>a\nb</blockquote>", ("a\nb", [("blockquote", 0, 3)])),
    "long quote": ("<blockquote expandable>a</blockquote>", ("a", [("expandable_blockquote", 0, 1)])),
    "tags in capitals": ("<B>a</b>", ("a", [("bold", 0, 1)])),
    "short end tag": ("<b>a</>", ("a", [("bold", 0, 1)])),
    "references": ("&lt;b&gt; &amp;&quot; &#65;&#x42;", ('<b> &" AB', [])),
    "reference without semicolon": ("a &lt b", ("a < b", [])),
    "unknown references stay": ("&nbsp;&hearts; & &#0;", ("&nbsp;&hearts; & &#0;", [])),
    "UTF-16 offsets": ("😀<b>é</b>", ("😀é", [("bold", 2, 1)])),
    "nothing inside": ("a<b></b>", ("a", [])),
    "joined": ("<b>a</b><b>b</b>", ("ab", [("bold", 0, 2)])),
    "nested": ("<b>a<i>b</i></b>", ("ab", [("bold", 0, 1), ("bold", 1, 1), ("italic", 1, 1)])),
    "code takes no style": (
        "<b>a<code>b</code>c</b>",
        ("abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    ),
    "trimmed": (" \n<b>a</b>\n ", ("a", [("bold", 0, 1)])),
    "trimmed in a style": ("<b>a </b>", ("a", [("bold", 0, 1)])),
    "unlinked": ('<a href="tel:112">112</a>', ("112", [])),
    "command": ("see /help", ("see /help", [("bot_command", 4, 5)])),
    "address": (
        "a@b.nl @someone #tag",
        ("a@b.nl @someone #tag", [("email", 0, 6), ("mention", 7, 8), ("hashtag", 16, 4)]),
    ),
    "link in words": ("see https://example.org/a.", ("see https://example.org/a.", [("url", 4, 21)])),
    "no command in code": ("<code>/help</code>", ("/help", [("code", 0, 5)])),
}


@pytest.mark.parametrize(("source", "expected"), PARSED.values(), ids=PARSED)
def test_parses(source: str, expected: tuple[str, Found]) -> None:
    """Tags and references become what the person sees."""
    assert found(source) == expected


DETAILS = {
    '<a href="https://example.org/?a=1&amp;b=2">x</a>': {"url": "https://example.org/?a=1&b=2"},
    "<a href='example.org'>x</a>": {"url": "http://example.org/"},
    "<a>http://example.org</a>": {"url": "http://example.org/"},
    '<a href="tg://user?id=42">x</a>': {"user": {"id": 42, "is_bot": False, "first_name": ""}},
    '<pre><code class="language-python">x</code></pre>': {"language": "python"},
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>': {"custom_emoji_id": "5368324170671202286"},
}


@pytest.mark.parametrize(("source", "expected"), DETAILS.items())
def test_keeps_details(source: str, expected: dict[str, object]) -> None:
    """Links, mentions, languages and emoji keep what they point to."""
    assert [entity.details for entity in render(source, "HTML").entities] == [expected]


REFUSED = {
    "<b>a": 'Can\'t find end tag corresponding to start tag "b"',
    "a</b>": "Unexpected end tag at byte offset 1",
    "é<b>a</i>": 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
    "a<br>b": 'Unsupported start tag "br" at byte offset 1',
    "a<br/>b": 'Unsupported start tag "br/" at byte offset 1',
    "<p>a</p>": 'Unsupported start tag "p" at byte offset 0',
    "1 < 2": 'Unsupported start tag "" at byte offset 2',
    "<b": "Unclosed start tag at byte offset 0",
    "<b>a</b": "Unclosed end tag at byte offset 4",
    "<span>a</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<a href="x>a</a>': "Unclosed start tag at byte offset 0",
    "<a href=a/b>a</a>": "Unexpected end of name token at byte offset 8",
    '<a ="x">a</a>': 'Empty attribute name in the tag "a" at byte offset 0',
    '<tg-emoji emoji-id="x">a</tg-emoji>': "Invalid custom emoji identifier specified",
}


@pytest.mark.parametrize(("source", "expected"), REFUSED.items())
def test_refuses_with_telegrams_words(source: str, expected: str) -> None:
    """Broken HTML gets the sentence of the real server."""
    with pytest.raises(EntitiesError) as caught:
        render(source, "HTML")
    assert str(caught.value) == f"can't parse entities: {expected}"


def test_tags_stay_without_parse_mode() -> None:
    """Without a parse mode, nothing is formatted."""
    assert found("<b>a</b> &lt;", None) == ("<b>a</b> &lt;", [])


def test_markdown_is_not_guessed() -> None:
    """The local server does not pretend to know Markdown."""
    with pytest.raises(EntitiesError) as caught:
        render("*a*", "MarkdownV2")
    assert str(caught.value) == "the local server parses no Markdown, only HTML"


@pytest.mark.parametrize("source", ["", " \n ", "<b></b>", "<b> </b>", "\r"])
def test_nothing_to_see(source: str) -> None:
    """A text of which nothing remains is refused."""
    with pytest.raises(TextEmptyError):
        render(source, "HTML")


def test_keeps_isolates_and_drops_embeddings() -> None:
    """Unicode isolates reach the person; older direction marks are dropped, and entities move along."""
    assert found("\u202bא\u202c \u2068<b>IND</b>\u2069") == ("א \u2068IND\u2069", [("bold", 3, 3)])


def test_entities_instead_of_tags() -> None:
    """Entities that come with the call are kept, and moved when space is trimmed."""
    rendered = render("  ab ", None, [{"type": "bold", "offset": 3, "length": 2}])
    assert [entity.to_json() for entity in rendered.entities] == [{"type": "bold", "offset": 1, "length": 1}]


def test_entity_inside_a_character() -> None:
    """An entity that cuts a character in two is refused."""
    with pytest.raises(EntitiesError) as caught:
        render("😀a", None, [{"type": "bold", "offset": 1, "length": 2}])
    assert str(caught.value) == (
        "entity beginning at UTF-16 offset 1 begins or ends in a middle of a UTF-16 symbol"
    )
