"""Two statistical language detectors, limited to the served languages and averaged.

langdetect is right more often on sentences, py3langid knows Dutch from Afrikaans and helps on very short
texts; the figures stand in docs/decisions/0004-language-identification.md.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile

from langdetect import PROFILES_DIRECTORY
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SEED = 1


class StatisticalDetector:
    """Gives every served language that the libraries know a probability."""

    def __init__(self, languages: Collection[str]) -> None:
        """Load the profiles of `languages`; those that a library does not know are left to the other."""
        profiles = [
            path.read_text(encoding="utf-8")
            for code in sorted(languages)
            if (path := Path(PROFILES_DIRECTORY) / code).exists()
        ]
        self._factory = DetectorFactory()
        self._factory.load_json_profile(profiles)
        self._factory.set_seed(_SEED)
        self._langid = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._langid.set_languages(sorted(set(languages) & set(self._langid.labels)))
        # It would keep its table for all its languages besides, for who wants them back: 28 MB of our memory.
        self._langid._full_model = self._langid.nb_ptc, self._langid.nb_pc, self._langid.nb_classes  # noqa: SLF001
        self._langid.tk_nextmove = _read_where_needed(self._langid.tk_nextmove)

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return the probabilities of the languages that are likely at all; empty without letters."""
        scores: defaultdict[str, float] = defaultdict(float)
        detector = self._factory.create()
        detector.append(text)
        try:
            for guess in detector.get_probabilities():
                scores[guess.lang] += guess.prob / 2
        except LangDetectException:
            # Raised for text without letters; the other detector then decides alone.
            pass
        for language, probability in self._langid.rank(text):
            scores[language] += probability / 2
        return scores


def _read_where_needed(table: "array[int]") -> memoryview:
    """Let a table live in a file without a name: of its 42 MB, messages need only a few."""
    with TemporaryFile() as file:
        table.tofile(file)
        file.flush()
        view = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    return view.cast(table.typecode)  # type: ignore[arg-type,return-value]
