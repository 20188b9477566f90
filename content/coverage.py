"""Which text exists in which language, and in what state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.fingerprint import is_outdated
from content.loader import Content
from content.model import DUTCH, Answer, DangerKind, Explanation, Group, LanguageCode, ReviewStatus


class TextState(StrEnum):
    """The state of one text in one language."""

    MISSING = "missing"
    DRAFT = "draft"
    OUTDATED = "outdated"
    REVIEWED = "reviewed"


class Section(StrEnum):
    """What is no topic: topics have the section of their group."""

    HANDOVER = "handover"
    DANGER = "danger"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Row:
    """One id, and the state of its text in each language."""

    section: Group | Section
    text_id: str
    states: Mapping[LanguageCode, TextState]


def coverage(content: Content) -> list[Row]:
    """Return a row for every id of the catalogue: topics by group, hand-over questions, dangers, terms."""
    return [
        Row(
            section,
            text_id,
            {language: _state(content, section, text_id, language) for language in content.languages},
        )
        for section, text_id in _ids(content)
    ]


def find_text(
    content: Content, section: Group | Section, text_id: str, language: LanguageCode
) -> Answer | Explanation | None:
    """Return the text of an id in `language`, or None."""
    texts = content.texts[language]
    found: Mapping[str, Answer | Explanation]
    match section:
        case Section.DANGER:
            found = {kind.value: text for kind, text in texts.danger.items()}
        case Section.GLOSSARY:
            found = {str(term): text for term, text in texts.glossary.terms.items()}
        case _:
            found = {str(topic): text for topic, text in texts.answers.items()}
    return found.get(text_id)


def _ids(content: Content) -> Iterator[tuple[Group | Section, str]]:
    for group in Group:
        yield from ((group, key) for key, topic in content.topics.items() if topic.group == group)
    yield from ((Section.HANDOVER, key) for key in content.handover)
    yield from ((Section.DANGER, kind.value) for kind in DangerKind)
    yield from ((Section.GLOSSARY, key) for key in content.glossary)


def _state(content: Content, section: Group | Section, text_id: str, language: LanguageCode) -> TextState:
    text = find_text(content, section, text_id, language)
    dutch = find_text(content, section, text_id, DUTCH)
    if text is None or dutch is None:
        return TextState.MISSING
    if is_outdated(text, dutch):
        return TextState.OUTDATED
    status = text.status if isinstance(text, Answer) else content.texts[language].glossary.status
    return TextState.REVIEWED if status is ReviewStatus.REVIEWED else TextState.DRAFT
