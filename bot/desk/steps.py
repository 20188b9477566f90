"""What the next call about a case is: one step is one call, so that danger never waits for a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conversations.cases import Case, Post, PostKind

_LONGEST_JOINED = 3500
_BETWEEN = 120
"""Room for what comes between two posts: empty lines and the topic that was recognised."""


_ALONE = (
    PostKind.ATTACHMENT,
    PostKind.TO_COLLEAGUE,
    PostKind.TO_DUTY,
    PostKind.CALLED_AGAIN,
    PostKind.COLLEAGUES,
    PostKind.REASONS,
)


class StepKind(StrEnum):
    """What a call does."""

    TOPIC = "topic"
    CARD = "card"
    POSTS = "posts"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Step:
    """One call about a case, and the posts that have arrived when it succeeds."""

    kind: StepKind
    case: Case
    posts: tuple[Post, ...] = ()

    @property
    def urgent(self) -> bool:
        """Tell whether counsellors must hear it."""
        return any(post.urgent for post in self.posts)


def next_step(case: Case, posts: Sequence[Post], *, has_topic: bool) -> Step:
    """Return what to do next for a case with these posts, at least one.

    Words of danger come before the card; the card shows how things stand now, so several are one, and what is
    urgent on it does not wait behind other words; the pin comes last.
    """
    if not has_topic:
        return Step(StepKind.TOPIC, case)
    cards = tuple(post for post in posts if post.kind is PostKind.CARD)
    said = [post for post in posts if post.kind not in (PostKind.CARD, PostKind.PIN)]
    if loud := [post for post in said if post.urgent]:
        return Step(StepKind.POSTS, case, joined(loud))
    is_urgent = any(post.urgent for post in cards)
    if case.card is None or (cards and (is_urgent or not said or cards[0].id < said[0].id)):
        return Step(StepKind.CARD, case, cards)
    if said:
        return Step(StepKind.POSTS, case, joined(said))
    return Step(StepKind.PIN, case, tuple(post for post in posts if post.kind is PostKind.PIN))


def joined(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Return the first post with the words that follow it, as far as they go into one message.

    Many short messages of one person then cost one call. An answer to an earlier message begins anew, and
    what has buttons or calls somebody stands alone.
    """
    first, *others = posts
    batch, length = [first], len(first.text)
    if first.kind in _ALONE:
        return (first,)
    for post in others:
        length += len(post.text) + _BETWEEN
        if post.kind in _ALONE or post.reply_to is not None or length > _LONGEST_JOINED:
            break
        batch.append(post)
    return tuple(batch)
