"""What follows when a message to a person has arrived or will never arrive."""

from bot.telegram.background import GroupSide
from bot.telegram.outgoing import Letter, Payload


class LetterNews:
    """Tells the topic of a case when what a counsellor sent does not arrive."""

    def __init__(self, group: GroupSide | None) -> None:
        """Tell `group`, when there is one."""
        self._group = group

    def arrived(self, chat: int, payload: Payload, message: int) -> None:
        """Nothing follows."""

    def lost(self, letter: Letter, *, blocked: bool) -> None:
        """Say it in the topic.

        Raises StoreError.
        """
        if self._group is None:
            return
        key = "not_sent_blocked" if blocked else "not_sent"
        self._group.desk.not_arrived(letter.case, letter.answers_since, key)
        self._group.poster.wake()
