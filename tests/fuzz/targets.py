"""Everything that is fuzzed, with its share of the inputs."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.fuzz import edges, texts
from tests.fuzz.chance import Chance
from tests.fuzz.servers import Answers, Doorbell
from tests.fuzz.talking import talk
from tests.fuzz.texts import Files, Tree
from tests.fuzz.typing_in import Typing

Try = Callable[[Chance], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder for files, and what is to be closed in the end."""

    folder: Path
    closing: ExitStack


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes inputs: `prepare` gets a workshop and returns what tries one input.

    `inputs` are tried in the long run, `at_once` by one try, `examples` tries in the short tests.
    """

    name: str
    prepare: Callable[[Workshop], Try]
    inputs: int
    at_once: int = 1
    examples: int = 60


def _talking(updates: int) -> Callable[[Workshop], Try]:
    def attempt(chance: Chance) -> None:
        talk(chance, updates)

    return lambda _: attempt


TALK = 400
"""Updates of one whole world: enough for cases, interviews and dates to come about."""

SHORT_TALK = 20
TALKS = ("updates", "short talks")
"""Targets of which every step is written down."""

TARGETS = (
    Target("updates", _talking(TALK), 80_000, TALK, examples=0),
    Target("short talks", _talking(SHORT_TALK), 4_000, SHORT_TALK, examples=8),
    Target("callback data", lambda _: edges.callback_data, 230_000, examples=300),
    Target("updates before storing", lambda _: edges.receiving, 110_000),
    Target("outbox payloads", lambda _: edges.outgoing, 110_000),
    Target("settings", lambda _: edges.settings, 110_000),
    Target("settings files", lambda shop: partial(edges.env_file, folder=shop.folder), 25_000),
    Target("lists of counsellors", lambda shop: partial(edges.counsellors_file, folder=shop.folder), 25_000),
    Target("typed answers", lambda _: Typing().answer, 130_000, examples=100),
    Target("typed at the desk", lambda _: Typing().desk, 60_000),
    Target("words", lambda _: Typing().talk, 60_000),
    Target("markup", lambda _: texts.markup, 100_000),
    Target("content files", lambda shop: Files(shop.folder).file, 20_000),
    Target("content trees", lambda shop: Tree(shop.folder).tree, 40, examples=0),
    Target("answers of Rasa", lambda shop: Answers(shop.closing).rasa, 25_000),
    Target("answers of LibreTranslate", lambda shop: Answers(shop.closing).translation, 12_000),
    Target("webhook", lambda shop: Doorbell(shop.closing).ring, 12_000),
)
