"""Opens what is signed: S/MIME mails and documents in the CMS envelope (.p7m), whose content stands inside in clear.

The signature is not checked here: it says who signed, and nothing is believed on its account. What is encrypted is
refused, because only a person with the key can read it. Source: RFC 5652, RFC 8551.
"""

import re

from ingest import errors
from ingest.read.guard import guarded
from ingest.read.heavy import decode_base64

_ARMOUR = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.*?)-----END", re.DOTALL)


def content_of(envelope: bytes) -> bytes:
    """What was signed.

    Args:
        envelope: DER, BER or PEM of a CMS ContentInfo.

    Raises:
        errors.Locked: it is encrypted.
        errors.Unreadable: it is damaged, or holds a signature without its content.
    """
    from asn1crypto import cms  # type: ignore[import-untyped]  # carries no types; only signed mail needs it

    armour = _ARMOUR.search(envelope[:10_000_000])
    with guarded("the signed envelope"):
        info = cms.ContentInfo.load(decode_base64(armour[1]) if armour else envelope)
        kind = info["content_type"].native
        if kind == "signed_data":
            content = info["content"]["encap_content_info"]["content"].native
            if not content:
                raise errors.Unreadable("it holds a signature without what was signed")
            return bytes(content)
    if kind in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data", "signed_and_enveloped_data"):
        raise errors.Locked(
            "it is encrypted",
            remedy="Open it in a mail program that has the key, and add what it says to the complaint by hand.",
        )
    raise errors.UnknownFormat("it is an envelope of a kind that is not read")
