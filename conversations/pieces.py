"""What every message is made of: paragraphs of interface text, labelled buttons, a direction."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from content.loader import Content
from content.model import Direction, LanguageCode, TopicId
from conversations.actions import Action, ShowTopic, TalkToPerson
from conversations.filling import Filler
from conversations.messages import Button, Kind, Message
from conversations.personal_data import KEPT_BY_DEFAULT, Keeping

Row = tuple[Button, ...]


class Pieces:
    """Makes the parts of messages in any language of one `Content`."""

    def __init__(self, content: Content, keeping: Keeping = KEPT_BY_DEFAULT) -> None:
        """Use the texts of `content`; some tell how long things stay, by `keeping`."""
        self.content = content
        self._filler = Filler(content, keeping)

    def notice(
        self,
        keys: Sequence[str],
        language: LanguageCode,
        *rows: Row,
        kind: Kind = Kind.NOTICE,
        topic: TopicId | None = None,
        options: tuple[TopicId, ...] = (),
        offers_counsellor: bool = False,
        values: Mapping[str, str] = MappingProxyType({}),
    ) -> Message:
        """Compose interface texts, one paragraph a key, with `values` for their placeholders."""
        return Message(
            kind=kind,
            language=language,
            direction=self.direction(language),
            blocks=tuple(self._filler.paragraph(key, language, **values) for key in keys),
            buttons=rows,
            topic=topic,
            options=options,
            offers_counsellor=offers_counsellor,
        )

    def button(self, key: str, language: LanguageCode, action: Action) -> Button:
        """Label `action` with the interface text `key`."""
        return Button(self.content.interface(key, language), action)

    def topic_row(self, topic: TopicId, language: LanguageCode) -> Row:
        """Return a row with one button that shows `topic`."""
        return (Button(self.content.answer(topic, language).title, ShowTopic(topic)),)

    def human_row(self, language: LanguageCode) -> Row:
        """Return a row with the button to a person."""
        return (self.button("button_human", language, TalkToPerson()),)

    def direction(self, language: LanguageCode) -> Direction:
        """Return the direction in which `language` is written."""
        return self.content.texts[language].language.direction
