"""One request with who makes it, and the ways to answer it.

Handlers are plain functions of a `Visit`: they run in a thread, fetch what they show, and return a response.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ingest.arrive.settings import FormSettings
from ingest.review.figures import Remembered
from ingest.review.flow import Flow
from ingest.review.oidc import Provider
from ingest.review.render import Pages
from ingest.review.rights import RIGHTS, Right
from ingest.review.settings import Settings
from ingest.review.signin import Limiter
from ingest.review.words import LANGUAGES, Tongue, preferred
from ingest.store import desk_queue
from ingest.store.desk_board import Board
from ingest.store.people import Person, Session

Health = Callable[[], tuple[bool, dict[str, Any]]]
Metrics = Callable[[], bytes]
LONGEST_FIELD = 20_000  # characters of one form field that are looked at


@dataclass(frozen=True, slots=True)
class Office:
    """What every page shares."""

    flow: Flow
    settings: Settings
    pages: Pages
    limiter: Limiter
    posts: Limiter  # of the form for complainants
    form: FormSettings
    boards: dict[int, Board]  # the latest numbers, by days
    counts: Remembered[desk_queue.Counts]  # the numbers in the navigation
    choices: Remembered[desk_queue.Choices]  # what the queue can be filtered by
    health: Health
    metrics: Metrics
    oidc: Provider | None  # by which people may sign in, when there is one


@dataclass(frozen=True, slots=True)
class Visit:
    """One request."""

    office: Office
    request: Request
    form: FormData
    session: Session | None

    @property
    def flow(self) -> Flow:
        """The pipeline's acts."""
        return self.office.flow

    @property
    def who(self) -> Person:
        """Who is signed in; only pages that ask for a right may use it."""
        assert self.session is not None  # noqa: S101 - the door has checked it
        return self.session.person

    @property
    def me(self) -> str:
        """The sign-in name, as the audit log writes it."""
        return self.who.sign_in

    @property
    def language(self) -> str:
        """The language of the page: the person's, the cookie's, the browser's, or the setting."""
        own = self.session.person.language if self.session else None
        for choice in (own, self.request.cookies.get("language")):
            if choice in LANGUAGES:
                return str(choice)
        return preferred(self.request.headers.get("accept-language", ""), self.office.settings.language)

    @property
    def tongue(self) -> Tongue:
        """The language with the time zone."""
        return Tongue(self.language, self.office.pages.zone)

    @property
    def partial(self) -> bool:
        """Whether htmx asks, for a part of a page."""
        return self.request.headers.get("hx-request") == "true" and "hx-boosted" not in self.request.headers

    @property
    def caller(self) -> str:
        """Where the request comes from, as far as it can be believed."""
        forwarded = self.request.headers.get("x-forwarded-for", "")
        if self.office.settings.trust_proxy and forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
        return self.request.client.host if self.request.client else "unknown"

    def may(self, right: Right) -> bool:
        """Whether the person has a right."""
        return self.session is not None and right in RIGHTS[self.session.person.role]

    def number(self, name: str) -> int:
        """A number in the path; one that no row can have is 0, which no row has."""
        number = int(self.request.path_params[name])
        return number if number < 2**63 else 0

    def asked(self, name: str, default: str = "") -> str:
        """A value of the query, cut short."""
        return self.request.query_params.get(name, default)[:500]

    def given(self, name: str, default: str = "") -> str:
        """A text field of the form."""
        value = self.form.get(name, default)
        return default if isinstance(value, UploadFile) else str(value)[:LONGEST_FIELD]

    def given_number(self, name: str, default: int = -1) -> int:
        """A number in the form; the default when it is none."""
        try:
            return int(self.given(name))
        except ValueError:
            return default

    def page(self, template: str, code: int = 200, /, **values: Any) -> Response:  # noqa: ANN401 - whatever the template shows
        """A whole page, or the part htmx asked for."""
        return HTMLResponse(self.rendered(template, **values), code)

    def rendered(self, template: str, /, **values: object) -> str:
        """A template with what every page shows."""
        return self.office.pages.render(template, self.language, **self._everywhere(), **values)

    def go(self, address: str) -> Response:
        """Go on to another page; only addresses of our own."""
        target = local(address)
        if self.partial:
            return Response(status_code=204, headers={"HX-Redirect": target})
        return RedirectResponse(target, 303)

    def _counts(self) -> desk_queue.Counts:
        def count() -> desk_queue.Counts:
            with self.flow.database.read() as connection:
                return desk_queue.counts(connection)

        return self.office.counts.get(count)

    def _everywhere(self) -> dict[str, object]:
        return {
            "visit": self,
            "settings": self.office.settings,
            "session": self.session,
            "csrf": self.session.csrf if self.session else "",
            "counts": self._counts() if self.may(Right.SEE) and not self.partial else None,
            "path": self.request.url.path,
            "theme": self.request.cookies.get("theme", "auto"),
            "Right": Right,
        }


def local(address: str) -> str:
    """An address on these pages; anything that would lead elsewhere becomes the start page."""
    parts = urlsplit(address.replace("\\", "/"))
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
