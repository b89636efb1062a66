"""The doors of the pages: each one names its method, its path, the right it asks for, and who serves it.

Every request passes here: session, right, origin and token are checked before a handler sees it, and what goes
wrong becomes a page that says what to do.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ingest import errors
from ingest.review import signin
from ingest.review.rights import Right
from ingest.review.visit import LONGEST_FIELD, Office, Visit
from ingest.store.people import Session

log = logging.getLogger(__name__)
Handler = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Door:
    """One way in."""

    method: str  # GET or POST
    path: str  # as Starlette writes it: "/items/{item:int}"
    serve: Handler
    right: Right | None  # None: open to everybody
    files: int = 0  # how many files its form may bring


class Missing(errors.Error):
    """There is nothing at this address."""

    remedy = "It may have been a wrong number: search for it, or go back to the queue."


def cookie_name(*, secure: bool) -> str:
    """The session cookie's name: browsers bind `__Host-` to this host and to TLS, and plain http has no such thing."""
    return "__Host-postroom" if secure else "postroom"


def endpoint(office: Office, door: Door) -> Callable[[Request], Awaitable[Response]]:
    """The function Starlette calls for a door."""

    async def serve(request: Request) -> Response:
        form = FormData()
        if door.method != "GET":
            # twice the files allowed are parsed, so that one too many is answered in words
            form = await request.form(max_files=door.files * 2, max_fields=500)
        try:
            return await run_in_threadpool(_serve, office, door, request, form)
        finally:
            await form.close()

    return serve


def _serve(office: Office, door: Door, request: Request, form: FormData) -> Response:
    visit = Visit(office, request, form, _session(office, request))
    try:
        return _checked(door, visit)
    except HTTPException as error:
        return refused(visit, error.status_code, error.detail)
    except Missing as error:
        return _failure(visit, 404, error)
    except errors.Conflict as error:
        return _failure(visit, 409, error)
    except errors.Unavailable as error:
        return _failure(visit, 503, error)
    except errors.Error as error:
        return _failure(visit, 422, error)


def _checked(door: Door, visit: Visit) -> Response:
    if door.method != "GET" and not _same_origin(visit.request):
        raise HTTPException(403, "This came from another site, so it was not done.")
    if door.right is None:
        return door.serve(visit)
    if visit.session is None:
        return _ask_to_sign_in(door, visit)
    if not visit.may(door.right):
        raise HTTPException(403, "Your role does not allow this. Ask your administrator if it should.")
    if door.method != "GET" and not _token_matches(visit):
        raise HTTPException(403, "The page was too old, so nothing was saved. Open it again and repeat.")
    try:
        return door.serve(visit)
    finally:
        if door.method != "GET":
            visit.office.counts.forget()


def _session(office: Office, request: Request) -> Session | None:
    cookie = request.cookies.get(cookie_name(secure=office.settings.secure))
    return signin.session(office.flow.database, office.settings, cookie) if cookie else None


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _token_matches(visit: Visit) -> bool:
    assert visit.session is not None  # noqa: S101 - checked by the caller
    given = visit.request.headers.get("x-csrf-token") or visit.given("csrf")
    return secrets.compare_digest(given.encode("utf-8", "replace"), visit.session.csrf.encode())


def _ask_to_sign_in(door: Door, visit: Visit) -> Response:
    """Send somebody to sign in; what they were about to save is carried along and offered again afterwards."""
    path = visit.request.url.path
    if door.method == "GET":
        query = f"?{visit.request.url.query}" if visit.request.url.query else ""
        address = f"/sign-in?next={quote(path + query)}"
        return (
            Response(status_code=204, headers={"HX-Redirect": address})
            if visit.partial
            else RedirectResponse(address, 303)
        )
    return visit.page("sign_in.html", next=path, kept=kept_fields(visit.form), reason=None, sign_in="")


def kept_fields(form: FormData) -> list[tuple[str, str]]:
    """The text fields of a form to be kept over a sign-in: no files, no tokens."""
    return [
        (name, value[:LONGEST_FIELD])
        for name, value in form.multi_items()
        if not isinstance(value, UploadFile) and name != "csrf"
    ][:200]


def refused(visit: Visit, status: int, message: str) -> Response:
    """The page that says why a request was refused."""
    return visit.page("failure.html", status, status=status, message=message, remedy="")


def visit_of(office: Office, request: Request) -> Visit:
    """A request without a form, with who makes it."""
    return Visit(office, request, FormData(), _session(office, request))


def _failure(visit: Visit, status: int, error: errors.Error) -> Response:
    if status >= 500:
        log.warning("page failed: %s", type(error).__name__)
    return visit.page("failure.html", status, status=status, message=str(error), remedy=error.remedy)
