"""What several models and addresses share: bounded words, ids, and cursors.

A cursor is a place in an order and no page number, so that leafing on neither skips nor repeats what stays where it is,
however much is done to the rest meanwhile. Callers pass it back as they got it.
"""

import base64
import json
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest import errors
from ingest.store.items import printable

LARGEST = 2**53 - 1  # the largest id that every JSON reader keeps exact
Entry = TypeVar("Entry")

Words = Annotated[str, Field(max_length=20_000), AfterValidator(printable)]
Label = Annotated[str, Field(max_length=500), AfterValidator(printable)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="The item's version that the verdict is about.")]
PathId = Annotated[int, Path(ge=1, le=LARGEST)]
Cursor = Annotated[str | None, Query(max_length=300, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]


class Shape(BaseModel):
    """A part of an answer, taken from a value of the ledger by the names of its fields."""

    model_config = ConfigDict(from_attributes=True)


class Given(BaseModel):
    """The body of a call; a field nobody knows is refused, because it may be a slip."""

    model_config = ConfigDict(extra="forbid")


class Slice(BaseModel, Generic[Entry]):
    """A part of a list."""

    items: list[Entry]
    next: str | None = Field(default=None, description="The cursor of the part that follows; null at the end.")


def cursor(*place: int | datetime | None) -> str:
    """A place in an order as a cursor."""
    parts = [one.isoformat() if isinstance(one, datetime) else one for one in place]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def place(given: str, *kinds: type) -> list[Any]:
    """The place a cursor stands for.

    Args:
        given: as a caller sent it.
        kinds: what its parts must be: int, or datetime, which may be None.

    Raises:
        errors.Error: it is no cursor of ours.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(given.encode("ascii")))
        return [_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, TypeError):
        raise errors.Error("This is no cursor.", remedy="Take `next` of the answer before as it is.") from None


def _part(part: object, kind: type) -> object:
    if kind is int:
        if type(part) is not int or not 0 <= part <= LARGEST:
            raise ValueError
        return part
    if part is None:
        return None
    at = datetime.fromisoformat(str(part))
    if at.tzinfo is None:
        raise ValueError
    return at
