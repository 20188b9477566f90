"""Switches by which a test makes the local server fail the way Telegram and networks do."""

from dataclasses import dataclass

from tests.bot_api.problems import ApiError, too_many_requests

_DESCRIPTIONS = {
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class _Fault:
    """Something that happens to the next calls."""

    left: int
    method: str | None
    error: ApiError | None = None

    def fits(self, method: str) -> bool:
        """Tell whether this happens to a call; `getUpdates` is spared unless it is named."""
        wanted = method != "getUpdates" if self.method is None else method == self.method
        return self.left > 0 and wanted


class Faults:
    """What is going to fail; every switch takes a method, or `None` for any but `getUpdates`."""

    def __init__(self) -> None:
        self.latency = 0.0
        self._failures: list[_Fault] = []
        self._dropped_before: list[_Fault] = []
        self._dropped_after: list[_Fault] = []

    def fail_next(
        self,
        n: int,
        status: int,
        description: str | None = None,
        retry_after: int | None = None,
        method: str | None = None,
    ) -> None:
        """Answer the next calls with an error instead of doing what they ask."""
        if status == 429:
            error = too_many_requests(retry_after or 1)
        else:
            error = ApiError(status, description or _DESCRIPTIONS.get(status, "Bad Request"))
        self._failures.append(_Fault(n, method, error))

    def drop_before_accept(self, n: int, method: str | None = None) -> None:
        """Close the connection of the next calls without doing what they ask."""
        self._dropped_before.append(_Fault(n, method))

    def drop_after_accept(self, n: int, method: str | None = None) -> None:
        """Do what the next calls ask, then close the connection without an answer."""
        self._dropped_after.append(_Fault(n, method))

    def clear(self) -> None:
        """Work again."""
        self.latency = 0.0
        for switch in (self._failures, self._dropped_before, self._dropped_after):
            switch.clear()

    def take_failure(self, method: str) -> ApiError | None:
        """Return the error that this call must get."""
        fault = self._take(self._failures, method)
        return fault.error if fault else None

    def take_drop_before(self, method: str) -> bool:
        """Tell whether this call must be cut off unheard."""
        return self._take(self._dropped_before, method) is not None

    def take_drop_after(self, method: str) -> bool:
        """Tell whether this call must be cut off unanswered."""
        return self._take(self._dropped_after, method) is not None

    @staticmethod
    def _take(faults: list[_Fault], method: str) -> _Fault | None:
        fault = next((fault for fault in faults if fault.fits(method)), None)
        if fault is not None:
            fault.left -= 1
        return fault
