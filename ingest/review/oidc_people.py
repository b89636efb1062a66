"""Who a provider of OpenID Connect means: somebody known, or a stranger who is let in if the settings say so.

It believes a provider about who somebody is, never about an address that the provider has not verified.
"""

from collections.abc import Mapping
from typing import Any, Final

from ingest.review.settings import OidcSettings
from ingest.review.signin import Denied, digest
from ingest.store import people
from ingest.store.database import Connection, Database
from ingest.store.people import Person, Role

_ASK: Final = "Try again; if it stays, sign in with your password or ask your administrator."


def person_for(database: Database, settings: OidcSettings, claims: Mapping[str, Any]) -> Person:
    """The person a provider's claims belong to: known by its subject, else by the sign-in name, else made anew.

    Args:
        database: the ledger.
        settings: which claims say what, and whether strangers are let in.
        claims: of an ID token that was checked.

    Raises:
        Denied: nobody here is meant, or the account is closed, or no role goes with the groups.
    """
    subject = digest(f"{claims['iss']} {claims['sub']}")
    role = _role(settings, claims)
    with database.write() as connection:
        who = people.by_subject(connection, subject)
        if who is None:
            sign_in = _sign_in(settings, claims)
            who = people.by_sign_in(connection, sign_in)
            if who is None:
                who = people.get(connection, _made(settings, claims, connection, sign_in, role))
            if not people.bind(connection, who.id, subject):
                raise Denied("Your sign-in name belongs to another account of the provider.", remedy=_ASK)
        if who.disabled:
            raise Denied("Your account here is closed.", remedy="Ask your administrator to open it.")
        if role is not None and role is not who.role:
            people.change(connection, who.id, role=role, by=settings.name)
        return people.get(connection, who.id)


def _made(
    settings: OidcSettings, claims: Mapping[str, Any], connection: Connection, sign_in: str, role: Role | None
) -> int:
    if not settings.provision or role is None:
        raise Denied(f"Nobody here signs in as {sign_in}.", remedy="Ask your administrator to add you.")
    return people.add(connection, sign_in, str(claims.get("name") or sign_in)[:200], role, by=settings.name)


def _sign_in(settings: OidcSettings, claims: Mapping[str, Any]) -> str:
    name = claims.get(settings.sign_in_claim)
    if not isinstance(name, str) or not 1 <= len(name) <= 100 or any(sign.isspace() for sign in name):
        raise Denied(f"The provider gives no '{settings.sign_in_claim}' for you.", remedy=_ASK)
    if settings.sign_in_claim == "email" and claims.get("email_verified") is not True:
        raise Denied("The provider has not verified your e-mail address.", remedy=_ASK)
    return name.lower()


def _role(settings: OidcSettings, claims: Mapping[str, Any]) -> Role | None:
    """The role that goes with somebody's groups, the first that fits; None when roles are given here."""
    if not settings.roles:
        return None
    groups = claims.get(settings.role_claim) or []
    there = {groups} if isinstance(groups, str) else {str(group) for group in groups}
    for group, role in settings.roles.items():
        if group in there:
            return role
    raise Denied("No role here goes with your groups.", remedy="Ask your administrator for the right group.")
