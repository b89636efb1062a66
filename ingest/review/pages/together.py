"""Putting scans together that are one letter: what would come of it, and then doing it, or taking it back."""

from starlette.responses import Response

from ingest import errors
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk


def preview(visit: Visit) -> Response:
    """The pages in the order in which they would stand, and what would be closed and not be sent; nothing is done."""
    items = _asked(visit)
    planned = visit.flow.plan_together(items)
    for item_id in items:
        desk.viewed(visit.flow.database, f"item:{item_id}", by=visit.me)
    with visit.flow.database.read() as connection:
        sheets = [sheet for one in items if (sheet := desk.sheet(connection, one)) is not None]
    by_id = {sheet.id: sheet for sheet in sheets}
    return visit.page("together.html", plan=planned, sheets=by_id, other_way=list(reversed(items)))


def together(visit: Visit) -> Response:
    """Put the pages of the items together, in this order, and show the item that has them."""
    items, versions = _numbers(visit, "item"), _numbers(visit, "version")
    if len(items) != len(versions):
        raise errors.Error("The page was not complete.", remedy="Open it again and repeat.")
    whole = visit.flow.together(items, versions, visit.me)
    return visit.go(f"/items/{whole}")


def apart(visit: Visit) -> Response:
    """Take back what was put together last."""
    item_id = visit.number("item")
    visit.flow.apart(item_id, visit.me, visit.given_number("version"))
    return visit.go(f"/items/{item_id}")


def _asked(visit: Visit) -> list[int]:
    """The items in the order of their pages: one beside another, or those ticked in the post room, as they arrived."""
    ticked = [_number(value) for value in visit.request.query_params.getlist("item")]
    if "with" not in visit.request.query_params:
        return ticked if visit.asked("order") == "given" else sorted(ticked)
    other = _number(visit.asked("with").strip().lstrip("#"))
    return [*ticked, other] if visit.asked("place") == "before" else [other, *ticked]


def _numbers(visit: Visit, name: str) -> list[int]:
    return [_number(str(value)) for value in visit.form.getlist(name)]


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise errors.Error("Say which item it is.", remedy="Type the number of an item: it stands in its address.")
    return int(text)


DOORS = (
    Door("GET", "/together", preview, Right.ACT),
    Door("POST", "/together", together, Right.ACT),
    Door("POST", "/items/{item:int}/apart", apart, Right.ACT),
)
