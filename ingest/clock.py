"""Where the time comes from: always aware, always UTC, and one place to move it in tests and drills."""

from collections.abc import Callable
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source().astimezone(UTC) if _source else datetime.now(UTC)


def drive(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` (which returns aware datetimes), or from the machine again when None.

    For tests and simulations only; the daemon never calls it.
    """
    global _source  # noqa: PLW0603 - one process has one clock, and this is it
    _source = source
