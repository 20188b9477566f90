"""Fill the placeholders of a text and keep Dutch words in order where a text runs from right to left."""

from content import markup
from content.figures import Figure
from content.formatting import format_euro
from content.loader import Content
from content.markup import (
    Block,
    Bullets,
    DutchTerm,
    Euro,
    OrganisationField,
    Paragraph,
    Placeholder,
    Plain,
    Span,
    Strong,
)
from content.model import Direction, LanguageCode
from conversations.personal_data import Keeping

_LEFT_TO_RIGHT_ISOLATE = "\u2066"
_POP_ISOLATE = "\u2069"


class Filler:
    """Turns texts with markup into blocks that are ready to be shown."""

    def __init__(self, content: Content, keeping: Keeping) -> None:
        """Take texts, amounts and the organisation from `content`, how long things stay from `keeping`."""
        self._content = content
        self._days = {
            Figure.INTERVIEW_DAYS.value: keeping.interviews.days,
            Figure.DATE_DAYS.value: keeping.deadlines.days,
            Figure.CASE_DAYS.value: keeping.cases.days,
        }

    def titled(self, title: str, text: str, language: LanguageCode) -> tuple[Block, ...]:
        """Return the blocks of `text` under its title."""
        return (Paragraph((Strong(title),)), *self.blocks(text, language))

    def blocks(self, text: str, language: LanguageCode) -> tuple[Block, ...]:
        """Return the blocks of `text`, filled in."""
        return tuple(self._block(block, language) for block in markup.parse(text))

    def paragraph(self, key: str, language: LanguageCode, **values: str) -> Paragraph:
        """Return the interface text `key` with `values` filled in.

        The text is parsed first and filled in afterwards: a value is never read as markup.
        """
        spans = markup.parse_spans(self._content.interface(key, language))
        return Paragraph(tuple(self._span(span, language, values) for span in spans))

    def isolated(self, text: str, language: LanguageCode) -> str:
        """Keep Dutch words and numbers in their own order inside text that runs from right to left."""
        if self._content.texts[language].language.direction is Direction.LEFT_TO_RIGHT:
            return text
        return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_POP_ISOLATE}"

    def _block(self, block: Block, language: LanguageCode) -> Block:
        match block:
            case Paragraph(spans):
                return Paragraph(tuple(self._span(span, language, {}) for span in spans))
            case Bullets(items):
                return Bullets(
                    tuple(tuple(self._span(span, language, {}) for span in item) for item in items)
                )

    def _span(self, span: Span, language: LanguageCode, values: dict[str, str]) -> Span:
        match span:
            case Euro(amount):
                locale = self._content.texts[language].language.locale
                return Plain(self.isolated(format_euro(amount, locale), language))
            case OrganisationField(name):
                value: str = getattr(self._content.organisation, name)
                return Plain(self.isolated(value, language))
            case Placeholder(name):
                if name in values:
                    return Plain(values[name])
                return Plain(self._content.plural("remaining_days", self._days[name], language))
            case DutchTerm(text):
                return DutchTerm(self.isolated(text, language))
            case _:
                return span
