"""The list of counsellors: who may act in the group."""

from pathlib import Path

import pytest

from bot.desk.counsellors import Counsellor, Counsellors, load_counsellors
from bot.errors import SettingsError

_LIST = """\
- telegram_id: 111
  name: Sam
  on_duty: true
- telegram_id: 222
  name: Noor
"""


def test_only_who_is_listed_is_found(tmp_path: Path) -> None:
    """A counsellor is known by the number of their account, and by nothing that they can choose."""
    file = tmp_path / "counsellors.yml"
    file.write_text(_LIST, encoding="utf-8")
    counsellors = load_counsellors(file)

    assert [counsellors.find(number) for number in (111, 222, 333)] == ["Sam", "Noor", None]
    assert counsellors.names() == ("Sam", "Noor")
    assert counsellors.on_duty() == (Counsellor(111, "Sam", on_duty=True),)


def test_without_a_list_nobody_may_act() -> None:
    """Forgetting the list opens the group to nobody."""
    assert load_counsellors(None) == Counsellors()
    assert Counsellors().find(111) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name: Sam",
        "- name: Sam",
        "- telegram_id: '@sam'\n  name: Sam",
        "- telegram_id: 111\n  name: Sam\n  onduty: true",
        "- [",
        "- telegram_id: 111\n  name: Sam\n- telegram_id: 111\n  name: Noor",
    ],
    ids=["empty", "no list", "no number", "a username", "a misspelt key", "no YAML", "a number twice"],
)
def test_a_wrong_list_stops_the_start(tmp_path: Path, text: str) -> None:
    """The operator reads which file is wrong instead of finding out when nobody is on duty."""
    file = tmp_path / "counsellors.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"counsellors\.yml"):
        load_counsellors(file)


def test_a_missing_list_stops_the_start(tmp_path: Path) -> None:
    """A wrong path is no empty list."""
    with pytest.raises(SettingsError, match=r"nowhere\.yml"):
        load_counsellors(tmp_path / "nowhere.yml")
