"""Keep sentence vectors of training examples between trainings: encoding is most of the training time."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np

_BATCH = 64
_THREADS = 2


class VectorCache:
    """Vectors of one encoder on disk, keyed by a hash of the text.

    Lives in the folder that the environment variable WEGWIJZER_TRAINING_CACHE names; without it nothing is
    kept. Only training examples come here, never what people write.
    """

    def __init__(self, encoder: str) -> None:
        """Name the file of `encoder`; nothing is read yet."""
        folder = os.environ.get("WEGWIJZER_TRAINING_CACHE")
        self._path = Path(folder) / f"{encoder}-{_code_of_encoders()}.npz" if folder else None

    def encode(self, texts: List[str], encoder: Callable[[List[str]], np.ndarray]) -> np.ndarray:
        """Return one row a text, calling the encoder, in two threads at once, only for new texts."""
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        known = self._read()
        missing = {key: text for key, text in zip(keys, texts) if key not in known}
        new = list(missing.items())
        batches = [new[start : start + _BATCH] for start in range(0, len(new), _BATCH)]
        done = 0

        def run(batch: List[Tuple[str, str]]) -> np.ndarray:
            return encoder([text for _, text in batch])

        with ThreadPoolExecutor(_THREADS) as together:
            for batch, vectors in zip(batches, together.map(run, batches)):
                known.update((key, vector) for (key, _), vector in zip(batch, vectors))
                done += len(batch)
                self._report(done, len(new))
        if new:
            self._write({key: known[key] for key in set(keys)})
        return np.stack([known[key] for key in keys])

    @staticmethod
    def _report(done: int, total: int) -> None:
        # Read by whoever shows the progress of a training; see bot/rasa/training.py.
        sys.stderr.write(f"progress {done} {total}\n")
        sys.stderr.flush()

    def _read(self) -> Dict[str, np.ndarray]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            with np.load(self._path, allow_pickle=False) as stored:
                return dict(zip(stored["keys"].tolist(), stored["vectors"]))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            # A damaged cache only costs time: the vectors are computed again.
            return {}

    def _write(self, vectors: Dict[str, np.ndarray]) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for older in self._path.parent.glob(f"{self._path.name.rsplit('-', 1)[0]}*.npz"):
            older.unlink()
        unfinished = self._path.with_suffix(".unfinished.npz")
        np.savez(unfinished, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
        unfinished.replace(self._path)


def _code_of_encoders() -> str:
    """Return a name for how vectors are computed: other code, other vectors."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).with_name("encoders").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
