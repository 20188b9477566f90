"""Telegram's HTML: tags become entities, and mistakes get the words that the real server has for them."""

import re
from typing import NoReturn

from tests.bot_api.entities import EntitiesError, Entity, in_order, utf16_length
from tests.bot_api.html_tags import TAGS, Tag, decode_reference, meaning

_SPACE = " \t\r\n\v"
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities, or raise `EntitiesError` with the real server's sentence."""
    return _Parser(source).parse()


class _Parser:
    """Reads one text from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._output: list[str] = []
        self._length = 0
        self._open: list[Tag] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if self._source.startswith("</", self._at):
                self._close_tag()
            elif self._source[self._at] == "<":
                self._open_tag()
            else:
                self._text()
        if self._open:
            name = self._open[-1].name
            raise EntitiesError(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\""
            )
        text = "".join(self._output)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise EntitiesError(
                "can't parse entities: Text contains invalid Unicode characters after decoding "
                "HTML entities, check for unmatched surrogate code units"
            )
        return text, in_order(self._entities)

    def _fail(self, sentence: str, begin: int, more: str = "") -> NoReturn:
        offset = len(self._source[:begin].encode())
        raise EntitiesError(f"can't parse entities: {sentence} at byte offset {offset}{more}")

    def _text(self) -> None:
        character, after = self._source[self._at], self._at + 1
        if character == "&" and (reference := decode_reference(self._source, self._at)):
            character, after = reference
        self._output.append(character)
        self._length += utf16_length(character)
        self._at = after

    def _skip_space(self) -> None:
        while self._at < len(self._source) and self._source[self._at] in _SPACE:
            self._at += 1

    def _word(self, begin: int) -> str:
        """Read up to a space or the end of the tag."""
        self._at = begin
        while self._at < len(self._source) and self._source[self._at] not in f"{_SPACE}>":
            self._at += 1
        return self._source[begin : self._at].lower()

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _open_tag(self) -> None:
        begin = self._at
        name = self._word(begin + 1)
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        if name not in TAGS:
            self._fail(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == ">":
                break
            attribute, value = self._attribute(name, begin)
            attributes[attribute] = value
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self._at += 1
        self._open.append(Tag(name, attributes, self._length, len(self._output)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """Read one attribute; one without a value has an empty one."""
        found = _ATTRIBUTE.match(self._source, self._at)
        attribute = found[0] if found else ""
        if not attribute:
            self._fail(f'Empty attribute name in the tag "{tag}"', begin)
        self._at += len(attribute)
        self._skip_space()
        if self._peek() == "=":
            self._at += 1
            self._skip_space()
            value = self._value(tag, begin)
        else:
            value = ""
        if not self._peek():
            self._fail(f'Unclosed start tag "{tag}"', begin)
        return attribute, value

    def _value(self, tag: str, begin: int) -> str:
        """Read the value of an attribute, quoted or bare."""
        quote = self._peek()
        if not quote:
            self._fail(f'Unclosed start tag "{tag}"', begin)
        if quote not in "\"'":
            found = _NAME_TOKEN.match(self._source, self._at)
            token, start = (found[0] if found else ""), self._at
            self._at += len(token)
            if self._peek() not in (*_SPACE, ">"):
                self._fail("Unexpected end of name token", start)
            return token.lower()
        self._at += 1
        value = []
        while self._peek() not in ("", quote):
            reference = decode_reference(self._source, self._at)
            character, self._at = reference or (self._peek(), self._at + 1)
            value.append(character)
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        self._at += 1
        return "".join(value)

    def _close_tag(self) -> None:
        begin = self._at
        if not self._open:
            self._fail("Unexpected end tag", begin)
        name = self._word(begin + 2)
        self._skip_space()
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        tag = self._open.pop()
        if name not in ("", tag.name):
            self._fail("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        self._at += 1
        if self._length > tag.offset:
            self._add_entity(tag)

    def _add_entity(self, tag: Tag) -> None:
        kind, details = meaning(tag, "".join(self._output[tag.start :]))
        if kind is None:
            return
        entity = Entity(kind, tag.offset, self._length - tag.offset, details)
        last = self._entities[-1] if self._entities else None
        if (
            last
            and {kind, last.type} == {"pre", "code"}
            and (last.offset, last.end)
            == (
                entity.offset,
                entity.end,
            )
        ):
            language = (last if last.type == "code" else entity).details.get("language")
            if language:
                self._entities[-1] = Entity("pre", entity.offset, entity.length, {"language": language})
                return
        self._entities.append(entity)
