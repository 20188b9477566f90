"""Components of the pipeline, in the environment that they are made for."""

import asyncio
import json
import runpy
from pathlib import Path
from typing import Any

from bot.paths import RASA_PROJECT, RASA_PYTHON
from tests.benchmarks.stock.project import CONFIG

SCRIPT = Path(__file__).with_name("components_at_work.py")


async def at_work(*arguments: str) -> Any:
    """Run components_at_work.py and return what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(
            str(RASA_PYTHON),
            "-W",
            "ignore",
            str(SCRIPT),
            *arguments,
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    return json.loads(output)


async def test_scores_are_the_product_of_features_and_weights() -> None:
    """Looking only at the features of a message gives the scores of the whole matrix."""
    assert await at_work("classifier") < 1e-4


async def test_terms() -> None:
    """Terms are found in their order; misspelt ones only where no form stands to the letter."""
    texts = [
        "wat is het terugkeerbesluit en de vertrektermijn?",
        "wat is vertrekplict en terugkerbesluit",
        "vbl vertrekplict",
        "niets hiervan",
        "woord " * 700 + "vertrektermyn",
    ]
    assert await at_work("glossary", *texts) == [
        ["decision", "term"],
        ["duty", "decision"],
        ["vbl"],
        [],
        ["term"],
    ]


async def test_the_encoder_means_what_its_weights_mean() -> None:
    """In every script, with odd characters and far over its length, a vector is that of the slow engine."""
    texts = [
        "Can they deport me if my lawyer has appealed?",
        "hoeveel geld  krijg ik van de HRT",
        "ما هي المدة التي يمكنني البقاء فيها في المأوى؟",
        "آیا می‌توانم در کمپ بمانم؟",
        "መዓስ ክወጽእ ኣለኒ ካብቲ መዕቆቢ",
        "sınır dışı edilebilir miyim",
        "Goorma ayaan ka baxayaa xerada",
        "Est-ce que je peux travailler ?",
        "ﬁne ② 🛑🛑",
        " ",
    ]
    near = await at_work("encoder", *texts)
    assert [(cosine > 0.999, round(length, 4)) for cosine, length in near] == [(True, 1.0)] * len(texts)
    [[cosine, length]] = await at_work("encoder", "how long may I stay in the shelter? " * 120)
    assert (cosine > 0.9, round(length, 4)) == (True, 1.0)


async def test_weights_of_another_kind() -> None:
    """A package that carries something else is refused with a sentence, not read as numbers."""
    refusals = await at_work("weights", "GGUF", "E5S1")
    assert refusals == [
        "weights.bin is not a model that can be read here.",
        "weights.bin has blocks of 0 weights, not 32.",
    ]


def test_our_pipeline_needs_no_tensorflow() -> None:
    """It is left out only while nothing in our configuration computes with it; the stock one does."""
    needs_tensorflow = runpy.run_path(str(RASA_PROJECT / "without_tensorflow.py"))["needs_tensorflow"]
    ours = (RASA_PROJECT / "config.yml").read_text(encoding="utf-8")
    assert (needs_tensorflow(ours), needs_tensorflow(CONFIG)) == (False, True)
