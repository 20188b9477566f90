"""Turn ids into messages: the right text, its source line and notices, and the buttons that fit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from content.formatting import format_as_of
from content.loader import Content
from content.markup import (
    Bullets,
    Plain,
)
from content.model import (
    DUTCH,
    DangerKind,
    Direction,
    Escalation,
    Group,
    LanguageCode,
    ReviewStatus,
    TopicId,
)
from conversations.actions import (
    Action,
    ChooseLanguage,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTopic,
    TalkToPerson,
)
from conversations.events import Command
from conversations.filling import Filler
from conversations.messages import Button, CitedSource, Kind, Message

_SEE_ALSO_SHOWN = 3

Row = tuple[Button, ...]


class Composer:
    """Composes messages in any served language from one `Content`."""

    def __init__(self, content: Content) -> None:
        """Use `content` until it is replaced."""
        self.content = content
        self._filler = Filler(content)

    def notice(
        self,
        keys: Sequence[str],
        language: LanguageCode,
        *rows: Row,
        kind: Kind = Kind.NOTICE,
        topic: TopicId | None = None,
        options: tuple[TopicId, ...] = (),
        offers_counsellor: bool = False,
        **values: str,
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

    def answer(self, topic: TopicId, language: LanguageCode, today: date, part: str | None = None) -> Message:
        """Compose the answer to a topic or hand-over question.

        With `part`, only that part of the answer is told. `today` decides whether the text is still within
        its review date.

        Raises UnknownTextError when `topic` has no text in `language`.
        """
        if topic in self.content.handover:
            return self._handover(topic, language)
        return self._topic(topic, language, today, part)

    def danger(self, kind: DangerKind, language: LanguageCode) -> Message:
        """Compose the fixed text for a kind of danger."""
        text = self.content.texts[language].danger[kind]
        topic = next(
            (key for key, question in self.content.handover.items() if question.danger == kind), None
        )
        return Message(
            kind=Kind.CRISIS,
            language=language,
            direction=self.direction(language),
            blocks=self._filler.titled(text.title, text.answer, language),
            buttons=((self.button("button_human", language, TalkToPerson()),),),
            topic=topic,
            offers_counsellor=True,
            urgent=True,
        )

    def fallback(self, key: str, language: LanguageCode) -> Message:
        """Say why there is no answer, and offer the menu and a person instead."""
        return self.notice(
            [key],
            language,
            (self.button("button_menu", language, ShowMenu()),),
            self.human_row(language),
            kind=Kind.FALLBACK,
            offers_counsellor=True,
        )

    def clarification(self, options: tuple[TopicId, ...], language: LanguageCode) -> Message:
        """Ask which of `options` was meant."""
        rows = [self.topic_row(option, language) for option in options]
        rows.append((self.button("button_none_of_these", language, NoneOfThese()),))
        return self.notice(["clarify_question"], language, *rows, kind=Kind.CLARIFY, options=options)

    def menu(self, language: LanguageCode, *keys: str) -> Message:
        """Show all groups that have published topics."""
        groups = [group for group in Group if self.content.published(group)]
        rows = [(self.button(f"group_{group}", language, ShowGroup(group)),) for group in groups]
        rows.append((self.button("group_handover", language, ShowGroup(None)),))
        return self.notice([*keys, "menu_title"], language, *rows)

    def group(self, group: Group | None, language: LanguageCode) -> Message:
        """Show the questions of one group."""
        topics = (
            self.content.published(group)
            if group
            else tuple(key for key in self.content.handover if self.content.is_published(key))
        )
        rows = [self.topic_row(topic, language) for topic in topics]
        rows.append((self.button("button_back", language, ShowMenu()),))
        return self.notice(["group_title"], language, *rows)

    def sources(self, topic: TopicId, language: LanguageCode) -> Message:
        """Tell where the answer to `topic` comes from, document by document."""
        cited = self.cited_sources(topic, language)
        intro = self._filler.paragraph("provenance_intro", language)
        items = tuple((Plain(self._source_item(source, language)),) for source in cited)
        return Message(
            kind=Kind.ANSWER,
            language=language,
            direction=self.direction(language),
            blocks=(intro, Bullets(items)),
            buttons=(self.human_row(language),),
            topic=topic,
            sources=cited,
            offers_counsellor=True,
        )

    def counsellor(self, language: LanguageCode) -> Message:
        """Show how to reach a counsellor, with what the organisation has filled in."""
        organisation = self.content.organisation
        contact = {
            "counsellor_phone": ("phone", organisation.phone),
            "counsellor_email": ("email", organisation.email),
            "counsellor_visit": ("address", organisation.address),
            "counsellor_hours": ("hours", organisation.hours),
        }
        lines = [
            self._filler.paragraph(key, language, **{name: self._filler.isolated(value, language)})
            for key, (name, value) in contact.items()
            if value
        ] or [self._filler.paragraph("counsellor_not_connected", language)]
        blocks = (
            self._filler.paragraph("counsellor_intro", language),
            *lines,
            self._filler.paragraph("counsellor_danger", language),
        )
        return Message(
            kind=Kind.HANDOVER,
            language=language,
            direction=self.direction(language),
            blocks=blocks,
            buttons=((self.button("button_menu", language, ShowMenu()),),),
            offers_counsellor=True,
        )

    def language_choice(self, language: LanguageCode, *keys: str) -> Message:
        """Ask for a language with one tap; every language is named in itself."""
        buttons = [
            Button(self.content.texts[code].language.name, ChooseLanguage(code))
            for code in self.content.languages
        ]
        pairs = [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
        return self.notice(keys or ["choose_language"], language, *pairs)

    def help(self, language: LanguageCode, *keys: str) -> Message:
        """Tell what can be done, command by command."""
        lines = tuple(
            (
                Plain(self._filler.isolated(f"/{command}", language)),
                Plain(f" – {self.content.interface(f'command_{command}', language)}"),
            )
            for command in Command
        )
        told = self.notice([*keys, "help"], language, self.human_row(language))
        return replace(told, blocks=(*told.blocks, Bullets(lines)))

    def original(self, topic: TopicId, language: LanguageCode, today: date) -> Message:
        """Show the Dutch text of `topic` with buttons in `language`, to be read together with a helper."""
        back = self.button("button_show_own_language", language, ShowTopic(topic))
        return replace(self.answer(topic, DUTCH, today), buttons=((back,), self.human_row(language)))

    def cited_sources(self, topic: TopicId, language: LanguageCode) -> tuple[CitedSource, ...]:
        """Return the documents behind `topic`, each once, with all places in it."""
        places: dict[str, list[str]] = {}
        for source in self.content.topics[topic].sources:
            places.setdefault(source.document, []).append(source.where)
        cited = []
        for document_id, document in self.content.documents.items():
            if document_id not in places:
                continue
            if document.as_of == "undated":
                as_of = self.content.interface("date_undated", language)
            else:
                as_of = format_as_of(document.as_of, self.content.texts[language].language.locale)
                if document.approximate:
                    as_of = self.content.interface("date_about", language).format(date=as_of)
            cited.append(CitedSource(document.title, document.publisher, tuple(places[document_id]), as_of))
        return tuple(cited)

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

    def _topic(self, topic_id: TopicId, language: LanguageCode, today: date, part: str | None) -> Message:
        topic = self.content.topics[topic_id]
        text = self.content.answer(topic_id, language)
        body = text.answer if part is None or text.parts is None else text.parts[part]
        cited = self.cited_sources(topic_id, language)
        listed = "; ".join(self._source_item(source, language) for source in cited)
        closing = [self._filler.paragraph("source_line", language, sources=listed)]
        if topic.volatile:
            closing.append(self._filler.paragraph("volatile_notice", language))
        elif today > topic.review_by:
            closing.append(self._filler.paragraph("review_notice", language))
        if text.status is ReviewStatus.DRAFT:
            closing.append(self._filler.paragraph("draft_notice", language))
        if topic.escalate is Escalation.ALWAYS:
            closing.append(self._filler.paragraph("offer_counsellor", language))
        related = [key for key in topic.see_also if self.content.is_published(key)]
        return Message(
            kind=Kind.ANSWER,
            language=language,
            direction=self.direction(language),
            blocks=(*self._filler.titled(text.title, body, language), *closing),
            buttons=(
                *(self.topic_row(key, language) for key in related[:_SEE_ALSO_SHOWN]),
                *self._original_row(topic_id, language),
                self.human_row(language),
            ),
            topic=topic_id,
            sources=cited,
            offers_counsellor=topic.escalate is not Escalation.NEVER,
        )

    def _handover(self, topic_id: TopicId, language: LanguageCode) -> Message:
        question = self.content.handover[topic_id]
        text = self.content.answer(topic_id, language)
        closing = []
        if f"handover_{question.handover_to}" in self.content.texts[language].interface:
            closing.append(self._filler.paragraph(f"handover_{question.handover_to}", language))
        if text.status is ReviewStatus.DRAFT:
            closing.append(self._filler.paragraph("draft_notice", language))
        related = [key for key in question.related_topics if self.content.is_published(key)]
        return Message(
            kind=Kind.CRISIS if question.danger else Kind.HANDOVER,
            language=language,
            direction=self.direction(language),
            blocks=(*self._filler.titled(text.title, text.answer, language), *closing),
            buttons=(
                self.human_row(language),
                *(self.topic_row(key, language) for key in related[:_SEE_ALSO_SHOWN]),
                *self._original_row(topic_id, language),
            ),
            topic=topic_id,
            offers_counsellor=True,
            urgent=question.urgent,
        )

    def _original_row(self, topic: TopicId, language: LanguageCode) -> tuple[Row, ...]:
        if language == DUTCH:
            return ()
        button = self.button("button_show_dutch", language, ShowTopic(topic, DUTCH))
        return ((button,),)

    def _source_item(self, source: CitedSource, language: LanguageCode) -> str:
        title, publisher = (
            self._filler.isolated(source.title, language),
            self._filler.isolated(source.publisher, language),
        )
        return self.content.interface("source_item", language).format(
            title=title, publisher=publisher, date=source.as_of
        )
