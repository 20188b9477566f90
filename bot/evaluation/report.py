"""Show scores: tables for the terminal, JSON for programs, a picture of the confusions for a browser."""

from collections import Counter
from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.console import Console
from rich.table import Table

from bot.evaluation.scores import DangerScores, Scores
from content.loader import Content
from content.model import TopicId

_WORST = 20
_OTHER = "other"

Rates = Mapping[str, float]


def print_rates(console: Console, title: str, rows: Mapping[str, Rates], *, first: str = "language") -> None:
    """Print one table; `first` heads the column of the keys of `rows`."""
    table = Table(title=title)
    table.add_column(first)
    columns = list(dict.fromkeys(name for rates in rows.values() for name in rates))
    for name in columns:
        table.add_column(name.replace("_", " "), justify="right")
    for language, rates in rows.items():
        table.add_row(language, *(f"{rates[name]:.3f}" if name in rates else "-" for name in columns))
    console.print(table)


def overall(scores: Sequence[Scores] | Sequence[DangerScores]) -> Rates:
    """Return the mean of each rate over the languages: every language counts the same."""
    rates = [entry.rates() for entry in scores]
    return {name: round(sum(rate[name] for rate in rates) / len(rates), 3) for name in rates[0]}


def worst_confusions(scores: Sequence[Scores]) -> list[tuple[str, str, int]]:
    """Return the wrong answers that were given most often: wanted id, given id, times."""
    total: Counter[tuple[str, str]] = sum((entry.confusions for entry in scores), start=Counter())
    return [(wanted, given, times) for (wanted, given), times in total.most_common(_WORST)]


def confusion_page(scores: Sequence[Scores], content: Content) -> str:
    """Return an HTML page: which group was taken for which, by the first place of the ranking."""
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in scores:
        for (wanted, given), times in entry.mistaken.items():
            pairs[_group(wanted, content), _group(given, content)] += times
    groups = sorted({group for pair in pairs for group in pair})
    environment = Environment(
        loader=PackageLoader("bot.evaluation"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("confusion.html").render(
        groups=groups, pairs=pairs, most=max(pairs.values(), default=1), worst=worst_confusions(scores)
    )


def _group(topic: str, content: Content) -> str:
    """Return the group of an id; hand-over questions and everything else have groups of their own."""
    if topic in content.topics:
        return content.topics[TopicId(topic)].group
    if topic in content.handover:
        return "danger" if content.handover[TopicId(topic)].danger else "hand-over"
    return _OTHER
