"""Let atheris choose the inputs by what they reach in the program.

    python -m tests.fuzz.guided markup -runs=50000

Needs the dependency group `fuzz`. Every target can be guided: the bytes of atheris take the place of chance.
What is found is a file `crash-...` in fuzz-findings/; give its path instead of `-runs` and it happens again.
"""

import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

import atheris
import structlog

with atheris.instrument_imports(include=["bot", "content", "conversations"]):
    from tests.fuzz.chance import Chance
    from tests.fuzz.run import FINDINGS
    from tests.fuzz.targets import TARGETS, Workshop


_DEFAULTS = ("-len_control=0", "-max_len=8192", f"-artifact_prefix={FINDINGS}/")
"""Long inputs from the first: what has no bytes left draws zeros, and zeros lead nowhere new."""


class _Bytes(Random):
    """Draws numbers from bytes, and zeros when there are no more."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data = data
        self._at = 0

    def getrandbits(self, count: int, /) -> int:
        """Return so many bits of the bytes."""
        size = (count + 7) // 8
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken, "little") & ((1 << count) - 1)

    def random(self) -> float:
        """Return a number from 0 up to 1."""
        return self.getrandbits(53) / (1 << 53)


def main() -> None:
    """Fuzz one target; what follows its name goes to libFuzzer. Does not return."""
    name, *rest = sys.argv[1:]
    FINDINGS.mkdir(exist_ok=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    (target,) = [each for each in TARGETS if each.name == name]
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder, ExitStack() as closing:
        attempt = target.prepare(Workshop(Path(folder), closing))
        atheris.Setup([sys.argv[0], *_DEFAULTS, *rest], lambda data: attempt(Chance(_Bytes(data))))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
