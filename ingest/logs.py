"""Structured logs: one JSON object a line on standard error, without bodies, names or secrets.

The rule is kept at the calls: they log numbers, ids and reasons of ours, never text that somebody sent.
"""

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog

NOISY = ("dbos", "alembic", "httpx", "weasyprint", "fontTools", "pypdf", "PIL", "uvicorn", "watchfiles")


def configure(*, quiet: bool = False) -> None:
    """Set the logs of this process up.

    Args:
        quiet: only what needs attention (the demonstration speaks for itself).
    """
    level = logging.ERROR if quiet else logging.INFO
    logging.basicConfig(stream=sys.stderr, level=level, format='{"logger": "%(name)s", "event": "%(levelname)s"}')
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_traceback,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(sys.stderr))),
        cache_logger_on_first_use=True,
    )


class _Unfailing:
    """A stream that takes what it can: a log on a full disk must not end the thread that tells of the full disk."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()


def _without_traceback(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Name the exception and where it arose; its message may quote somebody's letter."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised
    if isinstance(error, BaseException):
        places = []
        trace = error.__traceback__
        while trace:
            places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/ingest/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = type(error).__name__
        event["at"] = places[-6:]
    return event
