"""Signing in and out; what somebody was about to save when the session ended is offered again afterwards."""

import json
from typing import Any

from starlette.responses import Response

from ingest.review import signin
from ingest.review.door import Door, cookie_name
from ingest.review.rights import Right
from ingest.review.visit import Visit, local
from ingest.store import people
from ingest.store.people import Person


def ask(visit: Visit) -> Response:
    """The sign-in page."""
    return visit.page("sign_in.html", next=local(visit.asked("next", "/")), kept=[], reason=None, sign_in="")


def enter(visit: Visit) -> Response:
    """Sign in with a password."""
    caller = visit.caller
    kept = _kept(visit)
    if visit.office.limiter.full(caller):
        return _again(visit, kept, "Too many wrong passwords from your network: wait a quarter of an hour.")
    sign_in, password = visit.given("sign_in"), visit.given("password")
    try:
        who = signin.by_password(visit.flow.database, visit.office.settings, sign_in, password, visit.given("code"))
    except signin.Denied as error:
        visit.office.limiter.count(caller)
        return _again(visit, kept, str(error))
    return _start(visit, who, kept)


def ask_link(visit: Visit) -> Response:
    """The page a one-time link leads to: the link is spent only when its button is pressed."""
    return visit.page("sign_in_link.html", secret=visit.request.path_params["secret"])


def enter_link(visit: Visit) -> Response:
    """Sign in with a one-time link."""
    try:
        who = signin.by_link(visit.flow.database, visit.request.path_params["secret"])
    except signin.Denied as error:
        return visit.page("failure.html", 403, status=403, message=str(error), remedy=error.remedy)
    return _start(visit, who, [])


def leave(visit: Visit) -> Response:
    """Sign out."""
    assert visit.session is not None  # noqa: S101 - the door has checked it
    with visit.flow.database.write() as connection:
        people.end_session(connection, visit.session.token)
    response = visit.go("/sign-in")
    response.delete_cookie(cookie_name(secure=visit.office.settings.secure), path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _start(visit: Visit, who: Person, kept: list[tuple[str, str]]) -> Response:
    settings = visit.office.settings
    if visit.session is not None:
        with visit.flow.database.write() as connection:
            people.end_session(connection, visit.session.token)
    cookie = signin.begin(visit.flow.database, settings, who, visit.request.headers.get("user-agent", ""))
    target = local(visit.given("next", "/"))
    if kept:
        session = signin.session(visit.flow.database, settings, cookie)
        inside = Visit(visit.office, visit.request, visit.form, session)
        response = inside.page("kept.html", next=target, kept=kept)
    else:
        response = visit.go(target)
    response.set_cookie(
        cookie_name(secure=settings.secure), cookie, path="/", httponly=True, samesite="lax", secure=settings.secure
    )
    return response


def _again(visit: Visit, kept: list[tuple[str, str]], reason: str) -> Response:
    values: dict[str, Any] = {"next": local(visit.given("next", "/")), "kept": kept, "reason": reason}
    return visit.page("sign_in.html", 403, sign_in=visit.given("sign_in")[:100], **values)


def _kept(visit: Visit) -> list[tuple[str, str]]:
    """The fields that were carried along, as the sign-in page wrote them."""
    try:
        pairs = json.loads(str(visit.form.get("kept") or "[]"))
    except ValueError:
        return []
    if not isinstance(pairs, list):
        return []
    return [(str(pair[0]), str(pair[1])) for pair in pairs[:200] if isinstance(pair, list) and len(pair) == 2]


DOORS = (
    Door("GET", "/sign-in", ask, None),
    Door("POST", "/sign-in", enter, None),
    Door("GET", "/sign-in/link/{secret}", ask_link, None),
    Door("POST", "/sign-in/link/{secret}", enter_link, None),
    Door("POST", "/sign-out", leave, Right.SELF),
)
