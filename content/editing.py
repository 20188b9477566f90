"""Change content files for translators: confirm translations, add a language.

Files are changed line by line, so that comments and the order of keys stay as their writers left them.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from babel import Locale, UnknownLocaleError

from content.coverage import Section, coverage, find_text
from content.errors import ContentError
from content.fingerprint import fingerprint
from content.loader import Content
from content.model import DUTCH, DangerKind, Direction, LanguageCode

_STATUS = re.compile(r"^status:.*\n", re.MULTILINE)
_CONFIRMED_KEYS = re.compile(r"^(translated_from|reviewed_by|reviewed_on):.*\n", re.MULTILINE)


class EditingError(ContentError):
    """A change that cannot be made; the message says why and what to do."""


def confirm(
    content: Content,
    root: Path,
    language: LanguageCode,
    only: Iterable[str] = (),
    reviewed: tuple[str, date] | None = None,
) -> int:
    """Note in the files of `language` that they follow the present Dutch texts; return how many.

    `reviewed` also notes who checked the texts, and when. `only` names the ids; without it all are confirmed.

    Raises EditingError for an id that has no text in `language`, and for Dutch without a review.
    """
    if language == DUTCH and reviewed is None:
        raise EditingError(
            "Dutch is the original: it follows no other text. With a review it can be confirmed."
        )
    wanted = set(only)
    confirmed: set[str] = set()
    for row in coverage(content):
        dutch = find_text(content, row.section, row.text_id, DUTCH)
        if dutch is None or find_text(content, row.section, row.text_id, language) is None:
            continue
        if wanted and row.text_id not in wanted:
            continue
        folder = root / "texts" / language
        if row.section is Section.GLOSSARY:
            _confirm_term(folder / "glossary.yml", row.text_id, fingerprint(dutch))
        else:
            kind = row.section if row.section in set(Section) else "topics"
            _confirm_file(folder / kind / f"{row.text_id}.yml", fingerprint(dutch), reviewed)
        confirmed.add(row.text_id)
    if unknown := sorted(wanted - confirmed):
        raise EditingError(
            f"There is no text of {unknown[0]!r} in {language}. Look the id up in the preview."
        )
    return len(confirmed)


def add_language(root: Path, language: LanguageCode, direction: Direction, dutch_keys: Iterable[str]) -> Path:
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
    interface = "".join(f'{key}: ""\n' for key in dutch_keys)
    (folder / "interface.yml").write_text(interface, encoding="utf-8")
    phrases = "".join(f"{kind}: []\n" for kind in DangerKind)
    (folder / "danger_phrases.yml").write_text(phrases, encoding="utf-8")
    (folder / "glossary.yml").write_text("status: draft\nterms: {}\n", encoding="utf-8")
    return folder


def _confirm_file(path: Path, print_of_dutch: str, reviewed: tuple[str, date] | None) -> None:
    text = path.read_text(encoding="utf-8")
    if reviewed is None:
        text = re.sub(r"^translated_from:.*\n", "", text, flags=re.MULTILINE)
        new = _STATUS.search(text)
        line = new.group(0) if new else "status: draft\n"
    else:
        text = _CONFIRMED_KEYS.sub("", text)
        line = f"status: reviewed\nreviewed_by: {reviewed[0]}\nreviewed_on: {reviewed[1].isoformat()}\n"
    text = _STATUS.sub("", text, count=1)
    path.write_text(f'{line}translated_from: "{print_of_dutch}"\n{text}', encoding="utf-8")


def _confirm_term(path: Path, term: str, print_of_dutch: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index(f"  {term}:\n") + 1
    end = next(
        (number for number in range(start, len(lines)) if re.match(r" {0,2}\S", lines[number])), len(lines)
    )
    kept = [line for line in lines[start:end] if not line.startswith("    translated_from:")]
    lines[start:end] = [f'    translated_from: "{print_of_dutch}"\n', *kept]
    path.write_text("".join(lines), encoding="utf-8")
