"""Training time against the number of examples, with their sentence vectors known."""

import asyncio
import os
import shutil
import time
from pathlib import Path

from bot.paths import CACHE, RASA_PROJECT, RASA_PYTHON
from tests.benchmarks.figures import Chapter, Figure
from tests.benchmarks.measures.context import Context

SHARES = (10, 30, 100)
_EXAMPLE = "    - "


async def measure(context: Context) -> Chapter:
    """Train on a tenth, on three tenths and on all of the examples; nothing of it is kept."""
    figures = []
    for percent in () if context.quick else SHARES:
        with context.new_folder() as folder:
            project = folder / "rasa_project"
            shutil.copytree(
                RASA_PROJECT, project, ignore=shutil.ignore_patterns(".venv", "__pycache__", "evaluation")
            )
            examples = sum(_keep(path, percent) for path in (project / "data" / "nlu").rglob("*.yml"))
            seconds = await _train(project)
            context.tell(f"{examples} examples: {seconds:.0f} s")
            figures.append(Figure(f"{percent} % of the examples ({examples:,})", seconds, "s"))
    note = (
        "Left out by --quick."
        if context.quick
        else "With Rasa's own start of about 10 s; the vectors come from the cache."
    )
    return Chapter("training", "Training", tuple(figures), note)


def _keep(path: Path, percent: int) -> int:
    """Leave `percent` of the examples of each intent in a file, at least four; return how many are left."""
    kept: list[str] = []
    block: list[str] = []
    examples = 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(_EXAMPLE):
            block.append(line)
            continue
        if block:
            # Terms are forms and no examples: they stay.
            most = len(block) if path.stem == "glossary" else max(4, round(len(block) * percent / 100))
            kept += block[:most]
            examples += len(block[:most])
            block = []
        kept.append(line)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return examples


async def _train(project: Path) -> float:
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "train.py", "models", "measured.tar.gz"),
        cwd=project,
        env={**os.environ, "WEGWIJZER_TRAINING_CACHE": str(_cache_copy(project))},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    code = await process.wait()
    assert code == 0, "the training failed"
    return time.perf_counter() - begun


def _cache_copy(project: Path) -> Path:
    """Return a copy of the vectors: a training with fewer examples would throw away those of the others."""
    copy = project / "vectors"
    copy.mkdir()
    for path in (CACHE / "vectors").glob("multilingual_e5_small-*.npz"):
        shutil.copy(path, copy)
    return copy
