"""The tokens with which programs use the API in the name of a person; only digests of their secrets are kept.

It makes no secret and checks none: `review/tokens.py` does. A token that was made is never deleted, so that the audit
log can always be read; it is revoked, or it expires.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.store import audit, people
from ingest.store.people import Person
from ingest.store.schema import token


class Scope(StrEnum):
    """What a token may be used for, within what its owner may do."""

    READ = "read"  # items, complaints, replies, search, board
    ACT = "act"  # verdicts, notes, assignments, uploads, closing
    SEND = "send"  # whatever makes a message leave for a complainant
    AUDIT = "audit"  # the audit log
    ADMIN = "admin"  # webhook deliveries


@dataclass(frozen=True, slots=True)
class Token:
    """One token, without its secret."""

    id: int
    owner: Person
    name: str  # what it is for
    digest: str  # sha256 of its secret, hex
    scopes: frozenset[Scope]
    created: datetime
    created_by: str
    expires: datetime
    used: datetime | None  # to the minute
    revoked: datetime | None

    def live(self, now: datetime) -> bool:
        """Whether it opens anything at this instant."""
        return self.revoked is None and self.expires > now and not self.owner.disabled


def add(
    connection: Connection, person_id: int, name: str, digest: str, scopes: Iterable[Scope], expires: datetime, by: str
) -> int:
    """Record a new token and return its id.

    Args:
        connection: a transaction from `Database.write`.
        person_id: in whose name it acts.
        name: what it is for.
        digest: sha256 of its secret, hex.
        scopes: what it may be used for.
        expires: when it ends.
        by: who makes it.
    """
    told = " ".join(sorted(scopes))
    row = {"person_id": person_id, "name": name, "digest": digest, "scopes": told, "expires": expires}
    insert = token.insert().values(**row, created=clock.now(), created_by=by).returning(token.c.id)
    token_id = int(connection.execute(insert).scalar_one())
    audit.record(connection, "token made", f"token:{token_id}", actor=by, person=person_id, scopes=told)
    return token_id


def find(connection: Connection, token_id: int) -> Token | None:
    """The token with this id, live or not, or None."""
    row = connection.execute(sa.select(token).where(token.c.id == token_id)).mappings().first()
    return _token(connection, row) if row else None


def listed(connection: Connection) -> tuple[Token, ...]:
    """Every token, the latest first."""
    rows = connection.execute(sa.select(token).order_by(token.c.id.desc())).mappings().all()
    return tuple(_token(connection, row) for row in rows)


def seen(connection: Connection, token_id: int) -> None:
    """Note that a token is in use."""
    connection.execute(token.update().where(token.c.id == token_id).values(used=clock.now()))


def revoke(connection: Connection, token_id: int, by: str) -> None:
    """End a token for good; what was revoked already stays so.

    Raises:
        errors.Error: there is none with this id.
    """
    if find(connection, token_id) is None:
        raise errors.Error(f"there is no token {token_id}", remedy="`postroom token list` shows them.")
    query = token.update().where(token.c.id == token_id, token.c.revoked.is_(None))
    if connection.execute(query.values(revoked=clock.now())).rowcount:
        audit.record(connection, "token revoked", f"token:{token_id}", actor=by)


def _token(connection: Connection, row: RowMapping) -> Token:
    return Token(
        id=row["id"],
        owner=people.get(connection, row["person_id"]),
        name=row["name"],
        digest=row["digest"],
        scopes=frozenset(Scope(scope) for scope in row["scopes"].split()),
        created=row["created"],
        created_by=row["created_by"],
        expires=row["expires"],
        used=row["used"],
        revoked=row["revoked"],
    )
