"""The benchmarks themselves run."""

import json
from pathlib import Path

from tests.processes import run_command


async def test_quick_store(tmp_path: Path) -> None:
    """`bench --quick --only store` measures, prints a table and writes the figures."""
    file = tmp_path / "figures.json"
    code, output, _ = await run_command(
        "bench", "--quick", "--only", "store", "--json", str(file), data=tmp_path
    )
    assert code == 0
    assert "find a person" in output
    (chapter,) = json.loads(file.read_text(encoding="utf-8"))["chapters"]
    values = {figure["name"]: figure["value"] for figure in chapter["figures"]}
    assert 0 < values["1,000 people: find a person"] < 1000
    sizes = {name.partition(":")[0] for name in values if ":" in name}
    assert sizes == {"100 people", "1,000 people"}
    assert 0 < values["commit, not waiting"] < values["commit, waiting for the disk"]


async def test_unknown_measure(tmp_path: Path) -> None:
    """A measure that there is not is named, with those that there are."""
    code, _, errors = await run_command("bench", "--only", "speed", data=tmp_path)
    assert code == 2
    assert "unknown: speed; known: answer, saturation" in errors
