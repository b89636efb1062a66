"""Replies whose fate is not known, or known to be bad: a person says what happened."""

from typing import cast, get_args

from starlette.responses import Response

from ingest import errors
from ingest.review.door import Door, Missing
from ingest.review.flow import Settlement
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import audit, desk_replies


def show(visit: Visit) -> Response:
    """The replies a person must decide about."""
    with visit.flow.database.read() as connection:
        sendings = desk_replies.unsettled(connection)
    return visit.page("replies.html", sendings=sendings)


def settle(visit: Visit) -> Response:
    """Say what became of a reply."""
    how = visit.given("how")
    if how not in get_args(Settlement):
        raise errors.Error("Say what happened to the reply.", remedy="Choose one of the buttons.")
    visit.flow.settle(visit.number("reply"), visit.me, cast(Settlement, how))
    return visit.go("/replies")


def download(visit: Visit) -> Response:
    """The frozen bytes of a reply: what was sent, exactly."""
    reply_id = visit.number("reply")
    with visit.flow.database.read() as connection:
        sending = desk_replies.one(connection, reply_id)
        content = desk_replies.content(connection, reply_id)
    if sending is None or content is None:
        raise Missing(f"There is no reply {reply_id}.")
    with visit.flow.database.write() as connection:
        audit.record(connection, "downloaded a reply", f"reply:{reply_id}", actor=visit.me)
    suffix = "pdf" if sending.channel == "letter" else "eml"
    headers = {"Content-Disposition": f'attachment; filename="{sending.reference}-{sending.kind}.{suffix}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


DOORS = (
    Door("GET", "/replies", show, Right.SEE),
    Door("POST", "/replies/{reply:int}", settle, Right.ACT),
    Door("GET", "/replies/{reply:int}/content", download, Right.SEE),
)
