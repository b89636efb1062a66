"""Signing in: passwords by argon2id, one-time links, a second factor, and sessions that end.

It follows OWASP ASVS 5 (level 2): no default password, the same answer and time for unknown names, waiting after
wrong passwords instead of locking people out for good. Secrets are stored only as digests.
"""

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from ingest import clock, errors
from ingest.review.settings import Settings
from ingest.store import people
from ingest.store.database import Database
from ingest.store.people import Person, Role, Session

WAIT_AT_MOST: Final = timedelta(minutes=15)
COMMON: Final = ("password", "passwort", "qwerty", "letmein", "complaints", "postroom", "administrator", "12345678")


class Denied(errors.Error):
    """The sign-in name, the password or the code is not right."""

    remedy = "Try again, or ask your administrator for a sign-in link."


class Weak(errors.Error):
    """The password is too easy to guess."""

    remedy = "Take three or four words that do not belong together."


class Limiter:
    """Counts failures by where they come from, in this process: a guesser with many names is slowed as well."""

    def __init__(self, most: int = 30, within: timedelta = timedelta(minutes=15)) -> None:
        self._most = most
        self._within = within
        self._seen: dict[str, list[datetime]] = {}
        self._lock = threading.Lock()

    def full(self, key: str) -> bool:
        """Whether this caller must wait."""
        since = clock.now() - self._within
        with self._lock:
            recent = [at for at in self._seen.get(key, ()) if at > since]
            if recent:
                self._seen[key] = recent
            else:
                self._seen.pop(key, None)
            return len(recent) >= self._most

    def count(self, key: str) -> None:
        """Count one more."""
        with self._lock:
            self._seen.setdefault(key, []).append(clock.now())


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # RFC 9106, the second recommended option


@cache
def _stand_in() -> str:
    """A hash to check against when the name is unknown, so that the answer takes the same time."""
    return _hasher().hash(secrets.token_urlsafe(16))


def hash_of(password: str, settings: Settings, sign_in: str = "") -> str:
    """The argon2id hash to keep for a password.

    Raises:
        Weak: it is too short, or easy to guess.
    """
    if len(password) < settings.shortest_password:
        raise Weak(f"The password must have at least {settings.shortest_password} characters.")
    plain = password.lower()
    guessable = [*COMMON, sign_in.lower()] if sign_in else COMMON
    if len(set(plain)) < 5 or any(word and plain.strip("0123456789!?.-_ ") == word for word in guessable):
        raise Weak
    return _hasher().hash(password)


def add_person(
    database: Database, settings: Settings, sign_in: str, name: str, role: Role, *, password: str | None, by: str
) -> int:
    """Record somebody who may sign in, and return the id.

    Args:
        database: the ledger.
        settings: of the pages.
        sign_in: the name to sign in with.
        name: what colleagues call them.
        role: what they may do.
        password: None when they come by a one-time link first.
        by: who adds them: a sign-in name, or "postroom" for the command line.

    Raises:
        Weak: the password is easy to guess.
        Conflict: the sign-in name is taken.
    """
    kept = hash_of(password, settings, sign_in) if password is not None else None
    with database.write() as connection:
        return people.add(connection, sign_in, name, role, password=kept, by=by)


def one_time_link(database: Database, settings: Settings, sign_in: str, *, by: str = "postroom") -> str:
    """A link that signs this person in once, within `link_minutes`.

    Raises:
        errors.Error: nobody has this sign-in name.
    """
    secret = secrets.token_urlsafe(32)
    expires = clock.now() + timedelta(minutes=settings.link_minutes)
    with database.write() as connection:
        who = people.by_sign_in(connection, sign_in)
        if who is None:
            raise errors.Error(f"nobody signs in as '{sign_in}'", remedy="Add the person with `postroom user add`.")
        people.add_link(connection, who.id, digest(secret), expires, by)
    return f"{settings.base_url.rstrip('/')}/sign-in/link/{secret}"


def by_password(database: Database, settings: Settings, sign_in: str, password: str, code: str) -> Person:
    """The person these words belong to.

    Args:
        database: the ledger.
        settings: of the pages.
        sign_in: the name, in any case.
        password: as typed.
        code: six digits of the second factor; ignored when the person has none.

    Raises:
        Denied: something is not right, or the person must wait.
    """
    with database.read() as connection:
        who = people.by_sign_in(connection, sign_in)
    if who is not None and (left := waiting(who, settings)) > timedelta():
        raise Denied(f"Too many wrong passwords: wait {int(left.total_seconds() // 60) + 1} minutes.")
    kept = who.password if who is not None and who.password else _stand_in()
    if not _matches(kept, password) or who is None or who.disabled or not _second_factor(who, code):
        if who is not None:
            with database.write() as connection:
                people.failed(connection, who.id)
        raise Denied
    return who


def waiting(who: Person, settings: Settings) -> timedelta:
    """How long a person must wait before the next try: it doubles with each wrong password past the limit."""
    over = who.failures - settings.attempts
    if over < 0 or who.failed_at is None:
        return timedelta()
    wait = min(timedelta(minutes=2 ** min(over, 10)), WAIT_AT_MOST)
    return max(timedelta(), who.failed_at + wait - clock.now())


def by_link(database: Database, secret: str) -> Person:
    """The person a one-time link belongs to; the link is spent.

    Raises:
        Denied: it is unknown, used, or too old.
    """
    with database.write() as connection:
        who = people.use_link(connection, digest(secret))
    if who is None:
        raise Denied("This sign-in link was used already, or is too old.", remedy="Ask for a new link.")
    return who


def begin(database: Database, settings: Settings, who: Person, agent: str) -> str:
    """Start a session, and return the cookie's value."""
    secret = secrets.token_urlsafe(32)
    expires = clock.now() + timedelta(hours=settings.session_hours)
    with database.write() as connection:
        csrf = secrets.token_urlsafe(32)
        people.begin_session(connection, who.id, digest(secret), csrf=csrf, expires=expires, agent=agent)
    return secret


def session(database: Database, settings: Settings, cookie: str) -> Session | None:
    """The live session of a cookie, or None when it has ended."""
    token = digest(cookie)
    now = clock.now()
    with database.read() as connection:
        found = people.session_of(connection, token)
    if found is None or found.seen + timedelta(minutes=settings.idle_minutes) < now:
        return None
    if found.seen + timedelta(minutes=1) < now:
        with database.write() as connection:
            people.seen(connection, token)
    return found


def digest(secret: str) -> str:
    """What the ledger keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_totp_secret() -> str:
    """A base32 secret for an authenticator app (RFC 6238: 160 bits)."""
    import base64

    return base64.b32encode(secrets.token_bytes(20)).decode()


def totp_matches(secret: str, code: str) -> bool:
    """Whether six digits are the code of now, or of 30 seconds before or after (RFC 6238, section 5.2)."""
    import base64

    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    app = TOTP(base64.b32decode(secret), 6, SHA1(), 30)  # noqa: S303 - what authenticator apps compute
    now = int(clock.now().timestamp())
    given = code.replace(" ", "").encode("ascii", "replace")
    return any(secrets.compare_digest(app.generate(now + drift), given) for drift in (-30, 0, 30))


def _second_factor(who: Person, code: str) -> bool:
    return who.totp is None or totp_matches(who.totp, code)


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
