"""Keep sentence vectors of training examples between trainings: encoding is most of the training time."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Callable, Dict, List, Sequence, Tuple

import numpy as np

_BATCH = 64


class VectorCache:
    """Vectors of one encoder on disk, keyed by a hash of the text.

    Lives in the folder that the environment variable WEGWIJZER_TRAINING_CACHE names; without it nothing is
    kept. Only training examples come here, never what people write.
    """

    def __init__(self, encoder: str) -> None:
        """Name the file of `encoder`; nothing is read yet."""
        folder = os.environ.get("WEGWIJZER_TRAINING_CACHE")
        self._path = Path(folder) / f"{encoder}.npz" if folder else None

    def encode(self, texts: List[str], encoders: Sequence[Callable[[List[str]], np.ndarray]]) -> np.ndarray:
        """Return one row a text, calling the encoders, a thread each, only for new texts."""
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        known = self._read()
        missing = {key: text for key, text in zip(keys, texts) if key not in known}
        new = list(missing.items())
        batches = [new[start : start + _BATCH] for start in range(0, len(new), _BATCH)]
        done = 0
        # An encoder works on one batch at a time; the next batch goes to whichever is free.
        free: Queue[Callable[[List[str]], np.ndarray]] = Queue()
        for encoder in encoders:
            free.put(encoder)

        def run(batch: List[Tuple[str, str]]) -> np.ndarray:
            encoder = free.get()
            try:
                return encoder([text for _, text in batch])
            finally:
                free.put(encoder)

        with ThreadPoolExecutor(len(encoders)) as together:
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
        unfinished = self._path.with_suffix(".unfinished.npz")
        np.savez(unfinished, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
        unfinished.replace(self._path)
