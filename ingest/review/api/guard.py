"""Who calls, and whether they may: every address of the API asks for a right of its owner's role and a scope.

A call is refused before its body is read: without a live token (401), too often (429), beyond role or scope (403), and
with a body that is not JSON (415), has no length (411) or is too long (413).
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ingest import clock
from ingest.review import tokens
from ingest.review.api.problems import MEDIA_TYPE
from ingest.review.flow import Flow
from ingest.review.rights import RIGHTS, Right
from ingest.review.signin import Limiter
from ingest.review.visit import Office, Visit
from ingest.store import audit
from ingest.store.people import Session
from ingest.store.tokens import Scope, Token

LONGEST_BODY: Final = 1_000_000  # bytes of JSON, but for uploads
_REFUSALS: Final = {
    401: "No live token was sent.",
    403: "The role of the token's owner, or its scopes, do not reach so far.",
    404: "There is no such thing.",
    409: "Somebody changed it first, or it is not in a state for this.",
    411: "The body has no Content-Length.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "Some value cannot be taken.",
    429: "The limit of calls in a minute is reached.",
    503: "The ledger does not answer; try again.",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What every call passes."""

    office: Office
    calls: Limiter  # by token
    strangers: Limiter  # calls with no good token, by where they come from
    longest_upload: int  # bytes of the body


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a token's owner."""

    office: Office
    token: Token
    visit: Visit  # the call as the pages know a request, for the handlers both share

    @property
    def flow(self) -> Flow:
        """The pipeline's acts."""
        return self.office.flow

    @property
    def me(self) -> str:
        """The owner's sign-in name, as the audit log writes it."""
        return self.token.owner.sign_in


class Guarded(APIRoute):
    """An address that asks for the right and the scope it was declared with, see `needs`."""

    @property
    def right(self) -> Right:
        """What the owner's role must allow."""
        return Right((self.openapi_extra or {})["x-right"])

    @property
    def scope(self) -> Scope:
        """What the token must be for."""
        return Scope((self.openapi_extra or {})["x-scope"])

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind its checks."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            request.state.caller = await run_in_threadpool(self._admitted, gate, request)
            if request.method != "GET":
                self._refuse_body(request, gate)
            try:
                answered = await handle(request)
            finally:
                if request.method != "GET":
                    gate.office.counts.forget()
            if request.method != "GET" and answered.status_code < 400:
                await run_in_threadpool(self._note, request)
            return answered

        return guarded

    def _admitted(self, gate: Gate, request: Request) -> Caller:
        office = gate.office
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        token = tokens.checked(office.flow.database, given.strip()) if kind.lower() == "bearer" else None
        if token is None:
            raise _stranger(gate, Visit(office, request, FormData(), None).caller)
        if gate.calls.full(str(token.id)):
            raise HTTPException(429, "This token has made too many calls.", {"Retry-After": "60"})
        gate.calls.count(str(token.id))
        if self.right not in RIGHTS[token.owner.role] or self.scope not in token.scopes:
            raise HTTPException(403, f"This needs the right '{self.right}' and the scope '{self.scope}'.")
        now = clock.now()
        session = Session("", token.owner, now, now, now, "", "")
        return Caller(office, token, Visit(office, request, FormData(), session))

    def _note(self, request: Request) -> None:
        """Audit an act under the token's own name; under its owner's it is audited like everybody's."""
        caller: Caller = request.state.caller
        name, number = next(iter(request.path_params.items()), ("api", caller.token.id))
        actor = f"{caller.token.name} ({caller.me})"[:100]
        with caller.flow.database.write() as connection:
            audit.record(
                connection, "called", f"{name}:{number}", actor=actor, token=caller.token.id,
                call=f"{request.method} {self.path}",
            )  # fmt: skip

    def _refuse_body(self, request: Request, gate: Gate) -> None:
        length = request.headers.get("content-length")
        if length is None and "transfer-encoding" in request.headers:
            raise HTTPException(411, "Send the body with its Content-Length.")
        has_body = int(length or 0) > 0 if (length or "0").isdecimal() else True
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and kind != "application/json":
            raise HTTPException(415, "Send JSON, and say so: Content-Type: application/json.")
        longest = gate.longest_upload if "x-upload" in (self.openapi_extra or {}) else LONGEST_BODY
        if has_body and int(length or 0) > longest:
            raise HTTPException(413, f"At most {longest} bytes.")


def needs(right: Right, scope: Scope, *also: int) -> dict[str, Any]:
    """What an address asks for, as arguments of its route; and which refusals it may answer with besides the usual.

    Args:
        right: what the owner's role must allow.
        scope: what the token must be for.
        also: further statuses: 404, 409, ...
    """
    statuses = sorted({401, 403, 422, 429, 503, *also})
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "openapi_extra": {"x-right": right.value, "x-scope": scope.value},
        "responses": {status: {"description": _REFUSALS[status], "content": problem} for status in statuses},
    }


def acts(scope: Scope = Scope.ACT, right: Right = Right.ACT) -> dict[str, Any]:
    """What an address that changes something asks for."""
    return needs(right, scope, 404, 409, 411, 413, 415)


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


By = Annotated[Caller, Depends(_caller)]


def _stranger(gate: Gate, where: str) -> HTTPException:
    if gate.strangers.full(where):
        return HTTPException(429, "Too many calls without a good token.", {"Retry-After": "900"})
    gate.strangers.count(where)
    return HTTPException(401, "Send a token: Authorization: Bearer postroom_...", {"WWW-Authenticate": "Bearer"})
