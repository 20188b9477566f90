"""Change content files for translators: confirm translations, add a language.

Files are changed line by line, so that comments and the order of keys stay as their writers left them.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from babel import Locale, UnknownLocaleError

from content.coverage import Section, TextState, coverage, find_text
from content.errors import ContentError
from content.fingerprint import fingerprint
from content.loader import INTERFACE_FILES, Content
from content.model import DUTCH, DangerKind, Direction, LanguageCode, ReviewStatus, TermId
from content.yaml_files import read

_STANDING = re.compile(r"^(status|translated_from|reviewed_by|reviewed_on):.*\n", re.MULTILINE)
_Review = tuple[str, date]


class EditingError(ContentError):
    """A change that cannot be made; the message says why and what to do."""


def confirm(
    content: Content,
    root: Path,
    language: LanguageCode,
    only: Iterable[str] = (),
    reviewed: _Review | None = None,
) -> int:
    """Note in the files of `language` that they follow the present Dutch texts; return how many.

    `reviewed` also notes who checked the texts, and when. Without it, a text that was reviewed before the
    Dutch changed is a draft again. `only` names the ids; without it all are confirmed.

    Raises EditingError for an id that has no text in `language`, for Dutch without a review, and for the
    review of single terms: the glossary is reviewed as a whole.
    """
    if language == DUTCH and reviewed is None:
        raise EditingError(
            "Dutch is the original: it follows no other text. With a review it can be confirmed."
        )
    wanted = set(only)
    rows = [
        row
        for row in coverage(content)
        if row.states[language] is not TextState.MISSING and (not wanted or row.text_id in wanted)
    ]
    if unknown := sorted(wanted - {row.text_id for row in rows}):
        raise EditingError(
            f"There is no text of {unknown[0]!r} in {language}. Look the id up in the preview."
        )
    folder = root / "texts" / language
    terms = [row.text_id for row in rows if row.section is Section.GLOSSARY]
    if terms and wanted and reviewed is not None:
        raise EditingError(
            f"{terms[0]!r} is a term. The glossary is reviewed as a whole, with the rest of the language: "
            "leave out the ids."
        )
    for row in rows:
        if row.section is not Section.GLOSSARY:
            kind = row.section if row.section in set(Section) else "topics"
            text = find_text(content, row.section, row.text_id, language)
            dutch = find_text(content, row.section, row.text_id, DUTCH)
            if text is not None and dutch is not None:
                path = folder / kind / f"{row.text_id}.yml"
                _confirm_file(path, text.translated_from, fingerprint(dutch), reviewed)
    if terms:
        _confirm_terms(content, language, folder / "glossary.yml", terms, reviewed)
    return len(rows)


def add_language(root: Path, language: LanguageCode, direction: Direction) -> Path:
    """Make the folder of a new language that is not served yet, and return it.

    Raises EditingError when the language exists or CLDR does not know it.
    """
    folder = root / "texts" / language
    if folder.exists():
        raise EditingError(f"The folder {folder} exists already.")
    try:
        name = Locale.parse(language).get_display_name() or language
    except (ValueError, UnknownLocaleError) as error:
        raise EditingError(f"{language!r} is no language code of CLDR, such as uk or ps.") from error
    for part in ("topics", "handover", "danger"):
        (folder / part).mkdir(parents=True)
        (folder / part / ".gitkeep").touch()
    language_file = (
        f"name: {name}\ndirection: {direction}\nlocale: {language}\n"
        "# Remove this line when everything is translated: from then on people can choose the language.\n"
        f"served: false\nspoken_names: [{name}]\n"
    )
    (folder / "language.yml").write_text(language_file, encoding="utf-8")
    for name in INTERFACE_FILES:
        empty = "".join(f'{key}: ""\n' for key in read(root / "texts" / DUTCH / name).data)
        (folder / name).write_text(empty, encoding="utf-8")
    (folder / "phrases.yml").write_text("{}\n", encoding="utf-8")
    (folder / "asked.yml").write_text("{}\n", encoding="utf-8")
    (folder / "plurals.yml").write_text("{}\n", encoding="utf-8")
    (folder / "answer_words.yml").write_text("{}\n", encoding="utf-8")
    phrases = "".join(f"{kind}: []\n" for kind in DangerKind)
    (folder / "danger_phrases.yml").write_text(phrases, encoding="utf-8")
    (folder / "glossary.yml").write_text("status: draft\nterms: {}\n", encoding="utf-8")
    return folder


def _confirm_file(path: Path, translated_from: str | None, dutch: str, reviewed: _Review | None) -> None:
    if reviewed is None and translated_from == dutch:
        return
    words = _STANDING.sub("", path.read_text(encoding="utf-8"))
    path.write_text(f'{_status(reviewed)}translated_from: "{dutch}"\n{words}', encoding="utf-8")


def _confirm_terms(
    content: Content, language: LanguageCode, path: Path, terms: Iterable[str], reviewed: _Review | None
) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = False
    for term in map(TermId, terms):
        print_of_dutch = fingerprint(content.texts[DUTCH].glossary.terms[term])
        if content.texts[language].glossary.terms[term].translated_from == print_of_dutch:
            continue
        changed = True
        start = lines.index(f"  {term}:\n") + 1
        if lines[start].startswith("    translated_from:"):
            del lines[start]
        lines.insert(start, f'    translated_from: "{print_of_dutch}"\n')
    text = "".join(lines)
    if changed or reviewed is not None:
        text = _status(reviewed) + _STANDING.sub("", text)
    path.write_text(text, encoding="utf-8")


def _status(reviewed: _Review | None) -> str:
    if reviewed is None:
        return f"status: {ReviewStatus.DRAFT}\n"
    name, day = reviewed
    return f"status: {ReviewStatus.REVIEWED}\nreviewed_by: {name}\nreviewed_on: {day.isoformat()}\n"
