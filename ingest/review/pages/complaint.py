"""One complaint: who it is from, its clocks, everything that happened, and what can be done next."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

from starlette.responses import Response

from ingest import errors
from ingest.model import Draft, ReplyKind
from ingest.review import bundle, contacts
from ingest.review.door import Door, Missing
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import audit, desk, desk_complaints, desk_replies, people

WRITTEN = (
    ReplyKind.UPDATE,
    ReplyKind.RESPONSE,
    ReplyKind.QUESTION,
    ReplyKind.OMBUDSMAN,
    ReplyKind.DATA_PROTECTION,
    ReplyKind.DECLINE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a complaint."""

    at: datetime
    kind: str  # arrival, reply, note, log
    thing: Any  # the sheet, the sending, the note or the entry


def show(visit: Visit) -> Response:
    """The complaint's page."""
    return _page(visit, visit.number("complaint"))


def preview(visit: Visit) -> Response:
    """The reply as it would go out; nothing is recorded."""
    complaint_id = visit.number("complaint")
    kind, text = _kind(visit), visit.given("text")
    try:
        draft = visit.flow.preview(complaint_id, kind, text)
    except errors.Error as error:
        return _page(visit, complaint_id, written=text, kind=kind, problem=f"{error} {error.remedy}")
    return _page(visit, complaint_id, written=text, kind=kind, draft=draft)


def write(visit: Visit) -> Response:
    """Send a reply, or put a letter into the print room."""
    complaint_id = visit.number("complaint")
    kind, text = _kind(visit), visit.given("text")
    try:
        visit.flow.write(complaint_id, kind, text, visit.me)
    except errors.Error as error:
        return _page(visit, complaint_id, written=text, kind=kind, problem=f"{error} {error.remedy}")
    return visit.go(f"/complaints/{complaint_id}?done=written")


def readdress(visit: Visit) -> Response:
    """Set where the complainant is answered."""
    address, postal = visit.given("address").strip() or None, visit.given("postal").strip() or None
    if address is None and postal is None:
        raise errors.Error("An address is missing.", remedy="Type an e-mail address or a postal address.")
    visit.flow.readdress(visit.number("complaint"), visit.me, address=address, postal=postal)
    return visit.go(visit.given("back") or f"/complaints/{visit.number('complaint')}")


def file(visit: Visit) -> Response:
    """Everything that went to and fro, as one PDF for the ombudsman."""
    complaint_id = visit.number("complaint")
    with visit.flow.database.read() as connection:
        found = desk_complaints.record(connection, complaint_id)
    if found is None:
        raise Missing(f"There is no complaint {complaint_id}.")
    content = bundle.bundle(visit.flow, visit.office.pages, visit.language, complaint_id)
    with visit.flow.database.write() as connection:
        audit.record(connection, "bundled", f"complaint:{complaint_id}", actor=visit.me)
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def add_note(visit: Visit) -> Response:
    """Write something down for colleagues."""
    with visit.flow.database.write() as connection:
        desk_complaints.add_note(connection, visit.number("complaint"), visit.given("text"), by=visit.me)
    return _back(visit)


def assign(visit: Visit) -> Response:
    """Say who works on it."""
    to = visit.given("to") or None
    with visit.flow.database.write() as connection:
        if to is not None and people.by_sign_in(connection, to) is None:
            raise errors.Error("There is no such colleague.", remedy="Choose one from the list.")
        desk_complaints.assign(connection, visit.number("complaint"), to, by=visit.me)
    return _back(visit)


def close(visit: Visit) -> Response:
    """Close the complaint with its outcome."""
    outcome = visit.given("outcome").strip()
    if not outcome:
        raise errors.Error("The outcome is missing.", remedy="Say in a few words how it ended.")
    visit.flow.close(visit.number("complaint"), visit.me, outcome)
    return _back(visit)


def reopen(visit: Visit) -> Response:
    """Open a closed complaint again."""
    visit.flow.reopen(visit.number("complaint"), visit.me)
    return _back(visit)


def _page(
    visit: Visit, complaint_id: int, *, written: str = "", kind: ReplyKind = ReplyKind.UPDATE,
    draft: Draft | None = None, problem: str | None = None,
) -> Response:  # fmt: skip
    desk.viewed(visit.flow.database, f"complaint:{complaint_id}", by=visit.me)
    with visit.flow.database.read() as connection:
        found = desk_complaints.record(connection, complaint_id)
        if found is None:
            raise Missing(f"There is no complaint {complaint_id}.")
        items = desk_complaints.items_of(connection, complaint_id)
        sendings = desk_replies.of_complaint(connection, complaint_id)
        notes = desk_complaints.notes_of(connection, complaint_id)
        log = desk_complaints.log_of(connection, complaint_id)
        values: dict[str, object] = {
            "contacts": contacts.of_complaint(connection, complaint_id, visit.flow.calls),
            "silences": {row[0]: row[1] for row in desk_complaints.silences_of(connection, complaint_id)},
            "colleagues": people.listed(connection),
        }
    events = [Event(one.received, "arrival", one) for one in items]
    events += [Event(one.created, "reply", one) for one in sendings]
    events += [Event(one.at, "note", one) for one in notes]
    events += [Event(one.at, "log", one) for one in log if one.action not in {"noted", "reply intended"}]
    return visit.page(
        "complaint.html", 422 if problem else 200, record=found, events=sorted(events, key=lambda one: one.at),
        kinds=WRITTEN, kind=kind, written=written, draft=draft, body=_readable(draft), problem=problem,
        sent={one.kind for one in sendings}, done=visit.asked("done"), silence=None, **values,
    )  # fmt: skip


def _readable(draft: Draft | None) -> str:
    """The text of a mail as its reader sees it; a letter is looked at as a PDF."""
    if draft is None or draft.channel == "letter":
        return ""
    body = message_from_bytes(draft.content, policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _kind(visit: Visit) -> ReplyKind:
    try:
        return ReplyKind(visit.given("kind"))
    except ValueError:
        raise errors.Error("Say what kind of reply it is.", remedy="Choose one from the list.") from None


def _back(visit: Visit) -> Response:
    return visit.go(f"/complaints/{visit.number('complaint')}")


DOORS = (
    Door("GET", "/complaints/{complaint:int}", show, Right.SEE),
    Door("GET", "/complaints/{complaint:int}/file.pdf", file, Right.SEE),
    Door("POST", "/complaints/{complaint:int}/preview", preview, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/replies", write, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/notes", add_note, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/address", readdress, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/assign", assign, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/close", close, Right.ACT),
    Door("POST", "/complaints/{complaint:int}/reopen", reopen, Right.ACT),
)
