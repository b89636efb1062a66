"""The people who sign in, their sessions and their one-time links; secrets are kept only as digests.

It checks no password and sends no link: `review/signin.py` does. The last administrator cannot be taken away,
so that nobody is ever locked out of their own post.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ingest import clock, errors
from ingest.store import audit
from ingest.store.schema import person, session, sign_in_link


class Role(StrEnum):
    """What a person may do."""

    VIEWER = "viewer"  # sees the post
    HANDLER = "handler"  # works on it
    SUPERVISOR = "supervisor"  # and sees the board, assigns and closes
    ADMINISTRATOR = "administrator"  # and looks after people
    AUDITOR = "auditor"  # sees the post, the board and the audit log, changes nothing


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    id: int
    sign_in: str  # lower-case, unique: what the audit log calls them
    name: str
    role: Role
    password: str | None  # argon2id hash
    totp: str | None  # base32 secret of the second factor
    disabled: bool
    language: str | None  # of the interface, ISO 639-1
    failures: int  # wrong passwords since the last right one
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in."""

    token: str  # sha256 of the cookie's value, hex
    person: Person
    created: datetime
    seen: datetime
    expires: datetime
    csrf: str
    agent: str  # what the browser called itself


def add(
    connection: Connection, sign_in: str, name: str, role: Role, *, password: str | None = None, by: str = "postroom"
) -> int:
    """Record a new person and return the id.

    Args:
        connection: a transaction from `Database.write`.
        sign_in: the name to sign in with; kept in lower case.
        name: what colleagues call them.
        role: what they may do.
        password: an argon2id hash, or None when they come by link or single sign-on.
        by: who adds them.

    Raises:
        Conflict: the sign-in name is taken.
    """
    sign_in = sign_in.strip().lower()
    if by_sign_in(connection, sign_in) is not None:
        raise errors.Conflict(f"somebody signs in as '{sign_in}' already", remedy="Choose another sign-in name.")
    values = {"sign_in": sign_in, "name": name.strip(), "role": role.value, "password": password}
    row = connection.execute(person.insert().values(**values, created=clock.now()).returning(person.c.id))
    person_id = int(row.scalar_one())
    audit.record(connection, "person added", f"person:{person_id}", actor=by, role=role.value)
    return person_id


def by_sign_in(connection: Connection, sign_in: str) -> Person | None:
    """The person with this sign-in name."""
    query = sa.select(person).where(person.c.sign_in == sign_in.strip().lower())
    row = connection.execute(query).mappings().first()
    return _person(row) if row else None


def by_subject(connection: Connection, subject: str) -> Person | None:
    """The person a sign-on provider knows as this subject (a digest)."""
    row = connection.execute(sa.select(person).where(person.c.oidc_subject == subject)).mappings().first()
    return _person(row) if row else None


def bind(connection: Connection, person_id: int, subject: str) -> bool:
    """Remember as whom a sign-on provider knows a person; False when it is somebody else already."""
    free = sa.or_(person.c.oidc_subject.is_(None), person.c.oidc_subject == subject)
    query = person.update().where(person.c.id == person_id, free).values(oidc_subject=subject)
    if connection.execute(query).rowcount != 1:
        return False
    audit.record(connection, "bound to a provider", f"person:{person_id}")
    return True


def get(connection: Connection, person_id: int) -> Person:
    """One person.

    Raises:
        errors.Error: there is none with this id.
    """
    row = connection.execute(sa.select(person).where(person.c.id == person_id)).mappings().first()
    if row is None:
        raise errors.Error(f"there is no person {person_id}", remedy="Go back to the list of people.")
    return _person(row)


def listed(connection: Connection) -> tuple[Person, ...]:
    """Everybody, in the order of their names."""
    rows = connection.execute(sa.select(person).order_by(sa.func.lower(person.c.name), person.c.id)).mappings()
    return tuple(_person(row) for row in rows)


def change(
    connection: Connection, person_id: int, *, role: Role | None = None, disabled: bool | None = None, by: str
) -> None:
    """Give a person another role, or close or open their account; a closed account's sessions end at once.

    Raises:
        Conflict: nobody would be left to administer postroom.
    """
    before = get(connection, person_id)
    role = before.role if role is None else role
    disabled = before.disabled if disabled is None else disabled
    if _last_administrator(connection, before) and (disabled or role is not Role.ADMINISTRATOR):
        raise errors.Conflict(
            "this is the last administrator", remedy="Make somebody else administrator first, then try again."
        )
    connection.execute(person.update().where(person.c.id == person_id).values(role=role.value, disabled=disabled))
    if disabled:
        connection.execute(session.delete().where(session.c.person_id == person_id))
    audit.record(connection, "person changed", f"person:{person_id}", actor=by, role=role.value, disabled=disabled)


def set_password(connection: Connection, person_id: int, password: str, by: str) -> None:
    """Keep a new argon2id hash."""
    values = {"password": password, "failures": 0, "failed_at": None}
    connection.execute(person.update().where(person.c.id == person_id).values(**values))
    audit.record(connection, "password changed", f"person:{person_id}", actor=by)


def set_totp(connection: Connection, person_id: int, secret: str | None, by: str) -> None:
    """Turn the second factor on (a base32 secret) or off (None)."""
    connection.execute(person.update().where(person.c.id == person_id).values(totp=secret))
    action = "second factor on" if secret else "second factor off"
    audit.record(connection, action, f"person:{person_id}", actor=by)


def set_language(connection: Connection, person_id: int, language: str) -> None:
    """Remember the language a person reads the pages in."""
    connection.execute(person.update().where(person.c.id == person_id).values(language=language))


def failed(connection: Connection, person_id: int) -> None:
    """Count one wrong password."""
    values = {"failures": person.c.failures + 1, "failed_at": clock.now()}
    connection.execute(person.update().where(person.c.id == person_id).values(**values))
    audit.record(connection, "sign-in failed", f"person:{person_id}")


# ---- sessions ------------------------------------------------------------------------------------------------


def begin_session(
    connection: Connection, person_id: int, token: str, *, csrf: str, expires: datetime, agent: str
) -> None:
    """Record that a browser is signed in, and forget this person's wrong passwords and every dead session.

    Args:
        connection: a transaction from `Database.write`.
        person_id: whose session it is.
        token: sha256 of the cookie's value, hex.
        csrf: the token every change must bring along.
        expires: when it ends at the latest.
        agent: what the browser calls itself; cut to 200 characters.
    """
    now = clock.now()
    connection.execute(session.delete().where(session.c.expires < now))
    values = {"token": token, "person_id": person_id, "created": now, "seen": now, "csrf": csrf}
    connection.execute(session.insert().values(**values, expires=expires, agent=agent[:200]))
    connection.execute(person.update().where(person.c.id == person_id).values(failures=0, failed_at=None))
    audit.record(connection, "signed in", f"person:{person_id}")


def session_of(connection: Connection, token: str) -> Session | None:
    """The live session with this digest, unless its person's account is closed."""
    query = (
        sa.select(session, person)
        .join(person, person.c.id == session.c.person_id)
        .where(session.c.token == token, session.c.expires > clock.now(), ~person.c.disabled)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    row = connection.execute(query).mappings().first()
    return _session(row) if row else None


def sessions_of(connection: Connection, person_id: int) -> tuple[Session, ...]:
    """A person's live sessions, the latest first."""
    query = (
        sa.select(session, person)
        .join(person, person.c.id == session.c.person_id)
        .where(session.c.person_id == person_id, session.c.expires > clock.now())
        .order_by(session.c.seen.desc())
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    return tuple(_session(row) for row in connection.execute(query).mappings())


def seen(connection: Connection, token: str) -> None:
    """Note that a session is in use."""
    connection.execute(session.update().where(session.c.token == token).values(seen=clock.now()))


def end_session(connection: Connection, token: str) -> None:
    """Sign one browser out."""
    connection.execute(session.delete().where(session.c.token == token))


def end_sessions(connection: Connection, person_id: int, *, keep: str | None = None, by: str) -> int:
    """Sign a person out everywhere, but for the session `keep`; returns how many ended."""
    query = session.delete().where(session.c.person_id == person_id, session.c.token != (keep or ""))
    ended = connection.execute(query).rowcount
    audit.record(connection, "sessions ended", f"person:{person_id}", actor=by, number=ended)
    return ended


# ---- one-time links ------------------------------------------------------------------------------------------


def add_link(connection: Connection, person_id: int, token: str, expires: datetime, by: str = "postroom") -> None:
    """Record a link that signs a person in once; `token` is the sha256 of its secret, hex."""
    connection.execute(sign_in_link.insert().values(token=token, person_id=person_id, expires=expires))
    audit.record(connection, "sign-in link made", f"person:{person_id}", actor=by)


def use_link(connection: Connection, token: str) -> Person | None:
    """The person a link signs in, and the link is spent; None when it is unknown, used, or too old."""
    now = clock.now()
    query = (
        sign_in_link.update()
        .where(sign_in_link.c.token == token, sign_in_link.c.used.is_(None), sign_in_link.c.expires > now)
        .values(used=now)
        .returning(sign_in_link.c.person_id)
    )
    person_id = connection.execute(query).scalar()
    if person_id is None:
        return None
    found = get(connection, person_id)
    return None if found.disabled else found


def _last_administrator(connection: Connection, who: Person) -> bool:
    if who.role is not Role.ADMINISTRATOR or who.disabled:
        return False
    query = (
        sa.select(sa.func.count())
        .select_from(person)
        .where(person.c.role == Role.ADMINISTRATOR.value, ~person.c.disabled, person.c.id != who.id)
    )
    return connection.execute(query).scalar_one() == 0


def _person(row: RowMapping, prefix: str = "") -> Person:
    return Person(
        id=row[prefix + "id"],
        sign_in=row[prefix + "sign_in"],
        name=row[prefix + "name"],
        role=Role(row[prefix + "role"]),
        password=row[prefix + "password"],
        totp=row[prefix + "totp"],
        disabled=row[prefix + "disabled"],
        language=row[prefix + "language"],
        failures=row[prefix + "failures"],
        failed_at=row[prefix + "failed_at"],
    )


def _session(row: RowMapping) -> Session:
    return Session(
        token=row["session_token"],
        person=_person(row, "person_"),
        created=row["session_created"],
        seen=row["session_seen"],
        expires=row["session_expires"],
        csrf=row["session_csrf"],
        agent=row["session_agent"],
    )
