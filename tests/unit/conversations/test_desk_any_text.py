"""Whatever counsellors type after a command: nothing fails, and nothing wrong reaches the person."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from content.loader import Content
from conversations.composer import Composer
from conversations.store.database import open_database
from tests.fakes import SettableClock
from tests.fakes_of_desk import Desk
from tests.fakes_of_stores import kept_on_disk

_COMMANDS = (
    "/take",
    "/give",
    "/note",
    "/who",
    "/answer",
    "/phrase",
    "/ask",
    "/deadline",
    "/appointment",
    "/language",
    "/close",
    "/reopen",
    "/overview",
    "/unknown",
    "/",
    "",
)
_TEXT = (
    st.text(max_size=200)
    | st.integers().map(str)
    | st.sampled_from(["{", "{}", "{text}", "%s", "\x00", "\\"])
)


@pytest.fixture(scope="module")
def desk(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk over the real, encrypted store: one for all examples, as in a long day."""
    folder, clock = tmp_path_factory.mktemp("data"), SettableClock()
    database = open_database(folder, folder / "key")
    kept = kept_on_disk(database, clock)
    return Desk(kept, Composer(content), clock)


@pytest.mark.parametrize("command", _COMMANDS)
@hypothesis_settings(max_examples=60)
@given(between=st.sampled_from([" ", "", "\n", "@wegwijzer_bot "]), text=_TEXT)
def test_any_text_after_a_command(desk: Desk, command: str, between: str, text: str) -> None:
    """No text makes a command fail, in an open case or a closed one, and all that is stored can be read."""
    case = desk.open("ar")
    for _ in range(2):
        result = desk.act(case, f"{command}{between}{text}")
        assert all(letter.message.blocks or letter.attachment for letter in result.letters)
        assert all(post.text for post in desk.posts() if post.kind == "text")
    desk.act(case, "/close klaar")
    desk.act(case, f"{command}{between}{text}")
    desk.act(None, f"{command}{between}{text}")
    assert desk.desk.card(desk.now(case))
    desk.act(case, "/close klaar")
    desk.posts()
