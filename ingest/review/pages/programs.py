"""Programs that work with postroom: their tokens, and the webhook messages that did not reach them."""

from starlette.responses import Response

from ingest import clock, errors
from ingest.review import tokens as made
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import people, tokens, webhooks
from ingest.store.tokens import Scope
from ingest.store.webhooks import State


def show(visit: Visit) -> Response:
    """Every token, the endpoints, and what was given up."""
    return _page(visit)


def add(visit: Visit) -> Response:
    """Make a token; it is shown once, on the page that answers."""
    try:
        scopes = [Scope(str(value)) for value in visit.form.getlist("scope")]
    except ValueError:
        raise errors.Error("There is no such scope.", remedy="Tick the boxes of the page.") from None
    _, token = made.create(
        visit.flow.database, visit.given("owner"), visit.given("name"), scopes, days=visit.given_number("days"),
        by=visit.me,
    )  # fmt: skip
    return _page(visit, token, visit.given("name"))


def revoke(visit: Visit) -> Response:
    """End a token for good."""
    with visit.flow.database.write() as connection:
        tokens.revoke(connection, visit.number("token"), visit.me)
    return visit.go("/programs")


def replay(visit: Visit) -> Response:
    """Send a webhook message again."""
    with visit.flow.database.write() as connection:
        webhooks.replay(connection, visit.number("message"), visit.me)
    return visit.go("/programs")


def _page(visit: Visit, token: str | None = None, about: str = "") -> Response:
    with visit.flow.database.read() as connection:
        everybody = [one for one in people.listed(connection) if not one.disabled]
        kept = tokens.listed(connection)
        endpoints = webhooks.endpoints(connection)
        lost = webhooks.latest(connection, state=State.GIVEN_UP)
    return visit.page(
        "programs.html", everybody=everybody, tokens=kept, now=clock.now(), scopes=list(Scope), token=token,
        about=about, endpoints=endpoints, lost=lost, longest=made.LONGEST_DAYS,
    )  # fmt: skip


DOORS = (
    Door("GET", "/programs", show, Right.PEOPLE),
    Door("POST", "/programs", add, Right.PEOPLE),
    Door("POST", "/programs/{token:int}/revoke", revoke, Right.PEOPLE),
    Door("POST", "/programs/messages/{message:int}", replay, Right.PEOPLE),
)
