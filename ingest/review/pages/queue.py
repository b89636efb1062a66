"""The queue: what needs eyes, the nearest clock first; and the quarantine beside it."""

from urllib.parse import urlencode

from starlette.responses import Response

from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk_queue
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
    number = _page_number(visit)
    with visit.flow.database.read() as connection:
        wanted = Wanted(**asked, mine=visit.me if mine else None)
        lines, total = desk_queue.waiting(connection, wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        choices = visit.office.choices.get(lambda: desk_queue.choices(connection))
    query = urlencode({name: value for name, value in (*asked.items(), ("mine", "1" if mine else None)) if value})
    return visit.page(
        "queue.html", lines=lines, total=total, asked=asked, mine=mine, number=number, per_page=PER_PAGE,
        choices=choices, query=query, filtered=bool(query), done=visit.asked("done"),
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


def _page_number(visit: Visit) -> int:
    asked = visit.asked("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


DOORS = (
    Door("GET", "/", home, Right.SELF),
    Door("GET", "/queue", show, Right.SEE),
    Door("GET", "/queue/next", go_next, Right.SEE),
    Door("GET", "/quarantine", quarantine, Right.SEE),
)
