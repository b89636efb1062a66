"""What staff do with an item: judge its findings, confirm it, and say where it belongs."""

from collections.abc import Callable

from starlette.responses import Response

from ingest import errors
from ingest.model import Box, FindingKind
from ingest.review import kinds, show
from ingest.review.door import Door
from ingest.review.pages.item import Entry, Opened, evidence, fetch, panel
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk, desk_complaints, desk_queue, desk_verdicts


def judge(visit: Visit) -> Response:
    """Accept, reject, or correct one finding."""
    item_id, finding_id = visit.number("item"), visit.number("finding")
    act, version = visit.given("act", "save"), visit.given_number("version")
    before = _finding(fetch(visit, item_id), finding_id)
    value, role = visit.given("value", before.value).strip(), visit.given("role", before.role)
    unchanged = value == before.value and role == before.role
    try:
        if act == "reject":
            with visit.flow.database.write() as connection:
                desk_verdicts.reject(connection, item_id, finding_id, by=visit.me, version=version)
        elif act == "accept" or unchanged:
            with visit.flow.database.write() as connection:
                desk_verdicts.accept(connection, item_id, finding_id, by=visit.me, version=version)
        else:
            _correct(visit, item_id, before, value, role, version)
    except errors.Error as error:
        entry = Entry(finding_id, before.kind.value, value, role, str(error), isinstance(error, errors.Conflict))
        return _answer(visit, item_id, entry)
    return _answer(visit, item_id)


def add(visit: Visit) -> Response:
    """Add a finding the machine missed."""
    item_id, version = visit.number("item"), visit.given_number("version")
    kind_name, value, role = visit.given("kind"), visit.given("value").strip(), visit.given("role")
    start, end = visit.given_number("start", 0), visit.given_number("end", 0)
    opened = fetch(visit, item_id)
    try:
        kind = _kind(kind_name)
        normal = visit.flow.normalise(kind, value, item_id)
        span, text, page, box = _standing(opened, start, end)
        with visit.flow.database.write() as connection:
            desk_verdicts.add(
                connection, item_id, kind=kind, role=_role(kind, role), value=normal, text=text or value, span=span,
                page=page, box=box, by=visit.me, version=version,
            )  # fmt: skip
    except errors.Error as error:
        entry = Entry(None, kind_name, value, role, str(error), isinstance(error, errors.Conflict))
        return _answer(visit, item_id, entry)
    return _answer(visit, item_id)


def undo(visit: Visit) -> Response:
    """Take back one's latest verdict on this item."""
    item_id = visit.number("item")
    try:
        with visit.flow.database.write() as connection:
            desk_verdicts.undo(connection, item_id, by=visit.me, version=visit.given_number("version"))
    except errors.Conflict as error:
        return _answer(visit, item_id, Entry(None, "", "", "", str(error), conflict=True))
    return _answer(visit, item_id)


def confirm(visit: Visit) -> Response:
    """Everything else is right: be done with the item, and open the next one."""
    item_id = visit.number("item")
    try:
        visit.flow.confirm(item_id, visit.me, visit.given_number("version"))
    except errors.Conflict as error:
        return _answer(visit, item_id, Entry(None, "", "", "", f"{error} {error.remedy}", conflict=True))
    return _next_one(visit, item_id)


def claim(visit: Visit) -> Response:
    """Note that this person has the item open; answers with who has it."""
    item_id = visit.number("item")
    with visit.flow.database.write() as connection:
        desk.claim(connection, item_id, by=visit.me, minutes=visit.office.settings.lock_minutes)
    return visit.page("item_lock.html", **panel(visit, fetch(visit, item_id)))


def take_over(visit: Visit) -> Response:
    """Take an item that somebody else has open."""
    item_id = visit.number("item")
    with visit.flow.database.write() as connection:
        desk.take_over(connection, item_id, by=visit.me, minutes=visit.office.settings.lock_minutes)
    return visit.go(f"/items/{item_id}")


def put_back(visit: Visit) -> Response:
    """Give the item back to the queue and go there."""
    with visit.flow.database.write() as connection:
        desk.release(connection, visit.number("item"), by=visit.me)
    return visit.go("/queue")


def retry(visit: Visit) -> Response:
    """Start a quarantined item over."""
    visit.flow.retry(visit.number("item"), visit.me)
    return visit.go("/quarantine")


def open_as_complaint(visit: Visit) -> Response:
    """It is a complaint after all: open and acknowledge it."""
    visit.flow.open_held(visit.number("item"), visit.me)
    return visit.go(f"/items/{visit.number('item')}")


def dismiss(visit: Visit) -> Response:
    """It is no complaint; the reason is kept."""
    reason = visit.given("reason").strip()
    if not reason:
        raise errors.Error("A reason is missing.", remedy="Go back and say why nobody needs to answer this.")
    visit.flow.dismiss(visit.number("item"), visit.me, reason)
    return _on_to_next(visit, visit.number("item"))


def join(visit: Visit) -> Response:
    """Put the item to a complaint, by its number or reference."""
    item_id, reference = visit.number("item"), visit.given("reference").strip()
    with visit.flow.database.read() as connection:
        complaint_id = desk_complaints.id_of(connection, reference)
    if complaint_id is None:
        raise errors.Error(f"There is no complaint {reference}.", remedy="Check the reference; the search helps.")
    visit.flow.join(item_id, complaint_id, visit.me)
    return visit.go(f"/items/{item_id}")


def separate(visit: Visit) -> Response:
    """Take the item out of its complaint."""
    visit.flow.separate(visit.number("item"), visit.me)
    return visit.go(f"/items/{visit.number('item')}")


def _correct(visit: Visit, item_id: int, before: desk.Found, value: str, role: str, version: int) -> None:
    normal = before.value if value == before.value else visit.flow.normalise(before.kind, value, item_id)
    checked = _role(before.kind, role)
    with visit.flow.database.write() as connection:
        desk_verdicts.correct(
            connection, item_id, before.id, value=normal, role=checked, by=visit.me, version=version
        )  # fmt: skip


def _finding(opened: Opened, finding_id: int) -> desk.Found:
    for found in opened.findings:
        if found.id == finding_id:
            return found
    raise errors.Conflict("This finding is gone: the item was read anew.")


def _kind(name: str) -> FindingKind:
    try:
        return FindingKind(name)
    except ValueError:
        raise errors.Error("Say what kind of finding it is.", remedy="Choose one from the list.") from None


def _role(kind: FindingKind, role: str) -> str:
    if role not in kinds.ROLES[kind]:
        raise errors.Error("This role does not go with this kind of finding.", remedy="Choose one from the list.")
    return role


def _standing(opened: Opened, start: int, end: int) -> tuple[tuple[int, int], str, int | None, Box | None]:
    """Where the words stand that somebody pointed at; nowhere when the value was typed."""
    if opened.reading is None or not 0 <= start < end <= len(opened.reading.text):
        return (0, 0), "", None, None
    page, box = show.place_of(opened.reading, start, end)
    return (start, end), opened.reading.text[start:end], page, box


def _answer(visit: Visit, item_id: int, entry: Entry | None = None) -> Response:
    """The right side as it is now for htmx; the whole page for a form without script."""
    status = 200 if entry is None else 409 if entry.conflict else 422
    if entry is None and not visit.partial:
        return visit.go(f"/items/{item_id}")
    opened = fetch(visit, item_id)
    if visit.partial:
        return visit.page("item_panel.html", status, **panel(visit, opened, entry))
    return visit.page("item.html", status, **evidence(visit, opened), **panel(visit, opened, entry))


def _on_to_next(visit: Visit, item_id: int) -> Response:
    with visit.flow.database.write() as connection:
        desk.release(connection, item_id, by=visit.me)
    return _next_one(visit, item_id)


def _next_one(visit: Visit, item_id: int) -> Response:
    with visit.flow.database.read() as connection:
        following = desk_queue.next_after(connection, item_id, by=visit.me)
    return visit.go(f"/items/{following}" if following else "/queue?done=1")


def _door(path: str, serve: Callable[[Visit], Response]) -> Door:
    return Door("POST", f"/items/{{item:int}}/{path}", serve, Right.ACT)


DOORS = (
    _door("findings", add),
    _door("findings/{finding:int}", judge),
    _door("undo", undo),
    _door("confirm", confirm),
    _door("claim", claim),
    _door("take-over", take_over),
    _door("put-back", put_back),
    _door("retry", retry),
    _door("open", open_as_complaint),
    _door("dismiss", dismiss),
    _door("join", join),
    _door("separate", separate),
)
