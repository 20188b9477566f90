"""Turn an id into its answer: the right text, its source line and notices, and the buttons that fit."""

from dataclasses import replace
from datetime import date

from content.fingerprint import is_outdated
from content.formatting import format_as_of
from content.markup import Block, Bullets, Paragraph, Plain, Strong
from content.model import (
    DUTCH,
    Answer,
    DangerKind,
    Escalation,
    Explanation,
    LanguageCode,
    ReviewStatus,
    Source,
    TermId,
    TopicId,
)
from conversations.actions import ShowTerm, ShowTopic, TalkToPerson
from conversations.actions_of_interviews import StartInterview
from conversations.flows.catalogue import OFFERED_WITH
from conversations.messages import CitedSource, Kind, Message
from conversations.pieces import Pieces, Row

_SEE_ALSO_SHOWN = 3


class AnswerComposer(Pieces):
    """Composes answers, explanations of terms and the fixed texts for danger."""

    def answer(
        self,
        topic: TopicId,
        language: LanguageCode,
        today: date,
        part: str | None = None,
        also: TopicId | None = None,
    ) -> Message:
        """Compose the answer to a topic or hand-over question.

        With `part`, only that part of the answer is told, or all of it where there is no such part. `today`
        decides whether the text is still within its review date. `also` is what the person may have meant
        instead: it gets the first button below.

        Raises UnknownTextError when `topic` has no text in `language`.
        """
        if topic in self.content.handover:
            return self._handover(topic, language, today, also)
        return self._topic(topic, language, today, part, also)

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

    def with_danger_note(self, message: Message) -> Message:
        """Return `message` with the emergency numbers at its end, for somebody who may be in danger."""
        note = self._filler.paragraph("danger_note", message.language)
        return replace(message, blocks=(*message.blocks, note), offers_counsellor=True, notes_danger=True)

    def with_danger_noted(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Return `messages` with the emergency numbers below the last, unless one of them has them."""
        if not messages or any(each.kind is Kind.CRISIS or each.notes_danger for each in messages):
            return messages
        return (*messages[:-1], self.with_danger_note(messages[-1]))

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

    def original(self, topic: TopicId, language: LanguageCode, today: date) -> Message:
        """Show the Dutch text of `topic` with buttons in `language`, to be read together with a helper."""
        back = self.button("button_show_own_language", language, ShowTopic(topic))
        return replace(self.answer(topic, DUTCH, today), buttons=((back,), self.human_row(language)))

    def cited_sources(self, topic: TopicId, language: LanguageCode) -> tuple[CitedSource, ...]:
        """Return the documents behind `topic`, each once, with all places in it."""
        return self._cited(self.content.topics[topic].sources, language)

    def term(self, term_id: TermId, language: LanguageCode) -> Message:
        """Explain a term of the glossary, with buttons to the topics that tell more.

        Raises UnknownTextError when there is no explanation in `language`.
        """
        term = self.content.glossary[term_id]
        text = self.content.explanation(term_id, language)
        cited = self._cited(term.sources, language)
        heading = Paragraph((Strong(self._filler.isolated(text.name, language)),))
        gloss = (Paragraph((Plain(text.gloss),)),) if text.gloss else ()
        return Message(
            kind=Kind.ANSWER,
            language=language,
            direction=self.direction(language),
            blocks=(
                heading,
                *gloss,
                *self._filler.blocks(text.meaning, language),
                self._source_line(cited, language),
                *self._draft_notice(text, self.content.explanation(term_id, DUTCH), language),
            ),
            buttons=(
                *self._related_rows(term.topics, None, language),
                *self._original_row(ShowTerm(term_id, DUTCH), language),
                self.human_row(language),
            ),
            term=term_id,
            sources=cited,
            offers_counsellor=True,
        )

    def original_term(self, term_id: TermId, language: LanguageCode) -> Message:
        """Show the Dutch explanation with buttons in `language`."""
        back = self.button("button_show_own_language", language, ShowTerm(term_id))
        return replace(self.term(term_id, DUTCH), buttons=((back,), self.human_row(language)))

    def _topic(
        self,
        topic_id: TopicId,
        language: LanguageCode,
        today: date,
        part: str | None = None,
        also: TopicId | None = None,
    ) -> Message:
        topic = self.content.topics[topic_id]
        text = self.content.answer(topic_id, language)
        if part not in (text.parts or {}):
            # Rasa may know a part that this content no longer has: the whole answer holds what was asked.
            part = None
        body = text.answer if part is None or text.parts is None else text.parts[part]
        cited = self.cited_sources(topic_id, language)
        closing = [self._source_line(cited, language)]
        if topic.volatile:
            closing.append(self._filler.paragraph("volatile_notice", language))
        elif today > topic.review_by:
            closing.append(self._filler.paragraph("review_notice", language))
        question = self.content.same_question(topic_id) if part is None else None
        if question is not None and self.content.is_published(question):
            closing += self._filler.blocks(self.content.answer(question, language).answer, language)
        closing += self._draft_notice(text, self.content.answer(topic_id, DUTCH), language)
        if topic.escalate is Escalation.ALWAYS:
            closing.append(self._filler.paragraph("offer_counsellor", language))
        return Message(
            kind=Kind.ANSWER,
            language=language,
            direction=self.direction(language),
            blocks=(*self._filler.titled(text.title, body, language), *closing),
            buttons=(
                *self._interview_row(topic_id, language),
                *self._related_rows((also, *topic.see_also), topic_id, language),
                *self._original_row(ShowTopic(topic_id, DUTCH), language),
                self.human_row(language),
            ),
            topic=topic_id,
            sources=cited,
            offers_counsellor=topic.escalate is not Escalation.NEVER,
        )

    def _handover(
        self, topic_id: TopicId, language: LanguageCode, today: date, also: TopicId | None
    ) -> Message:
        question = self.content.handover[topic_id]
        below = question.answered_below
        if below is not None and self.content.is_published(below):
            answer = self._topic(below, language, today, also=also)
            return replace(
                answer, kind=Kind.HANDOVER, topic=topic_id, offers_counsellor=True, urgent=question.urgent
            )
        text = self.content.answer(topic_id, language)
        closing = self._draft_notice(text, self.content.answer(topic_id, DUTCH), language)
        return Message(
            kind=Kind.CRISIS if question.danger else Kind.HANDOVER,
            language=language,
            direction=self.direction(language),
            blocks=(*self._filler.titled(text.title, text.answer, language), *closing),
            buttons=(
                self.human_row(language),
                *self._related_rows((also, *question.related_topics), topic_id, language),
                *self._original_row(ShowTopic(topic_id, DUTCH), language),
            ),
            topic=topic_id,
            offers_counsellor=True,
            urgent=question.urgent,
        )

    def _related_rows(
        self, related: tuple[TopicId | None, ...], shown: TopicId | None, language: LanguageCode
    ) -> tuple[Row, ...]:
        """Return a button for each of the first published ids, but not for what is on the screen already."""
        on_screen = {shown, self.content.same_question(shown) if shown else None}
        wanted = dict.fromkeys(key for key in related if key is not None and key not in on_screen)
        published = [key for key in wanted if self.content.is_published(key)]
        return tuple(self.topic_row(key, language) for key in published[:_SEE_ALSO_SHOWN])

    def _interview_row(self, topic: TopicId, language: LanguageCode) -> tuple[Row, ...]:
        """Return a button that begins the interview on the same matter, where there is one."""
        interview = OFFERED_WITH.get(topic)
        if interview is None:
            return ()
        return ((self.button(f"{interview}_title", language, StartInterview(interview)),),)

    def _draft_notice(
        self, text: Answer | Explanation, dutch: Answer | Explanation, language: LanguageCode
    ) -> list[Block]:
        """Say that nobody has checked a text, or that the Dutch one has changed since."""
        reviewed = not isinstance(text, Answer) or text.status is ReviewStatus.REVIEWED
        if isinstance(text, Explanation):
            reviewed = self.content.texts[language].glossary.status is ReviewStatus.REVIEWED
        if reviewed and not is_outdated(text, dutch):
            return []
        return [self._filler.paragraph("draft_notice", language)]

    def _original_row(self, action: ShowTopic | ShowTerm, language: LanguageCode) -> tuple[Row, ...]:
        if language == DUTCH:
            return ()
        return ((self.button("button_show_dutch", language, action),),)

    def _cited(self, sources: tuple[Source, ...], language: LanguageCode) -> tuple[CitedSource, ...]:
        """Return each document once, with all places in it."""
        places: dict[str, list[str]] = {}
        for source in sources:
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

    def _source_line(self, cited: tuple[CitedSource, ...], language: LanguageCode) -> Block:
        listed = "; ".join(self._source_item(source, language) for source in cited)
        return self._filler.paragraph("source_line", language, sources=listed)

    def _source_item(self, source: CitedSource, language: LanguageCode) -> str:
        title, publisher = (
            self._filler.isolated(source.title, language),
            self._filler.isolated(source.publisher, language),
        )
        return self.content.interface("source_item", language).format(
            title=title, publisher=publisher, date=source.as_of
        )
