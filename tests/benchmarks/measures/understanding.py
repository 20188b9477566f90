"""Understanding alone: milliseconds a message, component by component."""

import asyncio
import json
import re

from bot.evaluation.questions import load_questions
from bot.paths import RASA_PROJECT, RASA_PYTHON
from bot.rasa.model import model_path
from tests.benchmarks.figures import Chapter, Figure
from tests.benchmarks.measures.context import Context

_NODE = re.compile(r"run_(?P<component>.+?)(?P<place>\d+)$")


async def measure(context: Context) -> Chapter:
    """Run the questions through the model in the Rasa environment."""
    questions = [
        question.text.replace("\n", " ")
        for of_language in load_questions("paraphrases").values()
        for question in of_language
    ]
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "-m", "evaluation.component_times", str(model_path())),
        cwd=RASA_PROJECT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate("\n".join(questions[::4] if context.quick else questions).encode())
    assert process.returncode == 0, "the Rasa environment could not measure the components"
    figures = tuple(Figure(_readable(name), value, "ms") for name, value in json.loads(output).items())
    return Chapter("understanding", "Understanding alone, median of one message", figures)


def _readable(node: str) -> str:
    match = _NODE.fullmatch(node)
    return match["component"].rpartition(".")[2] if match else node
