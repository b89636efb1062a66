"""Checks the signature around certified mail: whether it is intact, whose it is, and who vouches for that.

The mail's own bytes are looked at, as they came (RFC 8551, 3.5; RFC 5652, 5.4). A signature says nothing about a mail
that its certificate does not name (RFC 8550, 3), and nothing at all when it was made with a method that can be forged.
Revocation lists are not asked: nothing is fetched here.
"""

import hashlib
import re
from datetime import datetime
from itertools import islice
from pathlib import Path

from asn1crypto import cms  # type: ignore[import-untyped]  # carries no types
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]  # carries no types
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from ingest import errors
from ingest.read.certified import Seal
from ingest.read.guard import guarded
from ingest.read.issuers import vouching
from ingest.read.parts import Parsed
from ingest.read.tree import children

_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_METHODS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}  # SHA-1 and MD5 can be forged
_SLICE = 1_000_000  # bytes
_ADDRESS_IN_SUBJECT = x509.NameOID.EMAIL_ADDRESS


def seal_of(content: bytes, parsed: Parsed, signer: str | None, at: datetime | None, authorities: Path | None) -> Seal:
    """Check the signature of a mail whose outermost part is signed.

    Args:
        content: the mail as it came.
        parsed: the same, taken apart.
        signer: the address that should have signed, lower-case.
        at: when it is said to have been signed; certificates must have been valid then.
        authorities: a PEM file of the issuers to believe; None: who issued the certificate is not checked.
    """
    signature = _signature(parsed)
    signed = _signed_bytes(content, parsed) if signature else None
    if signature is None or signed is None:
        return Seal(False, "it carries no signature of its provider that can be checked")
    try:
        with guarded("the signature"):
            certificates, certificate = _verified(signature, signed)
    except (errors.Error, InvalidSignature, UnsupportedAlgorithm):
        return Seal(False, "the provider's signature is broken: the mail was changed on its way, or is forged")
    if signer is None or signer not in _addresses(certificate):
        return Seal(False, "it was signed by somebody else than the provider it names")
    return _vouched(certificate, certificates, at, authorities)


def _vouched(
    certificate: x509.Certificate, certificates: list[x509.Certificate], at: datetime | None, authorities: Path | None
) -> Seal:
    """The seal of a signature that is intact, by what is known of its certificate."""
    if at and not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return Seal(False, "the provider's certificate was not valid at that time")
    if authorities is None:
        return Seal(True, "the provider's signature is intact; who issued its certificate was not checked")
    authority = vouching(certificate, certificates, at, authorities)
    if authority is None:
        return Seal(False, "the provider's certificate was issued by nobody that the settings name")
    return Seal(True, f"the provider's signature is intact, vouched for by {authority}")


def _signature(parsed: Parsed) -> bytes | None:
    """The signature of a mail that is signed as a whole: exactly two parts, the second of them the signature."""
    message = parsed.message
    parts = children(message)
    if message.get_content_type() != "multipart/signed" or len(parts) != 2:
        return None
    if parts[1].get_content_type() not in _SIGNATURES:
        return None
    return next((part.content for part in reversed(parsed.parts) if part.media_type in _SIGNATURES), None)


def _signed_bytes(content: bytes, parsed: Parsed) -> memoryview | None:
    """The first part as it stands in the mail, its head included; None where parsers could disagree on what it is."""
    if content.count(b"\r") != content.count(b"\r\n"):
        return None  # a lone CR ends a line for some: another part could pass for the signed one
    boundary = (parsed.message.get_boundary() or "").encode("ascii", "surrogateescape")
    if not boundary:
        return None
    edge = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"[ \t]*\r?\n")
    found = list(islice(edge.finditer(content), 2))
    return memoryview(content)[found[0].end() : found[1].start()] if len(found) == 2 else None


def _verified(signature: bytes, signed: memoryview) -> tuple[list[x509.Certificate], x509.Certificate]:
    """The certificates that came with a signature, and the one it was made with.

    Raises:
        InvalidSignature: the signature is not over these bytes, or not by this certificate's key.
        UnsupportedAlgorithm: it was made with a method that is not believed.
    """
    data = cms.ContentInfo.load(signature)["content"]
    came = [each.chosen for each in data["certificates"] if each.name == "certificate"]
    signer = data["signer_infos"][0]
    own = next(each for each in came if _is_of(signer["sid"], each))
    certificate = x509.load_der_x509_certificate(own.dump())
    certificates = [x509.load_der_x509_certificate(each.dump()) for each in came]
    method = _METHODS.get(signer["digest_algorithm"]["algorithm"].native)
    if method is None:
        raise UnsupportedAlgorithm(signer["digest_algorithm"]["algorithm"].native)
    digest = _digest(signed, method.name)
    attributes = signer["signed_attrs"]
    if not len(attributes):
        _check(certificate, signer, digest, Prehashed(method))
        return certificates, certificate
    stated = {each["type"].native: each["values"][0].native for each in attributes}
    if stated.get("message_digest") != digest:
        raise InvalidSignature
    raw = hashlib.new(method.name, b"\x31" + attributes.dump()[1:]).digest()  # as a SET, RFC 5652, 5.4
    _check(certificate, signer, raw, Prehashed(method))
    return certificates, certificate


def _is_of(identifier: cms.SignerIdentifier, certificate: Certificate) -> bool:
    """Whether a signature names this certificate as the one it was made with."""
    if identifier.name == "issuer_and_serial_number":
        named = identifier.chosen
        return bool(
            named["issuer"] == certificate.issuer and named["serial_number"].native == certificate.serial_number
        )
    return bool(identifier.chosen.native == certificate.key_identifier)


def _digest(signed: memoryview, name: str) -> bytes:
    """The digest of a part with the line ends that mail has on the wire, whatever it was stored with."""
    digest = hashlib.new(name)
    start = 0
    while start < len(signed):
        end = min(start + _SLICE, len(signed))
        while end < len(signed) and signed[end - 1] == 13:  # no slice ends between CR and LF
            end += 1
        digest.update(bytes(signed[start:end]).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        start = end
    return digest.digest()


def _check(certificate: x509.Certificate, signer: cms.SignerInfo, digest: bytes, method: Prehashed) -> None:
    """Raise InvalidSignature unless the certificate's key signed this digest."""
    key, made = certificate.public_key(), signer["signature"].native
    if isinstance(key, rsa.RSAPublicKey):
        if signer["signature_algorithm"].signature_algo == "rsassa_pss":
            plain = _METHODS[signer["digest_algorithm"]["algorithm"].native]
            key.verify(made, digest, padding.PSS(padding.MGF1(plain), padding.PSS.AUTO), method)
        else:
            key.verify(made, digest, padding.PKCS1v15(), method)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(made, digest, ec.ECDSA(method))
    else:
        raise UnsupportedAlgorithm("a kind of key that mail is not signed with")


def _addresses(certificate: x509.Certificate) -> set[str]:
    """The e-mail addresses a certificate is for, lower-case."""
    found = {str(each.value) for each in certificate.subject.get_attributes_for_oid(_ADDRESS_IN_SUBJECT)}
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found.update(names.get_values_for_type(x509.RFC822Name))
    except (x509.ExtensionNotFound, ValueError):
        pass
    return {address.lower() for address in found}
