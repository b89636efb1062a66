"""Gets bearer tokens for mailboxes that want them, and keeps each until shortly before it ends.

Tokens and secrets are never logged, nor put into an error's words.
"""

import time

from ingest import errors
from ingest.arrive.settings import OAuth

_SPARE = 60.0  # seconds before its end at which a token is renewed


class Tokens:
    """The tokens of one mailbox (RFC 6749 sections 4.4 and 6)."""

    def __init__(self, settings: OAuth) -> None:
        self._settings = settings
        self._token = ""
        self._ends = 0.0  # on the monotonic clock
        self._refresh = settings.refresh_token.get_secret_value() if settings.refresh_token else None

    def token(self) -> str:
        """A token that is valid now.

        Raises:
            Unavailable: the endpoint does not answer.
            Refused: it does, and gives no token.
        """
        if not self._token or time.monotonic() >= self._ends:
            self._renew()
        return self._token

    def forget(self) -> None:
        """The mail server did not take the token: the next one is a new one."""
        self._token = ""

    def _renew(self) -> None:
        import httpx  # only mailboxes with OAuth need it

        try:
            answer = httpx.post(self._settings.token_url, data=self._form(), timeout=self._settings.timeout_seconds)
            said = answer.json() if answer.content else {}
        except (httpx.HTTPError, ValueError) as error:
            raise errors.Unavailable(f"the token endpoint does not answer properly ({type(error).__name__})") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise errors.Unavailable(f"the token endpoint answered {answer.status_code}")
        token = said.get("access_token") if isinstance(said, dict) else None
        if answer.status_code != 200 or not isinstance(token, str):
            raise errors.Refused(f"the token endpoint refused: {answer.status_code} {_reason(said)}".strip())
        self._token = token
        self._ends = time.monotonic() + max(float(said.get("expires_in", 300)) - _SPARE, 1.0)
        self._refresh = said.get("refresh_token", self._refresh)  # some providers hand out a new one each time

    def _form(self) -> dict[str, str]:
        form = {"client_id": self._settings.client_id, "grant_type": "client_credentials"}
        if self._refresh:
            form |= {"grant_type": "refresh_token", "refresh_token": self._refresh}
        if self._settings.client_secret.get_secret_value():
            form["client_secret"] = self._settings.client_secret.get_secret_value()
        if self._settings.scope:
            form["scope"] = self._settings.scope
        return form


def _reason(said: object) -> str:
    """The error code of RFC 6749 section 5.2; never the description, which may repeat what was sent."""
    return str(said.get("error", ""))[:60] if isinstance(said, dict) else ""
