"""The staff's pages as one ASGI application: every door, with its checks, its headers and its failures.

Start reading at `doors()`: it lists each address with the right it asks for.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ingest.arrive.settings import FormSettings
from ingest.review import api, pages
from ingest.review.door import Door, endpoint, refused, visit_of
from ingest.review.figures import Remembered
from ingest.review.flow import Flow
from ingest.review.headers import Headers
from ingest.review.oidc import Provider
from ingest.review.render import Pages
from ingest.review.settings import Settings
from ingest.review.signin import Limiter
from ingest.review.visit import Health, Metrics, Office

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
NOT_FOUND = "There is no such page."


def well() -> tuple[bool, dict[str, Any]]:
    """The health of a process that watches nothing."""
    return True, {}


def no_metrics() -> bytes:
    """The metrics of a process that counts nothing."""
    return b""


def create(
    flow: Flow,
    settings: Settings,
    *,
    health: Health = well,
    metrics: Metrics = no_metrics,
    form: FormSettings | None = None,
) -> Starlette:
    """The pages.

    Args:
        flow: the pipeline's acts, its database and its originals.
        settings: of the pages.
        health: whether all is well, and the facts by name; served at /health, red as status 503.
        metrics: the counters in the format of Prometheus; served at /metrics.
        form: what the form for complainants takes; its own defaults when None.
    """
    office = Office(
        flow=flow,
        settings=settings,
        pages=Pages(settings.zone),
        limiter=Limiter(),
        posts=Limiter(settings.forms_an_hour, timedelta(hours=1)),
        form=form or FormSettings(),
        boards={},
        counts=Remembered(5),
        choices=Remembered(20),
        health=health,
        metrics=metrics,
        oidc=Provider(settings.oidc, settings.base_url.rstrip("/") + "/sign-in/oidc/back") if settings.oidc else None,
    )
    routes: list[Route | Mount] = [
        Route(door.path, endpoint(office, door), methods=[door.method]) for door in doors(settings)
    ]
    routes.append(Mount("/static", Kept(directory=STATIC)))
    if settings.api:
        routes.append(Mount("/api/v1", api.create(office)))
    return Starlette(
        routes=routes,
        middleware=[Middleware(Headers, secure=settings.secure)],
        exception_handlers={HTTPException: _said(office), Exception: _broken},
        max_body_size=(settings.upload_megabytes + 1) * 1_000_000,
    )


def doors(settings: Settings) -> tuple[Door, ...]:
    """Every door of the pages."""
    return pages.doors(public_form=settings.public_form)


class Kept(StaticFiles):
    """Static files that browsers may keep: their addresses change with their contents."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's signature
        """A file with its lifetime."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _said(office: Office) -> Any:  # noqa: ANN401 - Starlette's handler type
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
        words = NOT_FOUND if error.status_code == 404 else error.detail
        visit = await run_in_threadpool(visit_of, office, request)
        return await run_in_threadpool(refused, visit, error.status_code, words)

    return handle


async def _broken(request: Request, error: Exception) -> Response:
    log.error("page failed: %s %s", request.method, type(error).__name__, exc_info=error)
    words = "Something went wrong on our side. Nothing was lost; try again, and tell your administrator if it stays."
    return PlainTextResponse(words, 500)
