"""What went wrong, as RFC 9457 problem details: the same sentences that the pages show, with what to do about it."""

import logging
from typing import Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ingest import errors
from ingest.review.door import Missing

log = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final = {
    400: "Not understood",
    401: "A token is missing",
    403: "Not allowed",
    404: "Not there",
    405: "Not possible here",
    409: "Somebody was first",
    411: "The length is missing",
    413: "Too large",
    415: "Not JSON",
    422: "Cannot be done",
    429: "Too often",
    500: "Our mistake",
    503: "Not available",
}


class Wrong(BaseModel):
    """One value that was refused."""

    field: str = Field(description="Where it stands, with dots between: `body.version`.")
    reason: str = Field(description="Why, in a few words; the value itself is not repeated.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(default="about:blank", description="Always `about:blank`: the status says the kind.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="The HTTP status again.")
    detail: str = Field(description="What happened, in a sentence.")
    remedy: str | None = Field(default=None, description="What to do about it.")
    errors: list[Wrong] = Field(default=[], description="The values that were refused, for status 422.")


def answer(
    status: int,
    detail: str,
    remedy: str | None = None,
    wrong: list[Wrong] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem as a response."""
    title = TITLES.get(status, "Refused")
    problem = Problem(title=title, status=status, detail=detail, remedy=remedy, errors=wrong or [])
    return JSONResponse(problem.model_dump(), status, headers, media_type=MEDIA_TYPE)


async def of_ours(request: Request, error: Exception) -> Response:
    """An error of ours."""
    assert isinstance(error, errors.Error)  # noqa: S101 - registered for nothing else
    status = 422
    for kind, number in ((Missing, 404), (errors.Conflict, 409), (errors.Unavailable, 503)):
        if isinstance(error, kind):
            status = number
    if status == 503:
        log.warning("call failed: %s %s", request.method, type(error).__name__)
    return answer(status, str(error), error.remedy)


async def of_values(request: Request, error: Exception) -> Response:
    """Values that the models refuse: where and why, without the values themselves."""
    del request
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    wrong = [Wrong(field=".".join(str(part) for part in one["loc"]), reason=str(one["msg"])) for one in error.errors()]
    return answer(422, "Some values cannot be taken.", "See `errors`, and the document at /api/v1/openapi.json.", wrong)


async def of_http(request: Request, error: Exception) -> Response:
    """What HTTP itself refuses: no such address, no such method, too large."""
    del request
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    detail = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    return answer(error.status_code, detail, headers=dict(error.headers or {}))


async def of_bugs(request: Request, error: Exception) -> Response:
    """Anything else is a bug, and told without what it was about."""
    log.error("call failed: %s %s", request.method, type(error).__name__, exc_info=error)
    return answer(500, "Something went wrong on our side. Nothing was lost.", "Try again; tell your administrator.")
