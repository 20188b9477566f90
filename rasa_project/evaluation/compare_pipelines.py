"""Train and test pipelines side by side, on the same split and with the same clock.

    python -m evaluation.compare_pipelines [--datasets ours ...] [--pipelines all ...] [--json FILE] [--slow]

Run it in the folder `rasa_project`. Tables and then JSON go to standard output; with `--json` the JSON
goes to that file. `Training` is Rasa's whole training with the sentence vectors already known, by the clock
and as time on all processors, which other work on the machine does not lengthen as much; `Encoding` is what
those vectors cost when they are not known.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

from rasa.utils.log_utils import configure_structlog

from evaluation.data_sets import DATA_SETS
from evaluation.report import as_markdown
from evaluation.scores import Score, score
from evaluation.training import PIPELINES, encode, encoders, train, vector_cache

# These take long on a small machine; only `--slow` runs them.
_SLOW = {
    ("rasa_stock_all", "clinc150"),
    ("diet", "banking77"),
    ("diet", "clinc150"),
    ("diet_long", "ours"),
    ("diet_long", "banking77"),
    ("diet_long", "clinc150"),
}


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Compare what the command line asks for."""
    options = _parse(arguments)
    scores: List[Score] = []
    # Rasa reports to standard output, which is kept for the figures.
    with contextlib.redirect_stdout(sys.stderr):
        configure_structlog(logging.ERROR)
        for name in options.datasets:
            pipelines = [
                pipeline for pipeline in options.pipelines if options.slow or (pipeline, name) not in _SLOW
            ]
            for result in compare(name, pipelines):
                scores.append(result)
                sys.stderr.write(f"{json.dumps(result.as_json())}\n")
    sys.stdout.write(as_markdown(scores))
    as_json = json.dumps([result.as_json() for result in scores], indent=2) + "\n"
    if options.json:
        options.json.write_text(as_json, encoding="utf-8")
    else:
        sys.stdout.write(f"\n{as_json}")


def compare(name: str, pipelines: Sequence[str]) -> Iterator[Score]:
    """Yield the score of each of `pipelines` on the data set `name`, as soon as it is known."""
    data_set = DATA_SETS[name]()
    with vector_cache():
        seconds: Dict[str, float] = {}
        for encoder in sorted({encoder for pipeline in pipelines for encoder in encoders(pipeline)}):
            seconds[encoder] = encode(encoder, data_set.train)
        for pipeline in pipelines:
            trained = train(pipeline, data_set.train)
            yield score(pipeline, trained, data_set, sum(seconds[encoder] for encoder in encoders(pipeline)))


def _parse(arguments: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.compare_pipelines", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--datasets", nargs="+", choices=list(DATA_SETS), default=list(DATA_SETS))
    parser.add_argument("--pipelines", nargs="+", choices=list(PIPELINES), default=list(PIPELINES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    parser.add_argument("--slow", action="store_true", help="also run what takes very long")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
