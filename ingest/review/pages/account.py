"""One's own account: password, second factor, language, light or dark, and where one is signed in."""

from starlette.responses import Response

from ingest import errors
from ingest.review import signin
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit, local
from ingest.review.words import LANGUAGES
from ingest.store import people

YEAR = 365 * 24 * 3600  # seconds


def show(visit: Visit) -> Response:
    """The account."""
    return _page(visit)


def change_password(visit: Visit) -> Response:
    """Set a new password; every other browser is signed out."""
    assert visit.session is not None  # noqa: S101 - the door has checked it
    settings, database = visit.office.settings, visit.flow.database
    try:
        if visit.who.password is not None:
            signin.by_password(database, settings, visit.me, visit.given("old"), visit.given("code"))
        if visit.given("new") != visit.given("again"):
            return _page(visit, 422, "The two new passwords differ.")
        kept = signin.hash_of(visit.given("new"), settings, visit.me)
    except errors.Error as error:
        return _page(visit, 422, str(error))
    with database.write() as connection:
        people.set_password(connection, visit.who.id, kept, visit.me)
        people.end_sessions(connection, visit.who.id, keep=visit.session.token, by=visit.me)
    return visit.go("/account?done=password")


def second_factor(visit: Visit) -> Response:
    """Turn the second factor on, once its first code is right, or off."""
    secret = visit.given("secret")
    if secret:
        try:
            right = signin.totp_matches(secret, visit.given("code"))
        except ValueError:
            right = False
        if not right:
            return _page(visit, 422, "The code does not match; look at the app and try the next one.", secret)
    elif visit.who.totp is None or not signin.totp_matches(visit.who.totp, visit.given("code")):
        return _page(visit, 422, "The code does not match; look at the app and try the next one.")
    with visit.flow.database.write() as connection:
        people.set_totp(connection, visit.who.id, secret or None, visit.me)
    return visit.go("/account?done=factor")


def end_others(visit: Visit) -> Response:
    """Sign out everywhere else."""
    assert visit.session is not None  # noqa: S101 - the door has checked it
    with visit.flow.database.write() as connection:
        people.end_sessions(connection, visit.who.id, keep=visit.session.token, by=visit.me)
    return visit.go("/account?done=sessions")


def prefer(visit: Visit) -> Response:
    """Choose language and theme; both are kept in cookies, the language also with the person."""
    response = visit.go(local(visit.given("back", "/")))
    language, theme = visit.given("language"), visit.given("theme")
    if language in LANGUAGES:
        _remember(visit, response, "language", language)
        if visit.session is not None:
            with visit.flow.database.write() as connection:
                people.set_language(connection, visit.who.id, language)
    if theme in {"auto", "light", "dark"}:
        _remember(visit, response, "theme", theme)
    return response


def _remember(visit: Visit, response: Response, name: str, value: str) -> None:
    secure = visit.office.settings.secure
    response.set_cookie(name, value, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=secure)


def _page(visit: Visit, status: int = 200, problem: str | None = None, secret: str | None = None) -> Response:
    with visit.flow.database.read() as connection:
        sessions = people.sessions_of(connection, visit.who.id)
    offered = secret or signin.new_totp_secret()
    name = f"{visit.office.settings.organisation}:{visit.me}"
    return visit.page(
        "account.html", status, sessions=sessions, secret=offered, problem=problem, done=visit.asked("done"),
        address=f"otpauth://totp/{name}?secret={offered}&issuer={visit.office.settings.organisation}",
    )  # fmt: skip


DOORS = (
    Door("GET", "/account", show, Right.SELF),
    Door("POST", "/account/password", change_password, Right.SELF),
    Door("POST", "/account/second-factor", second_factor, Right.SELF),
    Door("POST", "/account/sessions", end_others, Right.SELF),
    Door("POST", "/preferences", prefer, None),
)
