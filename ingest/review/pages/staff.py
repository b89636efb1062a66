"""People: who may sign in and as what, their sessions, and the audit log with its chain."""

from starlette.responses import Response

from ingest import errors
from ingest.review import signin
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import audit, desk_audit, people
from ingest.store.people import Role


def show(visit: Visit) -> Response:
    """Everybody."""
    return _page(visit)


def add(visit: Visit) -> Response:
    """Add somebody; the link that signs them in is shown once."""
    sign_in, name = visit.given("sign_in").strip(), visit.given("name").strip()
    if not sign_in or not name or len(sign_in) > 100 or any(sign.isspace() for sign in sign_in):
        raise errors.Error("A name or a sign-in name is missing.", remedy="Sign-in names have no spaces.")
    settings, database = visit.office.settings, visit.flow.database
    signin.add_person(database, settings, sign_in, name, _role(visit), password=None, by=visit.me)
    link = signin.one_time_link(database, settings, sign_in, by=visit.me)
    return _page(visit, link=link, about=name)


def change(visit: Visit) -> Response:
    """Give somebody another role, or close or open the account."""
    disabled = visit.given("disabled") == "1"
    with visit.flow.database.write() as connection:
        people.change(connection, visit.number("person"), role=_role(visit), disabled=disabled, by=visit.me)
    return visit.go("/people")


def new_link(visit: Visit) -> Response:
    """A new one-time link for somebody, shown once; the second factor is taken off when asked."""
    with visit.flow.database.write() as connection:
        who = people.get(connection, visit.number("person"))
        if visit.given("factor") == "off":
            people.set_totp(connection, who.id, None, visit.me)
    link = signin.one_time_link(visit.flow.database, visit.office.settings, who.sign_in, by=visit.me)
    return _page(visit, link=link, about=who.name)


def end_sessions(visit: Visit) -> Response:
    """Sign somebody out everywhere."""
    with visit.flow.database.write() as connection:
        people.end_sessions(connection, visit.number("person"), by=visit.me)
    return visit.go("/people")


def log(visit: Visit) -> Response:
    """The audit log, the latest first, and whether its chain is whole."""
    before = visit.asked("before")
    with visit.flow.database.read() as connection:
        entries = desk_audit.latest(
            connection, actor=visit.asked("actor") or None, subject=visit.asked("subject") or None,
            before=int(before) if before.isdecimal() and len(before) < 18 else None,
        )  # fmt: skip
        checked = visit.asked("check") == "1"
        broken = audit.broken_at(connection) if checked else None
    return visit.page(
        "audit.html", entries=entries, checked=checked, broken=broken, actor=visit.asked("actor"),
        subject=visit.asked("subject"),
    )  # fmt: skip


def _page(visit: Visit, link: str | None = None, about: str = "") -> Response:
    with visit.flow.database.read() as connection:
        everybody = people.listed(connection)
        sessions = {one.id: people.sessions_of(connection, one.id) for one in everybody}
    return visit.page("people.html", everybody=everybody, sessions=sessions, roles=list(Role), link=link, about=about)


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.given("role"))
    except ValueError:
        raise errors.Error("There is no such role.", remedy="Choose one from the list.") from None


DOORS = (
    Door("GET", "/people", show, Right.PEOPLE),
    Door("POST", "/people", add, Right.PEOPLE),
    Door("POST", "/people/{person:int}", change, Right.PEOPLE),
    Door("POST", "/people/{person:int}/link", new_link, Right.PEOPLE),
    Door("POST", "/people/{person:int}/sessions", end_sessions, Right.PEOPLE),
    Door("GET", "/audit", log, Right.AUDIT),
)
