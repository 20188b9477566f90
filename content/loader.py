"""Read all content files into one immutable `Content`, or say everything that is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from babel import Locale

from content.errors import BrokenContentError, Finding, UnknownTextError
from content.model import (
    DUTCH,
    Answer,
    AnswerWords,
    DangerKind,
    Document,
    DocumentId,
    Explanation,
    Glossary,
    GlossaryTerm,
    Group,
    HandoverQuestion,
    Language,
    LanguageCode,
    LanguageTexts,
    Organisation,
    PreparedQuestion,
    TermId,
    Topic,
    TopicId,
)
from content.opening_times import OpeningTimesError, opening_times
from content.yaml_files import convert, read

ROOT = Path(__file__).parent
"""The folder of the content that ships with the program."""

INTERFACE_FILES = ("interface.yml", "interviews.yml", "deadlines.yml", "desk.yml", "privacy.yml")
"""The files of a language with interface texts: one set of keys, divided for translators."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Content:
    """The catalogue of everything that may be said, and the texts that say it.

    The catalogue is complete from the start; an id is published as soon as it has a Dutch text.
    """

    documents: Mapping[DocumentId, Document]
    topics: Mapping[TopicId, Topic]
    handover: Mapping[TopicId, HandoverQuestion]
    glossary: Mapping[TermId, GlossaryTerm]
    texts: Mapping[LanguageCode, LanguageTexts]
    organisation: Organisation
    counsellors: Mapping[str, str]
    report: Mapping[str, str]
    in_preparation: tuple[LanguageCode, ...] = ()

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

    def explanation(self, term: TermId, language: LanguageCode) -> Explanation:
        """Return what `term` means, in `language`.

        Raises UnknownTextError when there is no explanation.
        """
        try:
            return self.texts[language].glossary.terms[term]
        except KeyError as error:
            raise UnknownTextError(f"no explanation of {term!r} in {language!r}") from error

    def interface(self, key: str, language: LanguageCode) -> str:
        """Return the interface text `key` in `language`, placeholders included.

        Raises UnknownTextError when there is none.
        """
        try:
            return self.texts[language].interface[key]
        except KeyError as error:
            raise UnknownTextError(f"no interface text {key!r} in {language!r}") from error

    def plural(self, key: str, count: int, language: LanguageCode) -> str:
        """Return the text `key` in the form that `count` asks for in `language`, with `count` in it.

        Raises UnknownTextError when there is none.
        """
        texts = self.texts[language]
        category = Locale.parse(texts.language.locale).plural_form(count)
        try:
            return texts.plurals[key][category].format(count=count)
        except KeyError as error:
            raise UnknownTextError(f"no form {category} of {key!r} in {language!r}") from error

    def published(self, group: Group) -> tuple[TopicId, ...]:
        """Return the published topics of `group`, and after them the hand-over questions beside them."""
        return tuple(
            key
            for key in (*self.topics, *self.handover)
            if self._is_listed(key) and self._group_of(key) == group
        )

    def published_elsewhere(self) -> tuple[TopicId, ...]:
        """Return the published hand-over questions of no group: danger, and what no topic is near to."""
        return tuple(key for key in self.handover if self._is_listed(key) and self._group_of(key) is None)

    def _is_listed(self, topic: TopicId) -> bool:
        """Tell whether a menu shows `topic`: not when another button gives the same answer."""
        question = self.handover.get(topic)
        below = question.answered_below if question else None
        return self.is_published(topic) and (below is None or not self.is_published(below))

    def _group_of(self, topic: TopicId) -> Group | None:
        """Return the group of a topic, or of the first topic that a hand-over question is related to."""
        if topic in self.topics:
            return self.topics[topic].group
        question = self.handover[topic]
        related = [key for key in question.related_topics if key in self.topics]
        if question.danger is not None or not related:
            return None
        return self.topics[related[0]].group

    def same_question(self, topic: str) -> TopicId | None:
        """Return the other id of a pair that is one question to a person, or None."""
        question = self.handover.get(TopicId(topic))
        if question is not None:
            return question.answered_below
        return next(
            (key for key, question in self.handover.items() if question.answered_below == topic), None
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


def load(
    root: Path = ROOT,
    organisation_file: Path | None = None,
    *,
    with_prepared: bool = False,
) -> Content:
    """Read the content below `root`; `with_prepared` also the languages that are not served yet.

    Raises BrokenContentError with a finding for each file that cannot be read.
    """
    collector = _Collector()
    catalogue = root / "catalogue"
    documents = collector.attempt(partial(_documents, catalogue / "documents.yml"))
    topics = collector.folder(catalogue / "topics", Topic)
    handover = collector.folder(catalogue / "handover", HandoverQuestion)
    organisation = collector.attempt(partial(_organisation, organisation_file or root / "organisation.yml"))
    counsellors = collector.attempt(partial(_flat, root / "counsellors.yml"))
    report = collector.attempt(partial(_flat, root / "report.yml"))
    glossary = collector.attempt(partial(_glossary, catalogue / "glossary.yml"))
    texts: dict[LanguageCode, LanguageTexts] = {}
    in_preparation: list[LanguageCode] = []
    for folder in sorted(path for path in (root / "texts").glob("*") if path.is_dir()):
        code = LanguageCode(folder.name)
        language = collector.attempt(partial(_one, folder / "language.yml", Language))
        if language is None:
            continue
        if not language.served:
            in_preparation.append(code)
        if language.served or with_prepared:
            language_texts = collector.attempt(partial(_texts, folder, language, collector))
            if language_texts is not None:
                texts[code] = language_texts
    if not collector.findings and DUTCH not in texts:
        missing = Finding(root / "texts", 0, "The folder nl is missing: it is the original.")
        collector.findings.append(missing)
    if (
        collector.findings
        or documents is None
        or organisation is None
        or glossary is None
        or counsellors is None
        or report is None
    ):
        raise BrokenContentError(collector.findings)
    return Content(
        documents=documents,
        topics=MappingProxyType(topics),
        handover=MappingProxyType(handover),
        glossary=glossary,
        texts=MappingProxyType(texts),
        organisation=organisation,
        counsellors=counsellors,
        report=report,
        in_preparation=tuple(in_preparation),
    )


def _one(path: Path, kind: type[_Value]) -> _Value:
    return read(path).into(kind)


def _organisation(path: Path) -> Organisation:
    file = read(path)
    organisation = file.into(Organisation)
    try:
        opening_times(organisation.office_hours)
    except OpeningTimesError as error:
        raise BrokenContentError([file.finding(str(error), "office_hours", error.day)]) from error
    if organisation.answers_within_minutes < 0:
        message = "A time to answer cannot be negative. Write a number of minutes, or 0."
        raise BrokenContentError([file.finding(message, "answers_within_minutes")])
    return replace(organisation, office_hours=MappingProxyType(dict(organisation.office_hours)))


def _documents(path: Path) -> Mapping[DocumentId, Document]:
    file = read(path)
    return MappingProxyType(
        {DocumentId(key): convert(file, value, Document, key) for key, value in file.data.items()}
    )


def _glossary(path: Path) -> Mapping[TermId, GlossaryTerm]:
    file = read(path)
    return MappingProxyType(
        {TermId(key): convert(file, value, GlossaryTerm, key) for key, value in file.data.items()}
    )


def _flat(path: Path) -> Mapping[str, str]:
    file = read(path)
    return MappingProxyType(convert(file, dict(file.data), dict[str, str]))


def _texts(folder: Path, language: Language, collector: _Collector) -> LanguageTexts:
    answers = collector.folder(folder / "topics", Answer)
    answers.update(collector.folder(folder / "handover", Answer))
    danger = collector.folder(folder / "danger", Answer)
    if unknown := sorted(set(danger) - set(DangerKind)):
        kinds = ", ".join(DangerKind)
        message = f"There is no such kind of danger. Rename the file; the kinds are {kinds}."
        path = folder / "danger" / f"{unknown[0]}.yml"
        raise BrokenContentError([Finding(path, 1, message)])
    plurals = read(folder / "plurals.yml")
    prepared = read(folder / "phrases.yml")
    phrases = read(folder / "danger_phrases.yml")
    return LanguageTexts(
        language=language,
        interface=MappingProxyType(_interface(folder)),
        plurals=MappingProxyType(convert(plurals, dict(plurals.data), dict[str, dict[str, str]])),
        phrases=MappingProxyType(convert(prepared, dict(prepared.data), dict[str, str])),
        asked=MappingProxyType(_asked(folder / "asked.yml")),
        answer_words=_one(folder / "answer_words.yml", AnswerWords),
        answers=MappingProxyType(answers),
        danger=MappingProxyType({DangerKind(kind): answer for kind, answer in danger.items()}),
        glossary=_one(folder / "glossary.yml", Glossary),
        danger_phrases=MappingProxyType(
            convert(phrases, dict(phrases.data), dict[DangerKind, tuple[str, ...]])
        ),
    )


def _asked(path: Path) -> dict[str, PreparedQuestion]:
    """Read the prepared questions; a language that has none yet is a finding of the checks."""
    if not path.exists():
        return {}
    file = read(path)
    return {key: convert(file, value, PreparedQuestion, key) for key, value in file.data.items()}


def _interface(folder: Path) -> dict[str, str]:
    """Read the interface texts of all files; a key may stand in one of them only."""
    texts: dict[str, str] = {}
    for name in INTERFACE_FILES:
        file = read(folder / name)
        for key, text in convert(file, dict(file.data), dict[str, str]).items():
            if key in texts:
                raise BrokenContentError([file.finding(f"The key {key!r} stands in another file too.", key)])
            texts[key] = text
    return texts
