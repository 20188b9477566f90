"""Fuzz content: files that a translator spoilt, and markup that becomes messages."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.rendering.plain import render_plain
from bot.rendering.telegram_html import render_html
from content import loader
from content.checks import check
from content.errors import BrokenContentError
from content.loader import ROOT, load
from content.markup import (
    Block,
    Bullets,
    Euro,
    MarkupError,
    OrganisationField,
    Paragraph,
    Placeholder,
    Plain,
    Span,
    parse,
)
from content.model import (
    Answer,
    AnswerWords,
    Direction,
    Glossary,
    HandoverQuestion,
    Language,
    LanguageCode,
    Topic,
)
from content.yaml_files import read
from conversations.messages import Kind, Message
from tests.bot_api.html import parse_html
from tests.fuzz.chance import Chance
from tests.fuzz.failures import FoundError
from tests.fuzz.mutation import mutated, mutated_bytes

_LONGEST_MESSAGE = 4096
_READERS: Mapping[str, Callable[[Path], object]] = {
    "catalogue/topics/*.yml": lambda path: read(path).into(Topic),
    "catalogue/handover/*.yml": lambda path: read(path).into(HandoverQuestion),
    "catalogue/documents.yml": loader._documents,
    "catalogue/glossary.yml": loader._glossary,
    "organisation.yml": loader._organisation,
    "counsellors.yml": loader._flat,
    "texts/*/topics/*.yml": lambda path: read(path).into(Answer),
    "texts/*/danger/*.yml": lambda path: read(path).into(Answer),
    "texts/*/language.yml": lambda path: read(path).into(Language),
    "texts/*/glossary.yml": lambda path: read(path).into(Glossary),
    "texts/*/answer_words.yml": lambda path: read(path).into(AnswerWords),
    "texts/*/asked.yml": loader._asked,
    "texts/*/deadlines.yml": loader._flat,
}
_LONGEST_FILE = 6000


class Files:
    """Spoils files of the content, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "spoilt.yml"
        self._files: list[tuple[Callable[[Path], object], list[str]]] = [
            (reader, [_beginning(path) for path in sorted(ROOT.glob(pattern))[:40]])
            for pattern, reader in _READERS.items()
        ]

    def file(self, chance: Chance) -> None:
        """Read a spoilt file: it is still good, or every finding has the file, a line and words."""
        reader, texts = chance.one_of(self._files)
        data = mutated(chance, chance.one_of(texts)).encode(errors="surrogatepass")
        self._path.write_bytes(chance.give(mutated_bytes(chance, data) if chance.one_in(4) else data))
        try:
            reader(self._path)
        except BrokenContentError as error:
            check_findings(error, self._path)


def check_findings(error: BrokenContentError, path: Path) -> None:
    """Look whether a translator can do something with an error. Raises FoundError when not."""
    for finding in error.findings:
        if finding.path != path or finding.line < 0 or not finding.message.strip():
            raise FoundError(f"nobody can mend {finding}")
    if not error.findings:
        raise FoundError("broken, but nobody says what")


def _beginning(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text if len(text) <= _LONGEST_FILE else text[: text.rfind("\n", 0, _LONGEST_FILE) + 1]


class Tree:
    """Spoils one file in a whole tree of content, and reads and checks everything."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "content"
        shutil.copytree(ROOT, self._root, ignore=_few)
        kept = [*self._root.rglob("*.yml")]
        self._files = sorted(kept)

    def tree(self, chance: Chance) -> None:
        """Read the tree: findings say what is wrong, nothing else is raised."""
        path = chance.one_of(self._files)
        good = path.read_bytes()
        chance.give(str(path.relative_to(self._root)))
        path.write_bytes(chance.give(mutated(chance, good.decode()).encode(errors="surrogatepass")))
        try:
            content = load(self._root)
            for finding in check(content, self._root):
                str(finding)
        except BrokenContentError as error:
            if not error.findings:
                raise FoundError(f"{path} is broken, but nobody says what") from error
        finally:
            path.write_bytes(good)


def _few(folder: str, names: list[str]) -> list[str]:
    """Leave out most languages and most topics: a tree is read thousands of times."""
    place = Path(folder)
    if place == ROOT / "texts":
        return [name for name in names if name not in ("nl", "en")]
    if place.name in ("topics", "handover"):
        return sorted(names)[6:]
    return [name for name in names if not name.endswith(".yml") and "." in name]


_MARKUP = (
    "**Let op**: je krijgt {euro:1750} van [DT&V].\n- een\n- twee [vertrektermijn]\n\n{organisation:phone}",
    "Dit is {sources} van {date}.", "- a\n- b\n\nc", "a < b & c > d", "[a] **b** {euro:1}",
)  # fmt: skip


def markup(chance: Chance) -> None:
    """Read any markup: it is refused, or becomes messages that Telegram takes."""
    text = mutated(chance, chance.one_of(_MARKUP)) if not chance.one_in(4) else chance.text()
    # YAML takes no halves of characters.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    read_markup(chance.give(whole), LanguageCode(chance.one_of(("nl", "ar", "ti"))))


def read_markup(text: str, language: LanguageCode) -> None:
    """Read and render one text. Raises FoundError when Telegram would not take what comes of it."""
    try:
        blocks = parse(text)
    except MarkupError:
        return
    direction = Direction.RIGHT_TO_LEFT if language == "ar" else Direction.LEFT_TO_RIGHT
    message = Message(Kind.NOTICE, language, direction, tuple(map(_without_places, blocks)))
    render_plain(message)
    for part in render_html(message, "…"):
        plain, _ = parse_html(part)
        if len(plain) > _LONGEST_MESSAGE:
            raise FoundError(f"{len(plain)} characters of {text[:500]!r}")


def _without_places(block: Block) -> Block:
    """Fill what the program fills in before a message is shown."""
    if isinstance(block, Bullets):
        return Bullets(tuple(tuple(map(_filled, item)) for item in block.items))
    return Paragraph(tuple(map(_filled, block.spans)))


def _filled(span: Span) -> Span:
    return Plain("x") if isinstance(span, Placeholder | Euro | OrganisationField) else span
