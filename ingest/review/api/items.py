"""Items: the queue, the quarantine, one item with its evidence, its files, and new arrivals."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from ingest import clock
from ingest.model import Arrival, Medium, Source, SourceKind, State
from ingest.review.api import shapes_items as shapes
from ingest.review.api.common import Cursor, Label, Limit, PathId, Slice, cursor, place
from ingest.review.api.guard import By, Guarded, acts, needs
from ingest.review.pages import item as item_page
from ingest.review.pages import item_files
from ingest.review.pages.item import Opened
from ingest.review.rights import Right
from ingest.store import desk, desk_queue, desk_slices
from ingest.store.desk_queue import Line, Spot, Wanted
from ingest.store.tokens import Scope

router = APIRouter(route_class=Guarded, tags=["items"])
LIST: Final = needs(Right.SEE, Scope.READ)
ONE: Final = needs(Right.SEE, Scope.READ, 404)
UPLOAD: Final = acts()
UPLOAD["openapi_extra"] |= {"x-upload": True}  # its body may be as long as an upload


def file_of(kind: str) -> dict[str, Any]:
    """What an address that answers with a file asks for, and what it says of itself."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    responses = ONE["responses"] | {200: {"description": "The file.", "content": content}}
    return ONE | {"responses": responses, "response_class": Response}


@router.get("/items", summary="The queue: what needs eyes, the nearest clock first", **LIST)
def waiting(
    by: By,
    medium: Medium | None = None,
    language: Annotated[str | None, Query(pattern="^[a-z]{2,3}$")] = None,
    flag: Annotated[str | None, Query(pattern="^[a-z_]{1,30}$")] = None,
    state: State | None = None,
    words: Annotated[Label | None, Query(description="In the subject, the name or the reason.")] = None,
    mine: Annotated[bool, Query(description="Only what you have open, or whose complaint is yours.")] = False,
    after: Cursor = None,
    limit: Limit = 50,
) -> Slice[shapes.Waiting]:
    """The queue."""
    wanted = Wanted(medium=medium, language=language, flag=flag, state=state, words=words, mine=by.me if mine else None)
    with by.flow.database.read() as connection:
        lines, total = desk_queue.waiting(connection, wanted, limit=limit, after=_spot(after))
    return _slice(lines, more=total > len(lines))


@router.get("/quarantine", summary="What could not be processed, the nearest clock first", **LIST)
def quarantined(by: By, after: Cursor = None, limit: Limit = 50) -> Slice[shapes.Waiting]:
    """The quarantine."""
    with by.flow.database.read() as connection:
        lines, total = desk_queue.quarantined(connection, limit=limit, after=_spot(after))
    return _slice(lines, more=total > len(lines))


@router.get("/items/{item}", summary="One item with its reading, findings and evidence", **ONE)
def one(by: By, item: PathId, response: Response) -> shapes.OneItem:
    """One item; the look is audited, as on the page."""
    opened = item_page.fetch(by.visit, item)
    desk.viewed(by.flow.database, f"item:{item}", by=by.me)
    response.headers["ETag"] = f'"{opened.sheet.version}"'
    return shown(opened)


@router.get("/items/{item}/words/{page}", summary="The words of a page with their boxes", **ONE)
def words_of(by: By, item: PathId, page: PathId) -> list[shapes.Word]:
    """The words of one page."""
    reading = item_page.fetch(by.visit, item).reading
    inside = [word for word in reading.words if word.page == page] if reading else []
    return [shapes.Word.model_validate(word) for word in inside]


@router.get("/items/{item}/pages/{page}.jpg", summary="The upright image of a page", **file_of("image/jpeg"))
def image(
    by: By, item: PathId, page: PathId, width: Annotated[int, Query(description="160, 1200 or 2400 pixels.")] = 1200
) -> Response:
    """A page image."""
    del page, width  # the page's handler takes them from the address
    item_page.fetch(by.visit, item)
    return item_files.image(by.visit)


@router.get("/items/{item}/original", summary="The bytes that arrived", **file_of("application/octet-stream"))
def original(by: By, item: PathId) -> Response:
    """The original; each download is audited."""
    del item  # the same
    return item_files.original(by.visit)


@router.post("/items", summary="Take a new arrival in", status_code=201, **UPLOAD)
def upload(by: By, given: shapes.Upload, response: Response) -> shapes.Taken:
    """A new arrival: 201, or 200 when its key had brought it before."""
    now = clock.now()
    key = given.key or f"{now.isoformat()}/{hashlib.sha256(given.content).hexdigest()}"
    source = Source(SourceKind.FOLDER, f"api {by.me}", key)
    name = given.name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "upload"
    added = by.flow.take([Arrival(source, name, given.content, now)])
    with by.flow.database.read() as connection:
        there = desk_slices.item_of(connection, source)
    assert there is not None  # noqa: S101 - it was taken now or before
    response.status_code = 201 if added else 200
    return shapes.Taken(id=there, new=bool(added))


def shown(opened: Opened) -> shapes.OneItem:
    """An item as the API shows it."""
    told: dict[str, object] = {"reading": opened.reading, "findings": opened.findings, "flags": opened.flags}
    told |= {"silence": opened.silence, "same": opened.same, "possible": [known.id for known in opened.possible]}
    return shapes.OneItem.model_validate(asdict(opened.sheet) | told)


def _slice(lines: Sequence[Line], *, more: bool) -> Slice[shapes.Waiting]:
    shown = [
        shapes.Waiting.model_validate(
            asdict(line.sheet)
            | {"doubtful": line.doubtful, "unjudged": line.unjudged, "flags": line.flags}
            | {"complainant": line.complainant}
        )
        for line in lines
    ]
    last = lines[-1].sheet if lines and more else None
    return Slice(items=shown, next=cursor(last.due, last.received, last.id) if last else None)


def _spot(after: str | None) -> Spot | None:
    if after is None:
        return None
    due, received, item_id = place(after, datetime, datetime, int)
    if received is None:
        due, received, item_id = place("", datetime)  # says that it is no cursor
    return Spot(due, received, item_id)
