"""Complaints: lists, search, one with everything about it, and what people do with it."""

import base64
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from ingest import errors
from ingest.model import State
from ingest.review import contacts
from ingest.review.api import shapes_complaints as shapes
from ingest.review.api.common import Cursor, Label, Limit, PathId, Slice, cursor, place
from ingest.review.api.guard import By, Caller, Guarded, acts, needs
from ingest.review.api.items import file_of
from ingest.review.door import Missing
from ingest.review.pages import complaint as complaint_page
from ingest.review.rights import Right
from ingest.store import audit, desk, desk_complaints, desk_replies, desk_search, desk_slices, people
from ingest.store.tokens import Scope

router = APIRouter(route_class=Guarded, tags=["complaints"])
LIST: Final = needs(Right.SEE, Scope.READ)
ONE: Final = needs(Right.SEE, Scope.READ, 404)


@router.get("/complaints", summary="Complaints, the latest first", **LIST)
def listed(
    by: By,
    state: Annotated[Literal[State.OPEN, State.CLOSED] | None, Query()] = None,
    assigned_to: Label | None = None,
    reference: Label | None = None,
    after: Cursor = None,
    limit: Limit = 50,
) -> Slice[shapes.Complaint]:
    """Complaints."""
    before = place(after, int)[0] if after else None
    with by.flow.database.read() as connection:
        found = desk_slices.complaints(
            connection, state=state, assigned_to=assigned_to, reference=reference, before=before, limit=limit + 1
        )
    shown = [shapes.Complaint.model_validate(one) for one in found[:limit]]
    return Slice(items=shown, next=cursor(shown[-1].id) if len(found) > limit else None)


@router.get("/search", summary="Find complaints by half a reference, a name, a number, words of a letter", **LIST)
def search(by: By, q: Annotated[Label, Query(min_length=2)], limit: Limit = 50) -> Slice[shapes.Hit]:
    """What fits, the best first; that it was searched is audited, what for is not."""
    with by.flow.database.read() as connection:
        hits = desk_search.find(connection, q.strip()[:200], limit)
    with by.flow.database.write() as connection:
        audit.record(connection, "searched", "search", actor=by.me, hits=len(hits))
    return Slice(items=[shapes.Hit.model_validate(hit) for hit in hits])


@router.get("/complaints/{complaint}", summary="One complaint with everything that happened to it", **ONE)
def one(by: By, complaint: PathId) -> shapes.OneComplaint:
    """One complaint; the look is audited, as on the page."""
    shown = _now(by, complaint)
    desk.viewed(by.flow.database, f"complaint:{complaint}", by=by.me)
    return shown


@router.get("/complaints/{complaint}/file.pdf", summary="Everything as one PDF", **file_of("application/pdf"))
def file(by: By, complaint: PathId) -> Response:
    """The bundle for the ombudsman."""
    del complaint  # the page's handler takes it from the address
    return complaint_page.file(by.visit)


@router.post("/complaints/{complaint}/notes", summary="Write something down", status_code=201, **acts())
def add_note(by: By, complaint: PathId, given: shapes.NewNote) -> shapes.OneComplaint:
    """A note for colleagues."""
    _exists(by, complaint)
    with by.flow.database.write() as connection:
        desk_complaints.add_note(connection, complaint, given.text, by=by.me)
    return _now(by, complaint)


@router.post("/complaints/{complaint}/assign", summary="Say who works on it", **acts())
def assign(by: By, complaint: PathId, given: shapes.Assignment) -> shapes.OneComplaint:
    """Assign a complaint, or give it back."""
    _exists(by, complaint)
    with by.flow.database.write() as connection:
        if given.to is not None and people.by_sign_in(connection, given.to) is None:
            raise errors.Error("There is no such colleague.", remedy="Give the sign-in name of somebody.")
        desk_complaints.assign(connection, complaint, given.to, by=by.me)
    return _now(by, complaint)


@router.post("/complaints/{complaint}/preview", summary="A reply as it would go out", **acts())
def preview(by: By, complaint: PathId, given: shapes.NewReply) -> shapes.Draft:
    """Nothing is recorded."""
    _exists(by, complaint)
    draft = by.flow.preview(complaint, given.kind, given.text)
    return shapes.Draft(
        channel=draft.channel, recipient=draft.recipient, subject=draft.subject, language=draft.language,
        content=base64.b64encode(draft.content).decode(),
    )  # fmt: skip


@router.post("/complaints/{complaint}/replies", summary="Send a reply", status_code=201, **acts(Scope.SEND))
def write(by: By, complaint: PathId, given: shapes.NewReply) -> shapes.Done:
    """The reply is recorded and leaves, or waits in the print room."""
    _exists(by, complaint)
    return shapes.Done(id=by.flow.write(complaint, given.kind, given.text, by.me))


@router.post("/complaints/{complaint}/address", summary="Set where the complainant is answered", **acts(Scope.SEND))
def readdress(by: By, complaint: PathId, given: shapes.Addresses) -> shapes.OneComplaint:
    """An acknowledgement that waited for an address leaves."""
    _exists(by, complaint)
    by.flow.readdress(complaint, by.me, address=given.address or None, postal=given.postal or None)
    return _now(by, complaint)


@router.post("/complaints/{complaint}/close", summary="Close a complaint", **acts())
def close(by: By, complaint: PathId, given: shapes.Ending) -> shapes.OneComplaint:
    """Its clocks stop where they are."""
    _exists(by, complaint)
    by.flow.close(complaint, by.me, given.outcome)
    return _now(by, complaint)


@router.post("/complaints/{complaint}/reopen", summary="Open a closed complaint again", **acts())
def reopen(by: By, complaint: PathId) -> shapes.OneComplaint:
    """Its clocks run on."""
    _exists(by, complaint)
    by.flow.reopen(complaint, by.me)
    return _now(by, complaint)


def _exists(by: Caller, complaint: int) -> desk_complaints.Record:
    with by.flow.database.read() as connection:
        found = desk_complaints.record(connection, complaint)
    if found is None:
        raise Missing(f"There is no complaint {complaint}.", remedy="Search for it.")
    return found


def _now(by: Caller, complaint: int) -> shapes.OneComplaint:
    record = _exists(by, complaint)
    with by.flow.database.read() as connection:
        told = {
            "items": desk_complaints.items_of(connection, complaint),
            "replies": desk_replies.of_complaint(connection, complaint),
            "notes": desk_complaints.notes_of(connection, complaint),
            "contacts": contacts.of_complaint(connection, complaint, by.flow.calls),
            "log": desk_complaints.log_of(connection, complaint),
        }
    plain = {name: getattr(record, name) for name in record.__dataclass_fields__}
    return shapes.OneComplaint.model_validate(plain | told)
