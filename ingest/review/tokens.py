"""Tokens for programs: made once, shown once, checked on every call of the API.

A token never reaches further than its owner's role at the moment of the call. Secrets have 256 bits, so their plain
digest is kept and compared in constant time; there is nothing a guesser could try.
"""

import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from ingest import clock, errors
from ingest.review.rights import RIGHTS, Right
from ingest.review.signin import digest
from ingest.store import people, tokens
from ingest.store.database import Database
from ingest.store.people import Role
from ingest.store.tokens import Scope, Token

LONGEST_DAYS: Final = 730  # a token that nobody renews in two years is forgotten somewhere
NEEDED: Final[dict[Scope, Right]] = {
    Scope.READ: Right.SEE,
    Scope.ACT: Right.ACT,
    Scope.SEND: Right.ACT,
    Scope.AUDIT: Right.AUDIT,
    Scope.ADMIN: Right.PEOPLE,
}
_SHAPE: Final = re.compile(r"postroom_([1-9]\d{0,17})_([\w-]{43})", re.ASCII)


def possible(role: Role) -> tuple[Scope, ...]:
    """The scopes a token of somebody with this role can have."""
    return tuple(scope for scope in Scope if NEEDED[scope] in RIGHTS[role])


def create(
    database: Database, sign_in: str, name: str, scopes: Collection[Scope], *, days: int = 365, by: str
) -> tuple[int, str]:
    """Make a token in somebody's name; returns its id and the token itself, which is never seen again.

    Args:
        database: the ledger.
        sign_in: whose acts they will be.
        name: what the token is for.
        scopes: what it may be used for.
        days: after which it ends, 1 to 730.
        by: who makes it: a sign-in name, or "command line".

    Raises:
        errors.Error: nobody has this sign-in name, or their role does not reach so far; or a value is missing.
    """
    if not name.strip() or len(name) > 100 or not scopes:
        raise errors.Error("A name or a scope is missing.", remedy="Say what the token is for and what it may do.")
    if not 1 <= days <= LONGEST_DAYS:
        raise errors.Error(f"A token lives 1 to {LONGEST_DAYS} days.", remedy="Choose a number between them.")
    secret = secrets.token_urlsafe(32)
    with database.write() as connection:
        owner = people.by_sign_in(connection, sign_in)
        if owner is None:
            raise errors.Error(f"nobody signs in as '{sign_in}'", remedy="Add the account first.")
        _refuse_more(owner.role, scopes)
        expires = clock.now() + timedelta(days=days)
        token_id = tokens.add(connection, owner.id, name.strip(), digest(secret), scopes, expires, by)
    return token_id, f"postroom_{token_id}_{secret}"


def create_account(database: Database, name: str, role: Role, scopes: Collection[Scope], by: str) -> None:
    """Add an account for a program, unless it is there: it has no password, so nobody signs in with it.

    Raises:
        errors.Error: the role does not reach as far as the scopes, or somebody with another role has this name.
    """
    _refuse_more(role, scopes)
    with database.write() as connection:
        there = people.by_sign_in(connection, name)
        if there is None:
            people.add(connection, name, name, role, by=by)
        elif there.role is not role:
            raise errors.Conflict(f"'{name}' is {there.role}, not {role}", remedy="Choose another name or role.")


def checked(database: Database, given: str) -> Token | None:
    """The live token these characters are, or None; that it was used is noted once a minute.

    Args:
        database: the ledger.
        given: as it stands in the Authorization header after "Bearer".
    """
    shape = _SHAPE.fullmatch(given)
    if shape is None:
        return None
    now = clock.now()
    with database.read() as connection:
        found = tokens.find(connection, int(shape[1]))
    if found is None or not secrets.compare_digest(found.digest, digest(shape[2])) or not found.live(now):
        return None
    if found.used is None or found.used + timedelta(minutes=1) < now:
        with database.write() as connection:
            tokens.seen(connection, found.id)
    return found


def _refuse_more(role: Role, scopes: Collection[Scope]) -> None:
    beyond = sorted(set(scopes) - set(possible(role)))
    if beyond:
        words = f"the role {role} does not reach as far as {', '.join(beyond)}"
        raise errors.Error(words, remedy=f"Possible are: {', '.join(possible(role))}.")
