"""Replies: those a person must decide about, the letters to print, and what becomes of them."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from ingest.review.api import shapes_complaints as shapes
from ingest.review.api.common import PathId, Slice
from ingest.review.api.guard import By, Caller, Guarded, acts, needs
from ingest.review.api.items import file_of
from ingest.review.door import Missing
from ingest.review.pages import replies as replies_page
from ingest.review.rights import Right
from ingest.store import desk_replies
from ingest.store.tokens import Scope

router = APIRouter(route_class=Guarded, tags=["replies"])
LIST: Final = needs(Right.SEE, Scope.READ)
ONE: Final = needs(Right.SEE, Scope.READ, 404)


@router.get("/replies/unsettled", summary="Replies a person must decide about, the nearest deadline first", **LIST)
def unsettled(by: By) -> Slice[shapes.Reply]:
    """At most 200: uncertain, rejected, bounced, held."""
    with by.flow.database.read() as connection:
        found = desk_replies.unsettled(connection)
    return Slice(items=[shapes.Reply.model_validate(one) for one in found])


@router.get("/replies/to-print", summary="Letters that wait for printing, the nearest deadline first", **LIST)
def to_print(by: By) -> Slice[shapes.Reply]:
    """At most 500."""
    with by.flow.database.read() as connection:
        found = desk_replies.to_print(connection)
    return Slice(items=[shapes.Reply.model_validate(one) for one in found])


@router.post("/replies/printed", summary="Note that letters were printed", status_code=204, **acts())
def printed(by: By, given: shapes.Letters) -> None:
    """They still have to be posted."""
    for reply in given.replies:
        _now(by, reply)
    by.flow.printed(given.replies, by.me)


@router.get("/replies/{reply}", summary="One reply and what is known about its way", **ONE)
def one(by: By, reply: PathId) -> shapes.Reply:
    """One reply."""
    return _now(by, reply)


@router.get("/replies/{reply}/content", summary="What was sent, exactly", **file_of("application/octet-stream"))
def content(by: By, reply: PathId) -> Response:
    """The frozen bytes: an RFC 5322 message, or a PDF; each download is audited."""
    del reply  # the page's handler takes it from the address
    return replies_page.download(by.visit)


@router.post("/replies/{reply}/settle", summary="Say what becomes of a reply", **acts(Scope.SEND))
def settle(by: By, reply: PathId, given: shapes.Fate) -> shapes.Reply:
    """An uncertain, rejected, bounced or held reply: delivered, send it again, as a letter, or cancel it."""
    _now(by, reply)
    by.flow.settle(reply, by.me, given.how)
    return _now(by, reply)


@router.post("/replies/{reply}/posted", summary="Note that a letter went to the post", **acts())
def posted(by: By, reply: PathId) -> shapes.Reply:
    """Its clock stops now."""
    _now(by, reply)
    by.flow.posted(reply, by.me)
    return _now(by, reply)


def _now(by: Caller, reply: int) -> shapes.Reply:
    with by.flow.database.read() as connection:
        found = desk_replies.one(connection, reply)
    if found is None:
        raise Missing(f"There is no reply {reply}.")
    return shapes.Reply.model_validate(found)
