"""One item: the evidence on the left, what the machine made of it on the right, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ingest import clock, errors
from ingest.model import Reading, SectionKind
from ingest.review import kinds, show
from ingest.review.contacts import Contact as LookedUp
from ingest.review.contacts import of_item
from ingest.review.door import Door, Missing
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk, desk_complaints, desk_leaves, desk_queue, earlier
from ingest.store.database import Connection
from ingest.store.desk import Contact, Found, Sheet, Warned
from ingest.store.desk_leaves import Bound
from ingest.store.earlier import Earlier

PAGES_AT_ONCE = 20  # page images on one screen; more are turned to


@dataclass(frozen=True, slots=True)
class Opened:
    """An item with all that its page shows."""

    sheet: Sheet
    reading: Reading | None
    findings: tuple[Found, ...]
    flags: tuple[Warned, ...]
    contacts: tuple[Contact, ...]
    silence: str | None
    same: tuple[int, ...]
    possible: tuple[desk_complaints.Known, ...]
    complaint: desk_complaints.Record | None
    earlier: tuple[Earlier, ...]  # mails that the same sender wrote before
    told: tuple[LookedUp, ...]  # the contacts again, looked up in the call records
    parts: tuple[Bound, ...]  # items whose pages were put to its own
    whole: Bound | None  # the item that has its pages now


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed that could not be saved: shown again, with the reason."""

    finding: int | None  # None: a new one
    kind: str
    value: str
    role: str
    problem: str
    conflict: bool = False


def show_item(visit: Visit) -> Response:
    """The item's page."""
    opened = fetch(visit, visit.number("item"))
    desk.viewed(visit.flow.database, f"item:{opened.sheet.id}", by=visit.me)
    return visit.page("item.html", **evidence(visit, opened), **panel(visit, opened))


def beside(visit: Visit) -> Response:
    """Two items side by side: is the one a copy of the other?"""
    number = visit.asked("with").strip().lstrip("#")
    if not number.isdecimal() or len(number) > 15:
        raise errors.Error(
            "Say which item to compare with.", remedy="Type the number of an item: it stands in its address."
        )
    both = [fetch(visit, visit.number("item")), fetch(visit, int(number))]
    for one in both:
        desk.viewed(visit.flow.database, f"item:{one.sheet.id}", by=visit.me)
    known = [{(found.kind, found.value) for found in one.findings if found.verdict != "rejected"} for one in both]
    return visit.page(
        "beside.html", both=both, common=known[0] & known[1], alike=both[0].sheet.sha256 == both[1].sheet.sha256
    )


def fetch(visit: Visit, item_id: int) -> Opened:
    """All about one item.

    Raises:
        Missing: there is no such item.
    """
    with visit.flow.database.read() as connection:
        sheet = desk.sheet(connection, item_id)
        if sheet is None:
            raise Missing(f"There is no item {item_id}.")
        reading = desk.reading_of(connection, item_id)
        return Opened(
            sheet,
            reading,
            desk.findings(connection, item_id),
            desk.flags(connection, item_id),
            desk.contacts(connection, item_id),
            desk.silence_of(connection, item_id),
            desk.duplicates(connection, item_id, sheet.sha256),
            desk_complaints.known(connection, sheet.possible),
            desk_complaints.record(connection, sheet.complaint_id) if sheet.complaint_id else None,
            _earlier(connection, sheet, reading),
            of_item(connection, item_id, visit.flow.calls),
            desk_leaves.parts_of(connection, item_id),
            desk_leaves.whole_of(connection, item_id),
        )


def _earlier(connection: Connection, sheet: Sheet, reading: Reading | None) -> tuple[Earlier, ...]:
    address = reading.mail.from_address if reading and reading.mail else None
    return earlier.mails_of(connection, address, before=sheet.received) if address else ()


def evidence(visit: Visit, opened: Opened) -> dict[str, object]:
    """What the left side shows: page images, text, or the mail as it was formatted."""
    reading = opened.reading
    pages = reading.pages if reading else ()
    first = min(max(0, _asked_page(visit) - 1), max(0, len(pages) - 1)) // PAGES_AT_ONCE * PAGES_AT_ONCE
    shown = pages[first : first + PAGES_AT_ONCE]
    view = visit.asked("view") or _best_view(opened)
    return {
        "view": view,
        "pages": shown,
        "page_total": len(pages),
        "first_page": first + 1,
        "marks": {page.number: show.marks(reading, opened.findings, page.number) for page in shown} if reading else {},
        "stretches": show.stretches(reading, opened.findings) if reading and view == "text" else (),
        "too_long": reading is not None and len(reading.text) > show.LONGEST,
        "mail": reading.mail if reading else None,
        "reading": reading,
        "certified": _certified(reading),
    }


def panel(visit: Visit, opened: Opened, entry: Entry | None = None) -> dict[str, object]:
    """What the right side shows: the findings by kind, doubtful ones first, and what can be done."""
    by_kind = {kind: [found for found in opened.findings if found.kind is kind] for kind in kinds.ORDER}
    for group in by_kind.values():
        group.sort(key=lambda found: (found.verdict == "rejected", not (found.doubtful and found.open), found.start))
    doubtful = [found.id for group in by_kind.values() for found in group if found.doubtful and found.open]
    with visit.flow.database.read() as connection:
        following = desk_queue.next_after(connection, opened.sheet.id, by=visit.me)
        before = desk_leaves.scan_before(connection, opened.sheet.id) if _on_paper(opened) else None
    return {
        "opened": opened,
        "sheet": opened.sheet,
        "by_kind": by_kind,
        "kinds": kinds.ORDER,
        "roles": kinds.ROLES,
        "doubtful": doubtful,
        "focus": doubtful[0] if doubtful else None,
        "unjudged": sum(found.open for found in opened.findings),
        "following": following,
        "entry": entry,
        "others": opened.sheet.held_by_another(visit.me, clock.now()),
        "editable": visit.may(Right.ACT),
        "sender": _sender(opened.reading),
        "proposal": _proposal(opened.reading),
        "on_paper": _on_paper(opened),
        "before": before,
        "bound_for_good": visit.flow.undoable(opened.sheet.id) if opened.parts else None,
    }


def _on_paper(opened: Opened) -> bool:
    """Whether its pages can be put in order, parted, and put to those of others."""
    reading = opened.reading
    return reading is not None and reading.mail is None and bool(reading.pages) and opened.whole is None


def _proposal(reading: Reading | None) -> list[str]:
    """The pages of each letter, as far as new ones seem to begin on a page: "1-2", "3-5"."""
    if reading is None or not reading.pages:
        return []
    starts = sorted({1, *reading.splits})
    ends = [*(start - 1 for start in starts[1:]), reading.pages[-1].number]
    return [f"{first}-{last}" if last > first else str(first) for first, last in zip(starts, ends, strict=True)]


def _certified(reading: Reading | None) -> datetime | None:
    """The instant that certified mail or a received stamp vouches for."""
    if reading is None:
        return None
    return reading.certified_arrival or (reading.mail.certified if reading.mail else None)


def _sender(reading: Reading | None) -> str:
    """The sender's address block as it was read, to save typing."""
    sections = reading.sections if reading else ()
    found = next((one for one in sections if one.kind is SectionKind.SENDER), None)
    return reading.text[found.start : found.end].strip() if reading and found else ""


def _asked_page(visit: Visit) -> int:
    asked = visit.asked("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def _best_view(opened: Opened) -> str:
    """The image when there are pages and no mail body to read first."""
    reading = opened.reading
    if reading is None:
        return "none"
    scanned = any(page.image for page in reading.pages)
    on_paper = any(found.doubtful and found.page for found in opened.findings)
    return "scan" if scanned and (reading.mail is None or on_paper) else "text"


DOORS = (
    Door("GET", "/items/{item:int}", show_item, Right.SEE),
    Door("GET", "/items/{item:int}/beside", beside, Right.SEE),
)
