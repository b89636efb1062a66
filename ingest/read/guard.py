"""Keeps other people's parsers from raising whatever they like: inside, every failure becomes one of our errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from ingest import errors


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Turn any failure of a foreign parser into `Unreadable`.

    Args:
        what: what is being read, for the message: "the Word document".

    Raises:
        errors.Unreadable: the parser failed, in whatever way.
    """
    try:
        yield
    except (errors.Error, MemoryError):
        raise
    except Exception as failure:  # parsers of hostile files raise anything: struct.error, KeyError, ...
        raise errors.Unreadable(f"{what} is damaged ({type(failure).__name__})") from failure
