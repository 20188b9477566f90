"""Write the preview: a coverage table, and a page for each language and section."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.rendering.telegram_html import render_html
from content.coverage import Row, Section, TextState, coverage
from content.loader import Content
from content.model import DUTCH, DangerKind, Group, LanguageCode, TermId, TopicId
from conversations.composer import Composer
from conversations.messages import Message


@dataclass(frozen=True, slots=True)
class Phone:
    """A message as it looks on a phone: HTML parts, labels of its buttons, direction of writing."""

    parts: tuple[Markup, ...]
    buttons: tuple[tuple[str, ...], ...]
    direction: str
    language: LanguageCode


@dataclass(frozen=True, slots=True)
class Entry:
    """One id on a page: its state, the Dutch phone and that of the language (None: missing)."""

    text_id: str
    state: TextState
    must_hold: tuple[str, ...]
    dutch: Phone | None
    translated: Phone | None


def write_site(content: Content, folder: Path, today: date) -> int:
    """Write the whole site into `folder` and return the number of pages."""
    environment = Environment(loader=PackageLoader("bot.preview"), autoescape=True, undefined=StrictUndefined)
    composer = Composer(_with_dutch_in_gaps(content))
    rows = coverage(content)
    sections = [(section, list(group)) for section, group in groupby(rows, key=lambda row: row.section)]
    folder.mkdir(parents=True, exist_ok=True)
    index = environment.get_template("coverage.html").render(
        languages=content.languages,
        texts=content.texts,
        sections=sections,
        totals=count_states(rows, content.languages),
        states=list(TextState),
        today=today,
    )
    (folder / "index.html").write_text(index, encoding="utf-8")
    pages = 1
    page = environment.get_template("section.html")
    for language in content.languages:
        (folder / language).mkdir(exist_ok=True)
        for section, section_rows in sections:
            entries = [_entry(content, composer, row, language, today) for row in section_rows]
            text = page.render(
                language=language,
                name=content.texts[language].language.name,
                is_dutch=language == DUTCH,
                section=section,
                sections=[name for name, _ in sections],
                languages=content.languages,
                entries=entries,
            )
            (folder / language / f"{section}.html").write_text(text, encoding="utf-8")
            pages += 1
    return pages


def count_states(
    rows: list[Row], languages: tuple[LanguageCode, ...]
) -> dict[LanguageCode, dict[TextState, int]]:
    """Return for each language how many texts are in each state."""
    return {
        language: {state: sum(row.states[language] is state for row in rows) for state in TextState}
        for language in languages
    }


def _entry(content: Content, composer: Composer, row: Row, language: LanguageCode, today: date) -> Entry:
    dutch, translated = (
        None if row.states[shown] is TextState.MISSING else _phone(composer, row, shown, today)
        for shown in (DUTCH, language)
    )
    return Entry(row.text_id, row.states[language], tuple(_must_hold(content, row)), dutch, translated)


def _with_dutch_in_gaps(content: Content) -> Content:
    """Return content in which buttons and notices that are not translated yet show in Dutch."""
    dutch = content.texts[DUTCH]
    filled = {
        code: replace(
            texts,
            answers={**dutch.answers, **texts.answers},
            interface={**dutch.interface, **{key: text for key, text in texts.interface.items() if text}},
        )
        for code, texts in content.texts.items()
    }
    return replace(content, texts=filled)


def _phone(composer: Composer, row: Row, language: LanguageCode, today: date) -> Phone:
    message = _message(composer, row, language, today)
    parts = render_html(message, composer.content.interface("continued", language))
    return Phone(
        # render_html escapes every text itself.
        parts=tuple(Markup(part) for part in parts),  # noqa: S704
        buttons=tuple(tuple(button.label for button in line) for line in message.buttons),
        direction=message.direction,
        language=language,
    )


def _message(composer: Composer, row: Row, language: LanguageCode, today: date) -> Message:
    match row.section:
        case Section.DANGER:
            return composer.danger(DangerKind(row.text_id), language)
        case Section.GLOSSARY:
            return composer.term(TermId(row.text_id), language)
        case _:
            return composer.answer(TopicId(row.text_id), language, today)


def _must_hold(content: Content, row: Row) -> Iterator[str]:
    """Give what the catalogue says that the text must hold, for whoever compares."""
    match row.section:
        case Group():
            topic = content.topics[TopicId(row.text_id)]
            yield from topic.facts
            if topic.conflict:
                yield f"Conflict: {topic.conflict}"
        case Section.HANDOVER:
            yield content.handover[TopicId(row.text_id)].instruction
        case Section.GLOSSARY:
            yield content.glossary[TermId(row.text_id)].explanation
        case Section.DANGER:
            return
