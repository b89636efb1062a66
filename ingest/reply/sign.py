"""Signs a mail with DKIM (RFC 6376), for relays that do not: the signature becomes part of the frozen bytes.

Signs what we write and nothing else; it looks up no DNS and keeps no key.
"""

from ingest import errors
from ingest.reply.settings import Signing

# What a forger would change; each is named once more than it occurs, so that no second one can be added.
_HEADERS = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "content-type",
    "auto-submitted",
)


def signed(content: bytes, settings: Signing) -> bytes:
    """The same mail with a DKIM-Signature in front.

    Args:
        content: a whole RFC 5322 message with CRLF line ends.
        settings: domain, selector and key.

    Raises:
        errors.SettingsError: the key is no RSA private key in PEM.
    """
    import dkim  # type: ignore[import-untyped] # it ships no type information; here because few sign themselves

    head = content.split(b"\r\n\r\n", 1)[0].lower()
    present = [name.encode() for name in _HEADERS if b"\r\n" + name.encode() + b":" in b"\r\n" + head]
    try:
        signature = dkim.sign(
            content,
            settings.selector.encode(),
            settings.domain.encode("idna"),
            settings.key.get_secret_value().encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*present, b"from", b"to", b"subject"],
        )
    except (dkim.DKIMException, ValueError) as error:
        remedy = "Correct reply.signing.key: a private RSA key in PEM."
        raise errors.SettingsError("the DKIM key cannot be used", remedy=remedy) from error
    return bytes(signature) + content
