"""The queue: what needs eyes, the nearest clock first; and the quarantine beside it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk_queue, desk_views
from ingest.store.desk_queue import Wanted

PER_PAGE = 50
FILTERS = ("medium", "language", "flag", "state", "reason", "words")


def home(visit: Visit) -> Response:
    """The start page is the queue."""
    return visit.go("/queue")


def show(visit: Visit) -> Response:
    """The queue, filtered as asked."""
    asked = {name: visit.asked(name).strip() or None for name in FILTERS}
    mine = visit.asked("mine") == "1"
    query = _query(visit.request.query_params)
    number = _page_number(visit)
    with visit.flow.database.read() as connection:
        wanted = Wanted(**asked, mine=visit.me if mine else None)
        lines, total = desk_queue.waiting(connection, wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        views = desk_views.views_of(connection, visit.who.id)
        choices = visit.office.choices.get(lambda: desk_queue.choices(connection))
    return visit.page(
        "queue.html", lines=lines, total=total, asked=asked, mine=mine, number=number, per_page=PER_PAGE,
        choices=choices, query=query, filtered=bool(query), done=visit.asked("done"), views=views,
    )  # fmt: skip


def go_next(visit: Visit) -> Response:
    """The item to open next."""
    with visit.flow.database.read() as connection:
        item_id = desk_queue.next_after(connection, None, by=visit.me)
    return visit.go(f"/items/{item_id}" if item_id else "/queue?done=1")


def quarantine(visit: Visit) -> Response:
    """What could not be processed."""
    number = _page_number(visit)
    with visit.flow.database.read() as connection:
        lines, total = desk_queue.quarantined(connection, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return visit.page("quarantine.html", lines=lines, total=total, number=number, per_page=PER_PAGE)


def save_view(visit: Visit) -> Response:
    """Keep the filters under a name."""
    query = _query(dict(parse_qsl(visit.given("query"))))
    with visit.flow.database.write() as connection:
        desk_views.save(connection, visit.who.id, visit.given("name"), query)
    return visit.go(f"/queue?{query}")


def remove_view(visit: Visit) -> Response:
    """Forget a view."""
    with visit.flow.database.write() as connection:
        desk_views.remove(connection, visit.who.id, visit.number("view"))
    return visit.go("/queue")


def _query(given: Mapping[str, str]) -> str:
    """The filters among these values, as they stand in an address; nothing else gets into a saved view."""
    wanted = {name: given.get(name, "").strip()[:200] for name in FILTERS}
    wanted["mine"] = "1" if given.get("mine") == "1" else ""
    return urlencode({name: value for name, value in wanted.items() if value})


def _page_number(visit: Visit) -> int:
    asked = visit.asked("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


DOORS = (
    Door("GET", "/", home, Right.SELF),
    Door("GET", "/queue", show, Right.SEE),
    Door("GET", "/queue/next", go_next, Right.SEE),
    Door("POST", "/queue/views", save_view, Right.SEE),
    Door("POST", "/queue/views/{view:int}/remove", remove_view, Right.SEE),
    Door("GET", "/quarantine", quarantine, Right.SEE),
)
