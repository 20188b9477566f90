"""The words for counsellors, in Dutch, by key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CounsellorTexts:
    """Fills in the texts of content/counsellors.yml; `get` returns those of the present content."""

    get: Callable[[], Mapping[str, str]]

    def fill(self, key: str, **values: str) -> str:
        """Return the text `key` with `values` in it.

        Raises KeyError when there is no such text.
        """
        return self.get()[key].format(**values)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words that stand under `key`, parted by commas.

        Raises KeyError when there is no such text.
        """
        return tuple(word.strip() for word in self.get()[key].split(","))
