"""What can be wrong with a call, and how the Bot API says so."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """A call that the real server would refuse or misread: always a mistake in the caller."""

    method: str
    parameter: str
    description: str

    def __str__(self) -> str:
        return f"{self.method}: {self.parameter}: {self.description}"


@dataclass(frozen=True)
class UploadedFile:
    """A file that came in one part of a multipart body."""

    name: str
    content: bytes


@dataclass
class ApiError(Exception):
    """An answer with `ok: false`."""

    status: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the answer's body as Telegram writes it."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(description: str) -> ApiError:
    """Return a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """Return a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {description}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429 that says how long to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
