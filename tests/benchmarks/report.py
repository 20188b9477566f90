"""Results as tables in a terminal, as JSON, as a page and as a picture."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console
from rich.table import Table

from tests.benchmarks.figures import Chapter, Figure, Target
from tests.benchmarks.machine import Machine

TARGETS = (
    Target("answer: 30 a second, p95", 400, 120),
    Target("stock: saturation, ours to stock", 3, 8, more_is_better=True),
    Target("stock: median, ours to stock", 0.5, 0.25),
    Target("start: later start", 25, 12),
    Target("memory: bot at rest, PSS", 150, 90),
    Target("memory: Rasa at rest, PSS", 800, 500),
    Target("replicas: two to one", 1.7, 1.95, more_is_better=True),
)
_PICTURED = ("answer", "stock", "understanding", "memory")
_ROW, _TOP, _CHAPTER = 22, 46, 40


@dataclass(frozen=True, slots=True)
class Results:
    """One run; `begun` is aware, `load_after` how many processes wanted a processor at its end."""

    begun: datetime
    machine: Machine
    quick: bool
    chapters: tuple[Chapter, ...]
    load_after: float = 0.0

    def beside(self, earlier: "Results", order: Sequence[str]) -> "Results":
        """Return these results with the chapters of `earlier` that are not among them, in `order`."""
        dated = (replace(chapter, begun=chapter.begun or earlier.begun) for chapter in earlier.chapters)
        chapters = {chapter.key: chapter for chapter in (*dated, *self.chapters)}
        return replace(self, chapters=tuple(chapters[key] for key in order if key in chapters))

    def targets(self) -> list[tuple[Target, float, str]]:
        """Return the targets that this run has a figure for, with the figure and how it stands."""
        values = {
            f"{chapter.key}: {figure.name}": figure.value
            for chapter in self.chapters
            for figure in chapter.figures
        }
        found = ((target, values.get(target.figure)) for target in TARGETS)
        return [(target, value, target.verdict(value)) for target, value in found if value is not None]


def amount(value: float | None) -> str:
    """Return a number with three digits that mean something; a dash for none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def print_tables(console: Console, results: Results) -> None:
    """Print a table for each chapter, and how the figures stand against what was wanted."""
    console.print(str(results.machine), markup=False)
    for chapter in results.chapters:
        table = Table(title=chapter.title, title_justify="left", caption=chapter.note, caption_justify="left")
        table.add_column("what")
        table.add_column("figure", justify="right")
        table.add_column("of")
        table.add_column("")
        for figure in chapter.figures:
            table.add_row(figure.name, amount(figure.value), figure.unit, figure.note)
        console.print(table)
    for target, value, verdict in results.targets():
        wanted = f"at least {amount(target.least)}, aim {amount(target.aim)}"
        console.print(f"{target.figure}: {amount(value)} ({wanted}): {verdict}", markup=False)


def as_json(results: Results) -> str:
    """Return everything for programs."""
    value = {
        "begun": results.begun.isoformat(timespec="seconds"),
        "quick": results.quick,
        "load_after": results.load_after,
        "machine": asdict(results.machine),
        "chapters": [asdict(chapter) for chapter in results.chapters],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def from_json(text: str) -> Results:
    """Return results that were kept.

    Raises msgspec.ValidationError when they are not in the form of `as_json`.
    """
    return msgspec.json.decode(text, type=Results)


def as_markdown(results: Results) -> str:
    """Return a page with a table for each chapter."""
    day = results.begun.date().isoformat()
    lines = ["# Benchmarks", "", f"Measured on {day} with `./wegwijzer bench`: {results.machine}.", ""]
    if max(results.machine.load, results.load_after) > results.machine.processors:
        loads = f"load {results.machine.load:.0f} before the run, {results.load_after:.0f} after it"
        busy = f"Other programs used the machine as well ({loads}): times are longer than on a quiet machine."
        lines += [
            busy,
            "Memory does not depend on that, processor time little, ratios of times more.",
            "",
        ]
    if results.quick:
        lines += ["A quick run: seconds instead of minutes, so less sure.", ""]
    lines += ["![The figures as bars](results.svg)", ""]
    if targets := results.targets():
        lines += ["| wanted | at least | aim | measured | |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {t.figure} | {amount(t.least)} | {amount(t.aim)} | {amount(value)} | {verdict} |"
            for t, value, verdict in targets
        ]
        lines.append("")
    for chapter in results.chapters:
        lines += [f"## {chapter.title}", "", *([chapter.note, ""] if chapter.note else [])]
        if chapter.begun is not None and chapter.begun != results.begun:
            lines += [f"Of another run, begun {chapter.begun:%Y-%m-%d %H:%M} UTC.", ""]
        lines += ["| what | figure | of | |", "| --- | ---: | --- | --- |"]
        lines += [f"| {f.name} | {amount(f.value)} | {f.unit} | {f.note} |" for f in chapter.figures]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_picture(results: Results) -> str:
    """Return an SVG with bars, each chapter and unit on a scale of its own."""
    groups = []
    top = _TOP
    for chapter in results.chapters:
        if chapter.key not in _PICTURED:
            continue
        units = dict.fromkeys(figure.unit for figure in chapter.figures)
        for unit in units:
            figures = [f for f in chapter.figures if f.unit == unit and f.value is not None]
            if len(figures) > 1:
                groups.append(_group(f"{chapter.title} ({unit})", figures, top))
                top += _CHAPTER + _ROW * len(figures)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("bars.svg")
    return template.render(groups=groups, height=top, machine=str(results.machine)) + "\n"


def _group(title: str, figures: list[Figure], top: int) -> dict[str, object]:
    longest = max(figure.value or 0 for figure in figures) or 1
    bars = [
        {
            "label": f.name,
            "amount": amount(f.value),
            "share": (f.value or 0) / longest,
            "top": top + 12 + _ROW * row,
        }
        for row, f in enumerate(figures)
    ]
    return {"title": title, "top": top, "bars": bars}
