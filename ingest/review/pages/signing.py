"""Signing in and out; what somebody was about to save when the session ended is offered again afterwards."""

import json
from typing import Any

from starlette.responses import RedirectResponse, Response

from ingest import errors
from ingest.review import oidc_people, signin
from ingest.review.door import Door, Missing, cookie_name
from ingest.review.oidc import MINUTES, Begun, Provider
from ingest.review.rights import Right
from ingest.review.visit import Visit, local
from ingest.store import people
from ingest.store.people import Person


def ask(visit: Visit) -> Response:
    """The sign-in page."""
    target = local(visit.asked("next", "/"))
    return visit.page("sign_in.html", next=target, kept=[], reason=None, sign_in="", out=visit.asked("out") == "1")


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
    return _start(visit, who, kept, visit.given("next", "/"))


def go_to_provider(visit: Visit) -> Response:
    """Begin to sign in at the provider."""
    begun = _provider(visit).begin(local(visit.asked("next", "/")), [])
    return _with_begun(visit, RedirectResponse(begun.address, 303), begun)


def keep_and_go(visit: Visit) -> Response:
    """The same with an unsaved form, which is kept meanwhile; a form may not lead elsewhere, so a link does."""
    begun = _provider(visit).begin(local(visit.given("next", "/")), _kept(visit))
    return _with_begun(visit, visit.page("sign_in_oidc.html", address=begun.address), begun)


def come_back(visit: Visit) -> Response:
    """Somebody comes back from the provider."""
    provider, query = _provider(visit), visit.request.query_params
    try:
        if visit.office.limiter.full(visit.caller):
            raise signin.Denied("Too many sign-ins failed in your network: wait a quarter of an hour.", remedy="")
        returned = provider.finish(dict(query), visit.request.cookies.get(_begun_name(visit), ""))
        who = oidc_people.person_for(visit.flow.database, provider.settings, returned.claims)
    except errors.Error as error:
        visit.office.limiter.count(visit.caller)
        values: dict[str, Any] = {"next": "/", "kept": [], "sign_in": ""}
        response = visit.page("sign_in.html", 403, reason=str(error), remedy=error.remedy, **values)
    else:
        response = _start(visit, who, returned.kept, returned.next)
    response.delete_cookie(_begun_name(visit), path="/", secure=visit.office.settings.secure, httponly=True)
    return response


def leave_provider(visit: Visit) -> Response:
    """Sign out at the provider too."""
    address = _provider(visit).leave(f"{visit.office.settings.base_url.rstrip('/')}/sign-in")
    return RedirectResponse(address, 303) if address else visit.go("/sign-in")


def ask_link(visit: Visit) -> Response:
    """The page a one-time link leads to: the link is spent only when its button is pressed."""
    return visit.page("sign_in_link.html", secret=visit.request.path_params["secret"])


def enter_link(visit: Visit) -> Response:
    """Sign in with a one-time link."""
    try:
        who = signin.by_link(visit.flow.database, visit.request.path_params["secret"])
    except signin.Denied as error:
        return visit.page("failure.html", 403, status=403, message=str(error), remedy=error.remedy)
    return _start(visit, who, [], visit.given("next", "/"))


def leave(visit: Visit) -> Response:
    """Sign out."""
    assert visit.session is not None  # noqa: S101 - the door has checked it
    with visit.flow.database.write() as connection:
        people.end_session(connection, visit.session.token)
    response = visit.go("/sign-in?out=1")
    response.delete_cookie(cookie_name(secure=visit.office.settings.secure), path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _start(visit: Visit, who: Person, kept: list[tuple[str, str]], wanted: str) -> Response:
    settings = visit.office.settings
    if visit.session is not None:
        with visit.flow.database.write() as connection:
            people.end_session(connection, visit.session.token)
    cookie = signin.begin(visit.flow.database, settings, who, visit.request.headers.get("user-agent", ""))
    target = local(wanted)
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


def _provider(visit: Visit) -> Provider:
    if visit.office.oidc is None:
        raise Missing("Nobody signs in by a provider here.", remedy="Sign in with your password.")
    return visit.office.oidc


def _begun_name(visit: Visit) -> str:
    return "__Host-postroom-oidc" if visit.office.settings.secure else "postroom-oidc"


def _with_begun(visit: Visit, response: Response, begun: Begun) -> Response:
    secure = visit.office.settings.secure
    response.set_cookie(
        _begun_name(visit), begun.cookie, max_age=60 * MINUTES, path="/", httponly=True, samesite="lax", secure=secure
    )
    return response


DOORS = (
    Door("GET", "/sign-in", ask, None),
    Door("POST", "/sign-in", enter, None),
    Door("GET", "/sign-in/oidc", go_to_provider, None),
    Door("POST", "/sign-in/oidc", keep_and_go, None),
    Door("GET", "/sign-in/oidc/back", come_back, None),
    Door("GET", "/sign-in/oidc/out", leave_provider, None),
    Door("GET", "/sign-in/link/{secret}", ask_link, None),
    Door("POST", "/sign-in/link/{secret}", enter_link, None),
    Door("POST", "/sign-out", leave, Right.SELF),
)
