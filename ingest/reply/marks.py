"""The signs by which we know our own mail again: Message-ID, the mark header, the bounce tag, the survey link.

All are HMAC-SHA256 of what they name under the secret of the settings, so that the same reply always has the same
sign and nobody else can make one. Nothing here holds state or reads a clock.
"""

import hashlib
import hmac
import re

from ingest.model import ReplyKind
from ingest.reply.settings import Settings

HEADER = "X-Postroom-Mark"


def message_id(reference: str, kind: ReplyKind, settings: Settings) -> str:
    """The Message-ID, with its brackets, of this kind of reply to this complaint: always the same one."""
    domain = settings.from_address.rpartition("@")[2]
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    return f"<postroom.{_sign(settings, 'message-id', reference, kind)[:40]}@{domain}>"


def mark(message: str, settings: Settings) -> str:
    """The value of our mark header for the mail with this Message-ID."""
    token = message.strip("<>").partition("@")[0]
    return f"v1 {token} {_sign(settings, 'mark', token)[:32]}"


def is_ours(value: str, settings: Settings) -> bool:
    """Whether a mark header was written by this installation."""
    parts = value.split()
    if len(parts) != 3 or parts[0] != "v1":
        return False
    return hmac.compare_digest(parts[2].encode(), _sign(settings, "mark", parts[1])[:32].encode())


def bounce_address(reference: str, kind: ReplyKind, settings: Settings) -> str:
    """The envelope sender; with bounce tags switched on it names the reply, so that a bounce files itself."""
    if not settings.bounce_tags:
        return settings.bounces
    local, _, domain = settings.bounces.rpartition("@")
    return f"{local}+{reference.lower()}.{kind}.{_sign(settings, 'bounce', reference, kind)[:12]}@{domain}"


def bounced(address: str, settings: Settings) -> tuple[str, ReplyKind] | None:
    """The complaint reference and kind of reply that a tagged bounce address names; None when it is not a true one."""
    match = re.fullmatch(r"[^+@]+\+([^@.]{1,40})\.([a-z_]{1,40})\.([0-9a-f]{12})@[^@]+", address.strip("<>").lower())
    if match is None or match[2] not in list(ReplyKind):
        return None
    reference, kind = match[1].upper(), ReplyKind(match[2])
    true = _sign(settings, "bounce", reference, kind)[:12]
    return (reference, kind) if hmac.compare_digest(true, match[3]) else None


def survey_link(reference: str, settings: Settings) -> str:
    """The one-click link to the survey about this complaint; empty when no survey page is set."""
    if not settings.survey_link:
        return ""
    return f"{settings.survey_link.rstrip('/')}/{reference}/{_sign(settings, 'survey', reference)[:24]}"


def is_survey_token(reference: str, token: str, settings: Settings) -> bool:
    """Whether a survey link was signed by us for this complaint."""
    return hmac.compare_digest(token.encode(), _sign(settings, "survey", reference)[:24].encode())


def is_asked(reference: str, settings: Settings) -> bool:
    """Whether this complaint is among those whose customers are asked how it went: always the same ones."""
    drawn = int(_sign(settings, "sample", reference)[:8], 16) / 2**32
    return bool(settings.survey_link) and drawn < settings.survey_share


def boundary(message: str, settings: Settings) -> str:
    """The MIME boundary of a mail: fixed, so that composing twice gives the same bytes."""
    return f"=_postroom_{_sign(settings, 'boundary', message)[:24]}"


def _sign(settings: Settings, purpose: str, *parts: str) -> str:
    """HMAC-SHA256, lower-case hex, of the parts; the purpose keeps one kind of sign from serving as another."""
    message = "\x1f".join((purpose, *parts)).encode()
    return hmac.new(settings.secret.get_secret_value().encode(), message, hashlib.sha256).hexdigest()
