"""Structured logs: one JSON object a line on standard error, without bodies, names or secrets.

The rule is kept at the calls: they log numbers, ids and reasons of ours, never text that somebody sent.
"""

import logging
import sys

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


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
