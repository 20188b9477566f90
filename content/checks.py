"""Checks that run with the tests and before the bot starts: every text is there, complete and exact.

A translation must hold the same numbers, amounts, Dutch terms and placeholders as the Dutch text, which is
the one that was compared with the sources.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from babel import Locale, UnknownLocaleError

from content import markup
from content.checks_of_answering import check_answering
from content.errors import BrokenContentError, Finding
from content.figures import Figure
from content.loader import INTERFACE_FILES, Content
from content.markup import Bullets, DutchTerm, Euro, MarkupError, OrganisationField, Placeholder, Span
from content.model import (
    DUTCH,
    Answer,
    DangerKind,
    Explanation,
    Glossary,
    LanguageCode,
    LanguageTexts,
    Organisation,
    PreparedQuestion,
    ReviewStatus,
)
from content.yaml_files import YamlFile, read

LONGEST_TITLE = 40
"""Characters that fit on a button of a small phone."""

LONGEST_QUESTION = 130
LONGEST_ANSWER = 2000
LONGEST_INTERFACE_TEXT = 700
LONGEST_PHRASE = 240
LONGEST_ANSWER_LABEL = 38
FEWEST_ANSWERS, MOST_ANSWERS = 2, 4
LONGEST_TERM = 80
LONGEST_MEANING = 600
LONGEST_COMMAND_DESCRIPTION = 60
FEWEST_DANGER_PHRASES = 10

_ORGANISATION_FIELDS = frozenset(field.name for field in fields(Organisation) if field.type is str)
_FIGURES = frozenset(map(str, Figure))
_WESTERN_NUMBER = re.compile(r"[0-9]+")


def check(content: Content, root: Path) -> list[Finding]:
    """Return everything that is wrong with `content`, which was read from `root`."""
    findings = list(_check_catalogue(content, root))
    for code in content.languages:
        findings.extend(_check_language(content, code, root / "texts" / code))
    return findings


def check_or_raise(content: Content, root: Path) -> None:
    """Check `content`.

    Raises BrokenContentError when there is a finding.
    """
    if findings := check(content, root):
        raise BrokenContentError(findings)


def _check_catalogue(content: Content, root: Path) -> Iterator[Finding]:
    yield from _check_topics(content, root / "catalogue" / "topics")
    yield from _check_handover(content, root / "catalogue" / "handover")
    yield from _check_terms(content, root / "catalogue" / "glossary.yml")


def _check_topics(content: Content, folder: Path) -> Iterator[Finding]:
    for topic_id, topic in content.topics.items():
        path = folder / f"{topic_id}.yml"
        yield from _check_ids(content, path, "see_also", topic.see_also)
        for source in topic.sources:
            if source.document not in content.documents:
                message = f"The document {source.document!r} is not in documents.yml."
                yield read(path).finding(message, "sources")


def _check_handover(content: Content, folder: Path) -> Iterator[Finding]:
    for topic_id, question in content.handover.items():
        path = folder / f"{topic_id}.yml"
        yield from _check_ids(content, path, "related_topics", question.related_topics)
        if question.answered_below is not None and question.answered_below not in content.topics:
            message = f"answered_below names {question.answered_below!r}, which is no topic."
            yield read(path).finding(message, "answered_below")
        if topic_id in content.topics:
            yield Finding(path, 1, f"The id {topic_id!r} is also a topic. Ids must be unique.")


def _check_terms(content: Content, path: Path) -> Iterator[Finding]:
    for term_id, term in content.glossary.items():
        yield from _check_ids(content, path, term_id, term.topics)
        for source in term.sources:
            if source.document not in content.documents:
                message = f"The document {source.document!r} is not in documents.yml."
                yield read(path).finding(message, term_id)


def _check_ids(content: Content, path: Path, key: str, ids: Iterable[str]) -> Iterator[Finding]:
    for related in ids:
        if related not in content.topics and related not in content.handover:
            yield read(path).finding(f"{key} names the unknown id {related!r}.", key)


def _check_language(content: Content, code: LanguageCode, folder: Path) -> Iterator[Finding]:
    texts, dutch = content.texts[code], content.texts[DUTCH]
    dutch_folder = folder.parent / DUTCH
    yield from _check_language_file(texts, folder / "language.yml")
    for name in INTERFACE_FILES:
        yield from _check_interface(texts, dutch, folder / name, read(dutch_folder / name).data)
    yield from _check_phrases_of_counsellors(texts, dutch, folder / "phrases.yml")
    yield from _check_asked(texts, dutch, folder / "asked.yml")
    yield from check_answering(texts, folder)
    yield from _check_phrases(texts, folder / "danger_phrases.yml")
    yield from _check_glossary(content, code, folder / "glossary.yml")
    misplaced = list(_check_places(content, folder))
    yield from misplaced
    wrong_ids = {finding.path.stem for finding in misplaced}
    for topic_id in sorted({*dutch.answers, *texts.answers} - wrong_ids):
        kind = "handover" if topic_id in content.handover else "topics"
        path = folder / kind / f"{topic_id}.yml"
        if topic_id not in texts.answers:
            yield Finding(path, 0, f"The file is missing. Translate it from texts/nl/{kind}.")
        elif topic_id not in dutch.answers:
            yield Finding(path, 1, "There is no Dutch text for this id. Write texts/nl first.")
        else:
            yield from _check_answer(texts.answers[topic_id], dutch.answers[topic_id], path)
    for danger in DangerKind:
        path = folder / "danger" / f"{danger}.yml"
        if danger not in texts.danger:
            yield Finding(path, 0, "The file is missing. Translate it from texts/nl/danger.")
        elif danger in dutch.danger:
            yield from _check_answer(texts.danger[danger], dutch.danger[danger], path)


def _check_places(content: Content, folder: Path) -> Iterator[Finding]:
    """Find files whose id is not in the catalogue, or in the other half of it."""
    for kind, ids in (("topics", set(content.topics)), ("handover", set(content.handover))):
        for path in sorted((folder / kind).glob("*.yml")):
            if path.stem not in ids or (kind == "topics" and path.stem in content.handover):
                message = f"The id {path.stem!r} is not in catalogue/{kind}. Rename or move the file."
                yield Finding(path, 1, message)


def _check_language_file(texts: LanguageTexts, path: Path) -> Iterator[Finding]:
    try:
        Locale.parse(texts.language.locale)
    except (ValueError, UnknownLocaleError):
        message = f"The locale {texts.language.locale!r} is unknown to CLDR."
        yield read(path).finding(message, "locale")


def _check_interface(
    texts: LanguageTexts, dutch: LanguageTexts, path: Path, expected: Collection[str]
) -> Iterator[Finding]:
    """Compare one file of interface texts with the keys that it has in Dutch."""
    file = read(path)
    for key in sorted({*expected, *file.data}):
        if key not in texts.interface:
            yield file.finding(f"The text {key!r} is missing. Translate it from nl.")
        elif key not in dutch.interface:
            yield file.finding(f"The text {key!r} does not exist in nl. Remove it.", key)
        elif key not in expected:
            yield file.finding(f"The text {key!r} stands in another file in nl. Move it there.", key)
        else:
            text = texts.interface[key]
            is_command = key.startswith("command_") and key != "command_unknown"
            longest = LONGEST_COMMAND_DESCRIPTION if is_command else LONGEST_INTERFACE_TEXT
            yield from _check_length(file, key, text, longest)
            yield from _check_same(file, key, text, dutch.interface[key])


def _check_phrases_of_counsellors(
    texts: LanguageTexts, dutch: LanguageTexts, path: Path
) -> Iterator[Finding]:
    file = read(path)
    for key in sorted({*dutch.phrases, *texts.phrases}):
        if key not in texts.phrases:
            yield file.finding(f"The sentence {key!r} is missing. Translate it from nl.")
        elif key not in dutch.phrases:
            yield file.finding(f"The sentence {key!r} does not exist in nl. Remove it.", key)
        else:
            yield from _check_length(file, key, texts.phrases[key], LONGEST_PHRASE)
            yield from _check_same(file, key, texts.phrases[key], dutch.phrases[key])


def _check_asked(texts: LanguageTexts, dutch: LanguageTexts, path: Path) -> Iterator[Finding]:
    """Compare the prepared questions with the Dutch ones: the same answers, in the same order."""
    if not path.exists():
        yield Finding(path, 0, "The file is missing. Copy it from nl and translate it.")
        return
    file = read(path)
    for key in sorted({*dutch.asked, *texts.asked}):
        if key not in texts.asked:
            yield file.finding(f"The question {key!r} is missing. Translate it from nl.")
        elif key not in dutch.asked:
            yield file.finding(f"The question {key!r} does not exist in nl. Remove it.", key)
        else:
            yield from _check_question(file, key, texts.asked[key], dutch.asked[key])


def _check_question(
    file: YamlFile, key: str, asked: PreparedQuestion, dutch: PreparedQuestion
) -> Iterator[Finding]:
    yield from _check_length(file, key, asked.question, LONGEST_PHRASE, "question")
    yield from _check_same(file, key, asked.question, dutch.question, "question")
    if list(asked.answers) != list(dutch.answers):
        yield file.finding(f"The answers of {key} must be {', '.join(dutch.answers)}, in this order.", key)
    if not FEWEST_ANSWERS <= len(asked.answers) <= MOST_ANSWERS:
        yield file.finding(f"{key} needs {FEWEST_ANSWERS} to {MOST_ANSWERS} answers.", key)
    for name, label in asked.answers.items():
        yield from _check_length(file, key, label, LONGEST_ANSWER_LABEL, name)


def _check_phrases(texts: LanguageTexts, path: Path) -> Iterator[Finding]:
    file = read(path)
    for kind in DangerKind:
        phrases = texts.danger_phrases.get(kind, ())
        if len(phrases) < FEWEST_DANGER_PHRASES:
            message = f"{kind} has {len(phrases)} phrases; write at least {FEWEST_DANGER_PHRASES}."
            yield file.finding(message, kind)


def _check_glossary(content: Content, code: LanguageCode, path: Path) -> Iterator[Finding]:
    file = read(path)
    glossary, dutch = content.texts[code].glossary, content.texts[DUTCH].glossary
    yield from _check_review(glossary, file)
    for term in content.glossary:
        if term not in glossary.terms:
            yield file.finding(f"The term {term!r} is missing. Translate it from nl.", "terms")
    for term, explanation in glossary.terms.items():
        if term not in content.glossary:
            message = f"The term {term!r} is not in catalogue/glossary.yml. Rename or remove it."
            yield file.finding(message, "terms", term)
        elif term in dutch.terms:
            yield from _check_explanation(file, term, explanation, dutch.terms[term], code)


def _check_explanation(
    file: YamlFile, term: str, explanation: Explanation, dutch: Explanation, code: LanguageCode
) -> Iterator[Finding]:
    if explanation.name != dutch.name:
        message = f"name of {term} must be the Dutch one, {dutch.name!r}: people compare it with letters."
        yield file.finding(message, "terms", term)
    if (code == DUTCH) != (not explanation.gloss):
        message = f"gloss of {term} is the translation of its name: needed in every language but Dutch."
        yield file.finding(message, "terms", term)
    yield from _check_figures(file, "terms", explanation.meaning, term)
    yield from _check_length(file, "terms", explanation.name, LONGEST_TERM, term)
    yield from _check_length(file, "terms", explanation.meaning, LONGEST_MEANING, term)
    if explanation.gloss:
        yield from _check_length(file, "terms", explanation.gloss, LONGEST_TERM, term)
    yield from _check_same(file, "terms", explanation.meaning, dutch.meaning, term)


def _check_review(text: Answer | Glossary, file: YamlFile) -> Iterator[Finding]:
    if text.status is ReviewStatus.REVIEWED and not (text.reviewed_by and text.reviewed_on):
        yield file.finding("A reviewed text needs reviewed_by and reviewed_on.", "status")


def _check_answer(answer: Answer, dutch: Answer, path: Path) -> Iterator[Finding]:
    file = read(path)
    yield from _check_review(answer, file)
    yield from _check_length(file, "title", answer.title, LONGEST_TITLE)
    yield from _check_length(file, "question", answer.question, LONGEST_QUESTION)
    if bool(answer.question) != bool(dutch.question):
        yield file.finding("Here the Dutch file and this one differ in having a question.", "question")
    yield from _check_length(file, "answer", answer.answer, LONGEST_ANSWER)
    yield from _check_same(file, "answer", answer.answer, dutch.answer)
    yield from _check_figures(file, "answer", answer.answer)
    parts, dutch_parts = answer.parts or {}, dutch.parts or {}
    for key in sorted({*parts, *dutch_parts}):
        if key not in parts:
            yield file.finding(f"The part {key!r} is missing. Translate it from nl.", "parts")
        elif key not in dutch_parts:
            yield file.finding(f"The part {key!r} does not exist in nl. Remove it.", "parts", key)
        else:
            yield from _check_length(file, "parts", parts[key], LONGEST_ANSWER, key)
            yield from _check_same(file, "parts", parts[key], dutch_parts[key], key)
            yield from _check_figures(file, "parts", parts[key], key)


def _check_length(
    file: YamlFile, key: str, text: str, longest: int, part: str | None = None
) -> Iterator[Finding]:
    keys, name = _keys(key, part)
    if len(text) > longest:
        message = f"{name} has {len(text)} characters; {longest} is the most. Shorten it."
        yield file.finding(message, *keys)
    if not text.strip() and key != "question":
        yield file.finding(f"{name} is empty. Write the text.", *keys)


def _keys(key: str, part: str | None) -> tuple[tuple[str, ...], str]:
    """Return the keys that lead to a text in its file, and its name for people."""
    return ((key,), key) if part is None else ((key, part), part)


def _check_same(
    file: YamlFile, key: str, text: str, dutch: str, part: str | None = None
) -> Iterator[Finding]:
    """Compare what must be exact in every language with the Dutch text."""
    keys, name = _keys(key, part)
    try:
        spans, dutch_spans = list(_all_spans(text)), list(_all_spans(dutch))
    except MarkupError as error:
        yield file.finding(f"The markup of {name} is broken: {error}.", *keys)
        return
    for span in spans:
        if isinstance(span, OrganisationField) and span.name not in _ORGANISATION_FIELDS:
            message = f"{name} names the unknown field {{organisation:{span.name}}}."
            yield file.finding(message, *keys)
    if not_western := sorted({char for char in text if char.isdecimal() and not char.isascii()}):
        message = f"{name} has the digits {' '.join(not_western)}. Write 0 to 9, as on letters."
        yield file.finding(message, *keys)
    for what, collect in _EXACT.items():
        here, there = collect(spans), collect(dutch_spans)
        if missing := sorted(there - here):
            yield file.finding(f"{name} lacks {what} of the Dutch text: {', '.join(missing)}.", *keys)
        if extra := sorted(here - there - _numbers_of_terms(dutch_spans)):
            message = f"{name} has {what} that the Dutch text has not: {', '.join(extra)}."
            yield file.finding(message, *keys)


def _check_figures(file: YamlFile, key: str, text: str, part: str | None = None) -> Iterator[Finding]:
    """Look whether the program knows what to fill in: nobody but it sees the gap in an answer."""
    keys, name = _keys(key, part)
    with suppress(MarkupError):
        for span in _all_spans(text):
            if isinstance(span, Placeholder) and span.name not in _FIGURES:
                known = ", ".join(f"{{{figure}}}" for figure in Figure)
                message = f"{name} has {{{span.name}}}, which nothing fills in. In answers there is {known}."
                yield file.finding(message, *keys)


def _all_spans(text: str) -> Iterator[Span]:
    for block in markup.parse(text):
        for line in block.items if isinstance(block, Bullets) else (block.spans,):
            yield from line


def _numbers(spans: Iterable[Span]) -> set[str]:
    return {
        number
        for span in spans
        if (words := getattr(span, "text", None)) and not isinstance(span, DutchTerm)
        for number in _WESTERN_NUMBER.findall(words)
    }


def _numbers_of_terms(spans: Iterable[Span]) -> set[str]:
    """Return the numbers inside Dutch terms (`artikel 64`): a gloss may repeat them."""
    terms = (span.text for span in spans if isinstance(span, DutchTerm))
    return {number for term in terms for number in _WESTERN_NUMBER.findall(term)}


_EXACT: Mapping[str, Callable[[Iterable[Span]], set[str]]] = {
    "numbers": _numbers,
    "Dutch terms": lambda spans: {span.text for span in spans if isinstance(span, DutchTerm)},
    "amounts": lambda spans: {str(span.amount) for span in spans if isinstance(span, Euro)},
    "placeholders": lambda spans: {
        span.name for span in spans if isinstance(span, Placeholder | OrganisationField)
    },
}
