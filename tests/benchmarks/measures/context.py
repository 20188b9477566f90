"""What every measure gets: how long it may take, where it may write, and whom to tell how far it is."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    """`quick` asks for seconds instead of minutes; `folder` is emptied after the run."""

    quick: bool
    folder: Path

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """Give a folder of one's own for as long as it is needed."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            yield Path(name)

    @staticmethod
    def tell(what: str) -> None:
        """Tell the operator what is being done."""
        sys.stderr.write(f"  {what}\n")
        sys.stderr.flush()
