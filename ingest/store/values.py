"""How frozen values become bytes and come back: JSON by pydantic, compressed, checked when read."""

import zlib
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ingest.model import Reading

LEVEL = 1  # of zlib: readings shrink to a quarter, at hardly any time


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any frozen value of model
    return TypeAdapter(kind)


def reading_bytes(reading: Reading) -> bytes:
    """A reading as compressed JSON."""
    return zlib.compress(_adapter(Reading).dump_json(reading), LEVEL)


def reading_from(content: bytes) -> Reading:
    """The reading that `reading_bytes` wrote."""
    reading: Reading = _adapter(Reading).validate_json(zlib.decompress(content))
    return reading
