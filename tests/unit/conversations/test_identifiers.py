"""Ids of people and talks."""

from collections.abc import Callable

import pytest

from conversations.identifiers import new_conversation_id, new_person_id


@pytest.mark.parametrize("make", [new_person_id, new_conversation_id])
def test_ids_cannot_be_guessed(make: Callable[[], str]) -> None:
    """An id holds 128 random bits, so that nobody finds another person's talk by trying."""
    ids = {make() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(bytes.fromhex(each)) for each in ids} == {16}
