"""Finds who vouches for a certificate, among the authorities that the settings name.

The chain is short and simple, as those of mail providers are: each certificate issued by the next, each valid at the
time, an authority of the settings at the end (RFC 5280, 6, without policies and without lists of revocation, for which
something would have to be fetched).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from ingest.read.characters import line

_LONGEST = 5  # certificates in a chain


def vouching(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], at: datetime | None, authorities: Path
) -> str | None:
    """The name of the authority that vouches for a certificate; None when there is none.

    Args:
        certificate: whose issuer is asked for.
        others: certificates that came with it, which may stand between.
        at: when all of them must have been valid; None: now.
        authorities: a PEM file.
    """
    moment = at or datetime.now(UTC)
    current = certificate
    for _ in range(_LONGEST):
        for authority in loaded(authorities):
            if authority == current or _issued(authority, current, moment):
                return line(authority.subject.rfc4514_string(), 120)
        above = next((each for each in others if each != current and _issued(each, current, moment)), None)
        if above is None:
            return None
        current = above
    return None


def _issued(issuer: x509.Certificate, certificate: x509.Certificate, at: datetime) -> bool:
    """Whether one certificate, itself an authority's and valid at the time, issued another."""
    try:
        if not issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc


@cache
def loaded(path: Path) -> list[x509.Certificate]:
    """The authorities of the settings, loaded once in a process; none when the file cannot be read.

    Certified mail is a claim then, and staff see that its issuer is not known; the mail itself is read all the same.
    """
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        return []
