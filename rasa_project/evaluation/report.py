"""The figures as tables in Markdown."""

from __future__ import annotations

from typing import Iterable, List, Sequence

from evaluation.scores import Score

_HEADINGS = (
    "Data set",
    "Pipeline",
    "Accuracy",
    "Training, s",
    "On processors, s",
    "Encoding, s",
    "One message, ms",
    "Out of scope found",
    "In scope left",
)


def as_markdown(scores: Sequence[Score]) -> str:
    """Return one table over all data sets and, for our own data, one by language."""
    tables = [_table(_HEADINGS, (_row(score) for score in scores))]
    with_languages = [score for score in scores if score.accuracy_by_language]
    if with_languages:
        names = list(with_languages[0].accuracy_by_language)
        tables.append(
            _table(
                ("Pipeline", *names),
                (
                    [score.pipeline, *(_percent(score.accuracy_by_language[name]) for name in names)]
                    for score in with_languages
                ),
            )
        )
    return "\n".join(tables)


def _row(score: Score) -> List[str]:
    rejection = score.rejection
    return [
        score.data_set,
        score.pipeline,
        _percent(score.accuracy),
        f"{score.training_seconds:.1f}",
        f"{score.training_processor_seconds:.1f}",
        f"{score.encoding_seconds:.1f}",
        f"{score.median_milliseconds:.1f}",
        _percent(rejection.recall) if rejection else "",
        _percent(rejection.accuracy) if rejection else "",
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
