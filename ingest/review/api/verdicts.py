"""What callers do with an item: judge its findings, confirm it, and say where it belongs.

Verdicts name the version of the item they are about: whoever comes second is told (409), and reads it again.
"""

from fastapi import APIRouter

from ingest import errors
from ingest.model import FindingKind
from ingest.review import kinds, show
from ingest.review.api import shapes_items as shapes
from ingest.review.api.common import PathId
from ingest.review.api.guard import By, Caller, Guarded, acts
from ingest.review.api.items import shown
from ingest.review.door import Missing
from ingest.review.pages import item as item_page
from ingest.store import desk_complaints, desk_verdicts
from ingest.store.tokens import Scope

router = APIRouter(route_class=Guarded, tags=["items"])


@router.post("/items/{item}/findings", summary="Add a finding the machine missed", status_code=201, **acts())
def add(by: By, item: PathId, given: shapes.NewFinding) -> shapes.OneItem:
    """A new finding, typed or pointed at."""
    reading = item_page.fetch(by.visit, item).reading
    if given.role not in kinds.ROLES[given.kind]:
        raise errors.Error("This role does not go with this kind of finding.", remedy=_roles(given.kind))
    value = by.flow.normalise(given.kind, given.value, item)
    span, text, page, box = (0, 0), given.value, None, None
    if reading is not None and given.start < given.end <= len(reading.text):
        span, text = (given.start, given.end), reading.text[given.start : given.end]
        page, box = show.place_of(reading, given.start, given.end)
    with by.flow.database.write() as connection:
        desk_verdicts.add(
            connection, item, kind=given.kind, role=given.role, value=value, text=text, span=span, page=page, box=box,
            by=by.me, version=given.version,
        )  # fmt: skip
    return _now(by, item)


@router.post("/items/{item}/findings/{finding}", summary="Say that a finding is right, wrong, or so", **acts())
def judge(by: By, item: PathId, finding: PathId, given: shapes.Verdict) -> shapes.OneItem:
    """A verdict on a finding."""
    before = next((one for one in item_page.fetch(by.visit, item).findings if one.id == finding), None)
    if before is None:
        raise Missing(f"Item {item} has no finding {finding}.", remedy="Read the item again.")
    value, role = before.value, given.role or before.role
    if given.value is not None:
        value = by.flow.normalise(before.kind, given.value, item)
    if given.verdict == "corrected" and role not in kinds.ROLES[before.kind]:
        raise errors.Error("This role does not go with this kind of finding.", remedy=_roles(before.kind))
    with by.flow.database.write() as connection:
        if given.verdict == "corrected":
            desk_verdicts.correct(
                connection, item, finding, value=value, role=role, by=by.me, version=given.version
            )  # fmt: skip
        else:
            say = desk_verdicts.accept if given.verdict == "confirmed" else desk_verdicts.reject
            say(connection, item, finding, by=by.me, version=given.version)
    return _now(by, item)


@router.post("/items/{item}/undo", summary="Take back your latest verdict on an item", **acts())
def undo(by: By, item: PathId, given: shapes.AtVersion) -> shapes.OneItem:
    """The latest verdict of the caller is taken back; nothing happens when there is none."""
    item_page.fetch(by.visit, item)
    with by.flow.database.write() as connection:
        desk_verdicts.undo(connection, item, by=by.me, version=given.version)
    return _now(by, item)


@router.post("/items/{item}/confirm", summary="Everything else is right: be done with the item", **acts())
def confirm(by: By, item: PathId, given: shapes.AtVersion) -> shapes.OneItem:
    """Every finding nobody judged is confirmed."""
    item_page.fetch(by.visit, item)
    by.flow.confirm(item, by.me, given.version)
    return _now(by, item)


@router.post("/items/{item}/split", summary="Part a scan into letters, or put its pages in order", **acts())
def split(by: By, item: PathId, given: shapes.Parted) -> shapes.Made:
    """Each further letter is an item of its own; one letter alone only changes the order."""
    item_page.fetch(by.visit, item)
    return shapes.Made(items=by.flow.part(item, given.letters, by.me, given.version))


@router.post("/items/together", summary="Put scans together that are one letter", **acts(Scope.SEND))
def together(by: By, given: shapes.Pile) -> shapes.OneItem:
    """The item that has all pages from now on; the others are closed and keep their originals."""
    whole = by.flow.together([one.item for one in given.items], [one.version for one in given.items], by.me)
    return _now(by, whole)


@router.post("/items/{item}/apart", summary="Take back what was put together last", **acts(Scope.SEND))
def apart(by: By, item: PathId, given: shapes.AtVersion) -> shapes.Made:
    """The items that have their pages again; refused once a reply was sent."""
    item_page.fetch(by.visit, item)
    return shapes.Made(items=by.flow.apart(item, by.me, given.version))


@router.post("/items/{item}/retry", summary="Start an item over", **acts())
def retry(by: By, item: PathId) -> shapes.OneItem:
    """The item is read anew."""
    item_page.fetch(by.visit, item)
    by.flow.retry(item, by.me)
    return _now(by, item)


@router.post("/items/{item}/open", summary="It is a complaint: open and acknowledge it", **acts(Scope.SEND))
def open_as_complaint(by: By, item: PathId) -> shapes.OneItem:
    """A held, quarantined or closed item becomes a complaint."""
    item_page.fetch(by.visit, item)
    by.flow.open_held(item, by.me)
    return _now(by, item)


@router.post("/items/{item}/dismiss", summary="It is no complaint", **acts())
def dismiss(by: By, item: PathId, given: shapes.Reason) -> shapes.OneItem:
    """The item is closed; the reason stays with it."""
    item_page.fetch(by.visit, item)
    by.flow.dismiss(item, by.me, given.reason)
    return _now(by, item)


@router.post("/items/{item}/join", summary="Put an item to a complaint", **acts())
def join(by: By, item: PathId, given: shapes.Target) -> shapes.OneItem:
    """The item belongs to a complaint that is there."""
    item_page.fetch(by.visit, item)
    with by.flow.database.read() as connection:
        if desk_complaints.record(connection, given.complaint) is None:
            raise errors.Error(f"There is no complaint {given.complaint}.", remedy="Search for it.")
    by.flow.join(item, given.complaint, by.me)
    return _now(by, item)


@router.post("/items/{item}/separate", summary="Take an item out of its complaint", **acts(Scope.SEND))
def separate(by: By, item: PathId) -> shapes.OneItem:
    """The item opens a complaint of its own, which is acknowledged."""
    item_page.fetch(by.visit, item)
    by.flow.separate(item, by.me)
    return _now(by, item)


def _now(by: Caller, item: int) -> shapes.OneItem:
    """The item as it is after the act."""
    return shown(item_page.fetch(by.visit, item))


def _roles(kind: FindingKind) -> str:
    return f"Possible for {kind.value}: {', '.join(kinds.ROLES[kind])}."
