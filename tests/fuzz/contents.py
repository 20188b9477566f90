"""The real content, with Dutch words where a language has none yet: gaps are found by the content checks."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from content.loader import Content, load
from content.model import DUTCH


@cache
def whole_content() -> Content:
    """Return the content of all languages, without a gap."""
    content = load()
    dutch = content.texts[DUTCH]
    return replace(
        content,
        texts=MappingProxyType(
            {
                code: replace(
                    texts,
                    interface=_filled(texts.interface, dutch.interface),
                    plurals=_filled(
                        texts.plurals, {key: _all_forms(each) for key, each in dutch.plurals.items()}
                    ),
                    phrases=_filled(texts.phrases, dutch.phrases),
                    asked=_filled(texts.asked, dutch.asked),
                    answers=_filled(texts.answers, dutch.answers),
                )
                for code, texts in content.texts.items()
            }
        ),
    )


def _filled(texts: Mapping[Any, Any], dutch: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType({**dutch, **texts})


def _all_forms(forms: Mapping[str, str]) -> Mapping[str, str]:
    return {**dict.fromkeys(("zero", "one", "two", "few", "many"), forms["other"]), **forms}
