"""The API as one ASGI application, with the OpenAPI document that describes it.

Each address is declared in the file of its subject, with the right and the scope it asks for.
"""

from datetime import timedelta
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp

from ingest import __version__, errors
from ingest.review.api import complaints, figures, items, problems, replies, verdicts
from ingest.review.api.guard import Gate
from ingest.review.signin import Limiter
from ingest.review.visit import Office

ROUTERS: Final = (items.router, verdicts.router, complaints.router, replies.router, figures.router)
ABOUT: Final = """What the review pages do, as JSON, through the same acts. Send a token with each call:
`Authorization: Bearer postroom_...`. `x-right` is what the role of the token's owner must allow, `x-scope` what the
token must be for. Errors are problem details (RFC 9457). Instants are ISO 8601 in UTC."""


def create(office: Office) -> ASGIApp:
    """The API, to be mounted under `/api/v1`."""
    settings = office.settings
    longest = settings.upload_megabytes * 1_400_000 + 100_000  # base64 makes four bytes of three
    calls = Limiter(settings.api_calls_a_minute, timedelta(minutes=1))
    app = described()
    app.state.gate = Gate(office, calls, Limiter(), longest)
    return RequestBodyLimitMiddleware(app, longest)


def described() -> FastAPI:
    """The addresses and their document, without an office behind them."""
    app = FastAPI(
        title="postroom", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
        exception_handlers={
            errors.Error: problems.of_ours, RequestValidationError: problems.of_values,
            HTTPException: problems.of_http, Exception: problems.of_bugs,
        },
        redirect_slashes=False, separate_input_output_schemas=False,
    )  # fmt: skip
    for router in ROUTERS:
        app.include_router(router)
    document = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(document())
        return app.openapi_schema

    vars(app)["openapi"] = openapi  # how FastAPI has its document extended
    return app


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what FastAPI does not know: the token, and the shape of problems."""
    parts = document["components"]
    parts["schemas"] |= {
        model.__name__: model.model_json_schema(ref_template="#/components/schemas/{model}")
        for model in (problems.Problem, problems.Wrong)
    }
    parts["schemas"]["Problem"].pop("$defs", None)
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "Made under People."}}
    document["security"] = [{"token": []}]
    document["servers"] = [{"url": "/api/v1"}]
    return document
