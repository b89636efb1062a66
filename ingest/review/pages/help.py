"""A short help page for each screen, with its keys."""

from starlette.responses import Response

from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit


def show(visit: Visit) -> Response:
    """All of it on one page, a section for each screen."""
    return visit.page("help.html")


DOORS = (Door("GET", "/help", show, Right.SELF),)
