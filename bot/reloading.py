"""Take over corrected texts while the bot runs, and keep the old ones when the new ones are broken."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.jobs import LoopScheduler
from content.checks import check_or_raise
from content.errors import BrokenContentError
from content.loader import Content, load

LOOK_EVERY_SECONDS = 30
_LOG = structlog.get_logger(__name__)

Snapshot = frozenset[tuple[Path, int, int]]


class ContentReloader:
    """Looks whether content files changed, and hands over new content only when every check passes."""

    def __init__(self, root: Path, organisation_file: Path | None, use: Callable[[Content], None]) -> None:
        """Watch the files below `root` and the organisation's own file; `use` takes new content."""
        self._root = root
        self._organisation_file = organisation_file
        self._use = use
        self._used = self._seen = self._snapshot()

    async def look(self) -> None:
        """Load what changed, once it has stayed the same between two looks: a file may be half written."""
        now = await asyncio.to_thread(self._snapshot)
        settled = now == self._seen
        self._seen = now
        if now == self._used or not settled:
            return
        self._used = now
        try:
            content = await asyncio.to_thread(self._load)
        except BrokenContentError as error:
            first = error.findings[0]
            _LOG.error(
                "content_broken_so_the_old_texts_stay",
                findings=len(error.findings),
                file=first.path.name,
                line=first.line,
                to_do=first.message,
            )
            return
        self._use(content)
        _LOG.info("content_reloaded", answers=len(content.topics) + len(content.handover))

    def _load(self) -> Content:
        content = load(self._root, self._organisation_file)
        check_or_raise(content, self._root)
        return content

    def _snapshot(self) -> Snapshot:
        files = [*self._root.rglob("*.yml"), *filter(None, [self._organisation_file])]
        return frozenset(
            (path, status.st_mtime_ns, status.st_size)
            for path in files
            if path.exists()
            for status in [path.stat()]
        )


def schedule_reload(scheduler: LoopScheduler, reloader: ContentReloader) -> None:
    """Look every half minute."""
    scheduler.add_job(reloader.look, "interval", seconds=LOOK_EVERY_SECONDS, id="content")
