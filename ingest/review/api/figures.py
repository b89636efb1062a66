"""The board's numbers, the audit log, the webhook messages, and who calls."""

from typing import Annotated, Final

from fastapi import APIRouter, Query

from ingest.review.api import shapes_figures as shapes
from ingest.review.api.common import Cursor, Label, Limit, PathId, Slice, cursor, place
from ingest.review.api.guard import By, Guarded, acts, needs
from ingest.review.api.shapes_complaints import Act
from ingest.review.door import Missing
from ingest.review.pages.suppressions import checked
from ingest.review.rights import Right
from ingest.store import audit, desk_audit, desk_board, suppressions, webhooks
from ingest.store.tokens import Scope
from ingest.store.webhooks import State

router = APIRouter(route_class=Guarded)
AUDIT: Final = needs(Right.AUDIT, Scope.AUDIT)
HOOKS: Final = needs(Right.PEOPLE, Scope.ADMIN)
LISTED: Final = acts(Scope.ACT, Right.ADDRESSES)


@router.get("/me", summary="Who calls, and what the token may do", tags=["token"], **needs(Right.SELF, Scope.READ))
def me(by: By) -> shapes.Me:
    """The token's owner."""
    owner, token = by.token.owner, by.token
    return shapes.Me(
        sign_in=owner.sign_in, name=owner.name, role=owner.role, token=token.id, scopes=sorted(token.scopes),
        expires=token.expires,
    )  # fmt: skip


@router.get("/board", summary="The lead's numbers", tags=["board"], **needs(Right.LEAD, Scope.READ))
def board(by: By, days: Annotated[int, Query(ge=1, le=90)] = 30) -> shapes.Board:
    """What is late, what will be, how much went straight through, how good the reading is."""
    with by.flow.database.read() as connection:
        counted = desk_board.board(connection, days=days, zone=by.office.settings.zone)
    return shapes.Board.model_validate(counted)


@router.get("/audit", summary="The audit log, the latest first", tags=["audit"], **AUDIT)
def log(
    by: By, actor: Label | None = None, subject: Label | None = None, after: Cursor = None, limit: Limit = 50
) -> Slice[Act]:
    """Who did what, when."""
    before = place(after, int)[0] if after else None
    with by.flow.database.read() as connection:
        found = desk_audit.latest(connection, actor=actor, subject=subject, before=before, limit=limit + 1)
    shown = [Act.model_validate(one) for one in found[:limit]]
    return Slice(items=shown, next=cursor(shown[-1].id) if len(found) > limit else None)


@router.get("/audit/check", summary="Whether the audit log's chain is whole", tags=["audit"], **AUDIT)
def check(by: By) -> shapes.Chain:
    """Every row is looked at."""
    with by.flow.database.read() as connection:
        broken = audit.broken_at(connection)
    return shapes.Chain(whole=broken is None, broken_at=broken)


@router.get("/webhooks", summary="Webhook messages, the latest first", tags=["webhooks"], **HOOKS)
def messages(by: By, state: State | None = None, after: Cursor = None, limit: Limit = 50) -> Slice[shapes.Message]:
    """What was told to whom, and what came of it."""
    before = place(after, int)[0] if after else None
    with by.flow.database.read() as connection:
        found = webhooks.latest(connection, state=state, before=before, limit=limit + 1)
    shown = [shapes.Message.model_validate(one) for one in found[:limit]]
    return Slice(items=shown, next=cursor(shown[-1].id) if len(found) > limit else None)


@router.get("/suppressions", summary="The addresses that nothing is mailed to", **needs(Right.LEAD, Scope.READ))
def suppressed(by: By) -> list[shapes.Suppressed]:
    """The whole list, the latest first."""
    with by.flow.database.read() as connection:
        return [shapes.Suppressed.model_validate(one) for one in suppressions.everything(connection)]


@router.post("/suppressions", summary="Put an address on that list", status_code=204, **LISTED)
def suppress(by: By, given: shapes.Address) -> None:
    """Nothing is mailed to it from now on; one that is there already stays as it was."""
    address, reason = checked(given.address, given.reason)
    with by.flow.database.write() as connection:
        suppressions.add(connection, address, reason, by.me)


@router.post("/suppressions/lift", summary="Take an address off that list", status_code=204, **LISTED)
def lift(by: By, given: shapes.Address) -> None:
    """It may be mailed to again."""
    address, reason = checked(given.address, given.reason)
    with by.flow.database.write() as connection:
        if not suppressions.remove(connection, address, by.me, reason):
            raise Missing("This address is not on the list.")


@router.post(
    "/webhooks/{message}/replay", summary="Send a webhook message again", tags=["webhooks"], status_code=204,
    **acts(Scope.ADMIN, Right.PEOPLE),
)  # fmt: skip
def replay(by: By, message: PathId) -> None:
    """The same bytes under the same id."""
    with by.flow.database.write() as connection:
        if webhooks.find(connection, message) is None:
            raise Missing(f"There is no webhook message {message}.")
        webhooks.replay(connection, message, by.me)
