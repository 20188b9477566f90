"""Read all content files into one immutable `Content`, or say everything that is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from content.errors import BrokenContentError, Finding, UnknownTextError
from content.model import (
    DUTCH,
    Answer,
    DangerKind,
    Document,
    DocumentId,
    Group,
    HandoverQuestion,
    Language,
    LanguageCode,
    LanguageTexts,
    Organisation,
    Topic,
    TopicId,
)
from content.yaml_files import convert, read

ROOT = Path(__file__).parent
"""The folder of the content that ships with the program."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Content:
    """The catalogue of everything that may be said, and the texts that say it.

    The catalogue is complete from the start; an id is published as soon as it has a Dutch text.
    """

    documents: Mapping[DocumentId, Document]
    topics: Mapping[TopicId, Topic]
    handover: Mapping[TopicId, HandoverQuestion]
    texts: Mapping[LanguageCode, LanguageTexts]
    organisation: Organisation

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """Return the served languages, Dutch first."""
        return (DUTCH, *sorted(code for code in self.texts if code != DUTCH))

    def is_published(self, topic: str) -> bool:
        """Tell whether `topic` is an id that can be answered."""
        return topic in self.texts[DUTCH].answers

    def answer(self, topic: TopicId, language: LanguageCode) -> Answer:
        """Return the text of `topic` in `language`.

        Raises UnknownTextError when there is none.
        """
        try:
            return self.texts[language].answers[topic]
        except KeyError as error:
            raise UnknownTextError(f"no answer {topic!r} in {language!r}") from error

    def interface(self, key: str, language: LanguageCode) -> str:
        """Return the interface text `key` in `language`, placeholders included.

        Raises UnknownTextError when there is none.
        """
        try:
            return self.texts[language].interface[key]
        except KeyError as error:
            raise UnknownTextError(f"no interface text {key!r} in {language!r}") from error

    def published(self, group: Group) -> tuple[TopicId, ...]:
        """Return the published topics of `group`, in the order of the catalogue."""
        return tuple(
            topic_id
            for topic_id, topic in self.topics.items()
            if topic.group == group and self.is_published(topic_id)
        )


class _Collector:
    """Gathers what is wrong in all files, so that a translator sees everything at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def attempt(self, make: Callable[[], _Value]) -> _Value | None:
        try:
            return make()
        except BrokenContentError as error:
            self.findings.extend(error.findings)
            return None

    def folder(self, folder: Path, kind: type[_Value]) -> dict[TopicId, _Value]:
        values: dict[TopicId, _Value] = {}
        for path in sorted(folder.glob("*.yml")):
            value = self.attempt(partial(_one, path, kind))
            if value is not None:
                values[TopicId(path.stem)] = value
        return values


def load(root: Path = ROOT, organisation_file: Path | None = None) -> Content:
    """Read the content below `root`.

    Raises BrokenContentError with a finding for each file that cannot be read.
    """
    collector = _Collector()
    catalogue = root / "catalogue"
    documents = collector.attempt(partial(_documents, catalogue / "documents.yml"))
    topics = collector.folder(catalogue / "topics", Topic)
    handover = collector.folder(catalogue / "handover", HandoverQuestion)
    organisation = collector.attempt(
        partial(_one, organisation_file or root / "organisation.yml", Organisation)
    )
    texts: dict[LanguageCode, LanguageTexts] = {}
    for folder in sorted(path for path in (root / "texts").glob("*") if path.is_dir()):
        language_texts = collector.attempt(partial(_texts, folder, collector))
        if language_texts is not None:
            texts[LanguageCode(folder.name)] = language_texts
    if not collector.findings and DUTCH not in texts:
        missing = Finding(root / "texts", 0, "The folder nl is missing: it is the original.")
        collector.findings.append(missing)
    if collector.findings or documents is None or organisation is None:
        raise BrokenContentError(collector.findings)
    return Content(
        documents=documents,
        topics=MappingProxyType(topics),
        handover=MappingProxyType(handover),
        texts=MappingProxyType(texts),
        organisation=organisation,
    )


def _one(path: Path, kind: type[_Value]) -> _Value:
    return read(path).into(kind)


def _documents(path: Path) -> Mapping[DocumentId, Document]:
    file = read(path)
    return MappingProxyType(
        {DocumentId(key): convert(file, value, Document, key) for key, value in file.data.items()}
    )


def _texts(folder: Path, collector: _Collector) -> LanguageTexts:
    answers = collector.folder(folder / "topics", Answer)
    answers.update(collector.folder(folder / "handover", Answer))
    danger = collector.folder(folder / "danger", Answer)
    if unknown := sorted(set(danger) - set(DangerKind)):
        kinds = ", ".join(DangerKind)
        message = f"There is no such kind of danger. Rename the file; the kinds are {kinds}."
        path = folder / "danger" / f"{unknown[0]}.yml"
        raise BrokenContentError([Finding(path, 1, message)])
    interface = read(folder / "interface.yml")
    phrases = read(folder / "danger_phrases.yml")
    return LanguageTexts(
        language=_one(folder / "language.yml", Language),
        interface=MappingProxyType(convert(interface, dict(interface.data), dict[str, str])),
        answers=MappingProxyType(answers),
        danger=MappingProxyType({DangerKind(kind): answer for kind, answer in danger.items()}),
        danger_phrases=MappingProxyType(
            convert(phrases, dict(phrases.data), dict[DangerKind, tuple[str, ...]])
        ),
        latin_words=_latin_words(folder / "latin_words.yml"),
    )


def _latin_words(path: Path) -> frozenset[str]:
    """Return the words of an optional file: only languages of other scripts have one."""
    if not path.exists():
        return frozenset()
    file = read(path)
    return convert(file, file.data.get("words"), frozenset[str], "words")
