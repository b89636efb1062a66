"""Signing in by a provider of OpenID Connect: authorization code with PKCE, and an ID token that is checked in full.

It follows OpenID Connect Core 1.0 and RFC 9700, and calls nothing but the provider's own addresses, over TLS. Who is
meant by what a provider says is decided in `oidc_people.py`.
"""

import json
import secrets
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import httpx2
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # ships no types
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]  # ships no types
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # ships no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ingest import clock, errors
from ingest.review.settings import OidcSettings
from ingest.review.signin import Denied

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
FRESH: Final = timedelta(hours=1)  # how long the provider's document and keys are kept
MINUTES: Final = 10  # in which somebody must come back from the provider
MOST_KEPT: Final = 100  # unsaved forms that are kept at a time
LEEWAY: Final = 60  # seconds by which the provider's clock may differ
_ASK: Final = "Try again; if it stays, sign in with your password or ask your administrator."


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that has begun: where to send the browser, and what its cookie must hold meanwhile."""

    address: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A sign-in that succeeded at the provider."""

    claims: Mapping[str, Any]
    next: str  # the page that was asked for
    kept: list[tuple[str, str]]  # what was about to be saved when the session ended


class Provider:
    """The provider of the settings.

    Args:
        settings: which provider, and who we are to it.
        back: our address to which it sends people back.
    """

    def __init__(self, settings: OidcSettings, back: str) -> None:
        self.settings = settings
        self._back = back
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, dict[str, Any]]] = {}  # documents of the provider by their address
        self._kept: dict[str, tuple[datetime, list[tuple[str, str]]]] = {}  # unsaved forms by the state they go with

    def begin(self, next_page: str, kept: list[tuple[str, str]]) -> Begun:
        """Begin to sign somebody in.

        Args:
            next_page: where they wanted to go.
            kept: the fields of a form they were about to save.

        Raises:
            Unavailable: the provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client() as client:
            address, _ = client.create_authorization_url(
                self._found("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier
            )
        if kept:
            self._keep(state, kept)
        told = json.dumps({"state": state, "nonce": nonce, "verifier": verifier, "next": next_page})
        return Begun(str(address), urlsafe_b64encode(told.encode()).decode())

    def finish(self, query: Mapping[str, str], cookie: str) -> Returned:
        """End a sign-in that the provider sent back.

        Args:
            query: of the address it sent the browser to.
            cookie: as `begin` made it.

        Raises:
            Denied: the provider refused, or something does not fit together.
            Unavailable: the provider does not answer.
        """
        begun = _opened(cookie)
        if not secrets.compare_digest(query.get("state", "").encode("utf-8", "replace"), begun["state"].encode()):
            raise Denied("This sign-in was not begun in this browser, or too long ago.", remedy=_ASK)
        if "code" not in query or query.get("iss", self.settings.issuer) != self.settings.issuer:
            raise Denied(f"{self.settings.name} did not sign you in.", remedy=_ASK)
        token = self._exchanged(query["code"], begun["verifier"])
        claims = self._checked(token, begun["nonce"])
        with self._lock:
            _, kept = self._kept.pop(begun["state"], (clock.now(), []))
        return Returned(claims, begun["next"], kept)

    def leave(self, home: str) -> str | None:
        """Where to send somebody who wants to sign out at the provider too; None when it has no such page."""
        address = self._document().get("end_session_endpoint")
        if not address:
            return None
        return f"{address}?{urlencode({'client_id': self.settings.client_id, 'post_logout_redirect_uri': home})}"

    def _exchanged(self, code: str, verifier: str) -> dict[str, Any]:
        try:
            with self._client() as client:
                token = client.fetch_token(self._found("token_endpoint"), code=code, code_verifier=verifier)
        except OAuthError as error:
            raise Denied(f"{self.settings.name} did not accept the sign-in.", remedy=_ASK) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise self._silent() from error
        return dict(token)

    def _checked(self, token: dict[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token, once signature, issuer, audience, age and nonce are right."""
        issuer, client_id = self.settings.issuer, self.settings.client_id
        options: Any = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
        params = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
        try:
            read = self._decoded(str(token.get("id_token", "")))
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError) as error:
            raise Denied(f"What {self.settings.name} says of you cannot be believed.", remedy=_ASK) from error
        return dict(claims)

    def _decoded(self, token: str) -> jwt.Token:
        """A token whose signature is right; unknown keys are asked for once more, because providers change them."""
        address = self._found("jwks_uri")
        try:
            return jwt.decode(token, KeySet.import_key_set(self._get(address)), algorithms=ALGORITHMS)  # type: ignore[arg-type] # a document from outside
        except (JoseError, ValueError):
            with self._lock:
                self._known.pop(address, None)
            return jwt.decode(token, KeySet.import_key_set(self._get(address)), algorithms=ALGORITHMS)  # type: ignore[arg-type] # the same

    def _found(self, name: str) -> str:
        address = str(self._document().get(name, ""))
        if not self.settings.allowed(address):
            raise errors.Unavailable(f"{self.settings.name} names no {name} with https://.", remedy=_ASK)
        return address

    def _document(self) -> dict[str, Any]:
        """What the provider says about itself (OpenID Connect Discovery 1.0)."""
        document = self._get(self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if document.get("issuer") != self.settings.issuer:
            raise errors.Unavailable(f"{self.settings.name} calls itself otherwise than our settings.", remedy=_ASK)
        return document

    def _get(self, address: str) -> dict[str, Any]:
        with self._lock:
            kept = self._known.get(address)
        if kept is not None and clock.now() - kept[0] < FRESH:
            return kept[1]
        try:
            answer = httpx2.get(address, timeout=self.settings.timeout_seconds, trust_env=False).raise_for_status()
            document = dict(answer.json())
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise self._silent() from error
        with self._lock:
            self._known[address] = clock.now(), document
        return document

    def _client(self) -> OAuth2Client:
        settings = self.settings
        return OAuth2Client(
            settings.client_id, settings.client_secret.get_secret_value() or None, scope=" ".join(settings.scopes),
            redirect_uri=self._back, code_challenge_method="S256", timeout=settings.timeout_seconds, trust_env=False,
        )  # fmt: skip

    def _keep(self, state: str, kept: list[tuple[str, str]]) -> None:
        """Keep an unsaved form in this process while its writer is away; the oldest make room."""
        with self._lock:
            since = clock.now() - timedelta(minutes=MINUTES)
            fresh = [(name, one) for name, one in self._kept.items() if one[0] > since][1 - MOST_KEPT :]
            self._kept = {**dict(fresh), state: (clock.now(), kept)}

    def _silent(self) -> errors.Unavailable:
        return errors.Unavailable(f"{self.settings.name} does not answer.", remedy=_ASK)


def _opened(cookie: str) -> dict[str, str]:
    try:
        begun = json.loads(urlsafe_b64decode(cookie.encode("ascii", "replace")))
        return {name: str(begun[name]) for name in ("state", "nonce", "verifier", "next")}
    except (ValueError, TypeError, KeyError):
        raise Denied("This sign-in was not begun in this browser, or too long ago.", remedy=_ASK) from None
