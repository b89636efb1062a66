"""DKIM by ourselves: a verifier believes the mail as it is, and nothing else."""

from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ingest import errors
from ingest.model import ReplyKind
from ingest.reply import compose
from ingest.reply.context import Context
from ingest.reply.settings import Signing

NOW = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def composed(settings, private: str) -> bytes:
    signing = Signing(domain="northwind.example.org", selector="post", key=private)
    context = Context("PR-26-00123-4", "email", "ada@example.com", "it", NOW, NOW, name="Nicol\u00f2")
    own = settings.model_copy(update={"signing": signing})
    return compose.draft(ReplyKind.ACKNOWLEDGEMENT, context, settings=own).content


def test_a_signed_mail_verifies_and_an_altered_one_does_not(key, settings):
    """DKIM left to the relay, but an option to sign; the frozen bytes carry the signature."""
    none = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, none).decode()
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])

    def published(name: bytes, timeout: float = 5) -> bytes | None:
        return record if name == b"post._domainkey.northwind.example.org." else None

    content = composed(settings, pem)
    assert content.startswith(b"DKIM-Signature:")
    assert dkim.verify(content, dnsfunc=published)
    assert not dkim.verify(content.replace(b"PR-26-00123-4", b"PR-26-00124-2"), dnsfunc=published)
    assert not dkim.verify(b"Subject: another\r\n" + content, dnsfunc=published)


def test_a_wrong_key_is_a_setting_to_correct(settings):
    """A wrong setting is one clear line that names the key and the remedy."""
    with pytest.raises(errors.SettingsError) as raised:
        composed(settings, "no key")
    assert "reply.signing.key" in raised.value.remedy
