"""Structured logs on standard error; events and ids of errors, never what people write or who they are."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

import structlog


def configure_logging(level: int = logging.INFO, count: Callable[[str, str], None] | None = None) -> None:
    """Log pretty lines to a terminal and JSON lines to anything else.

    `count` is told the level and the event of each warning and error.
    """
    counting = [_counted(count)] if count is not None else []
    pretty = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            *counting,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_trace,
            structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _CarefulLogger(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries log addresses that hold the bot's token, and message texts: only their errors, without
    # arguments.
    logging.basicConfig(level=logging.CRITICAL, force=True)
    for name in ("httpx", "telegram", "apscheduler", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _counted(count: Callable[[str, str], None]) -> structlog.typing.Processor:
    def process(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        if event["level"] not in ("debug", "info"):
            count(event["level"], event["event"])
        return event

    return process


class _CarefulLogger:
    """Writes lines; a full disk below the log must not stop the program, it only costs the line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        with suppress(OSError):
            self._stream.write(f"{line}\n")
            self._stream.flush()

    debug = info = warning = error = critical = msg


def _without_trace(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep the places of an error but not its text, which may quote what a person wrote."""
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places
