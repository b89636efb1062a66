"""Encoded words (RFC 2047) from a sender: some programs decode them wherever they stand, line breaks included."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.parser import BytesHeaderParser

import pytest

from ingest import errors
from ingest.model import Medium, ReplyKind
from ingest.reply import compose, mime
from ingest.reply.context import Context
from ingest.reply.settings import Settings

INSTANT = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
WORD = "=?utf-8?q?x=0d=0aBcc:_victim=40example.com=0d=0a=0d=0aevil?="
TIGHT = WORD.replace("_", "")


def context(**changes: object) -> Context:
    given: dict[str, object] = {
        "reference": "PR-26-00123-4", "channel": "email", "recipient": "ada@example.com", "language": "en",
        "received": INSTANT, "written": INSTANT, "medium": Medium.EMAIL, "zone": "Europe/London",
    }  # fmt: skip
    return Context(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"in_reply_to": f"<{TIGHT}@example.org>"},
        {"references": (f"<{TIGHT}@example.org>", "<two@example.org>")},
        {"name": WORD},
        {"name": TIGHT},
        {"name": 'x" <ada@example.com> =?utf-8?q?=0d=0aBcc:_victim=40example.com?='},
    ],
)
def test_an_encoded_word_never_becomes_a_header(settings: Settings, changes: dict[str, object]) -> None:
    """A Message-ID or a name that hides a line break adds no recipient and no body to our reply."""
    content = compose.draft(ReplyKind.ACKNOWLEDGEMENT, context(**changes), settings=settings).content
    head = BytesHeaderParser().parsebytes(content)
    assert "bcc" not in head
    assert head["To"].endswith("ada@example.com>") or head["To"] == "ada@example.com"
    assert "victim" not in str(head)
    assert not str(message_from_bytes(content).preamble or "").startswith("evil")


@pytest.mark.parametrize("recipient", [f"{TIGHT}@example.org", f"{TIGHT}ü@example.org", f"a@{TIGHT}.example.org"])
def test_an_encoded_address_is_refused(settings: Settings, recipient: str) -> None:
    """An address that hides a line break is no address."""
    with pytest.raises(errors.Refused):
        compose.draft(ReplyKind.ACKNOWLEDGEMENT, context(recipient=recipient), settings=settings)


def test_an_encoded_word_that_got_through_would_still_be_harmless(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head is written, never decoded: without the first guard the word stays the text it is."""
    monkeypatch.setattr(mime, "ENCODED", "\0")
    content = compose.draft(ReplyKind.ACKNOWLEDGEMENT, context(in_reply_to=f"<{TIGHT}@example.org>"), settings=settings)
    head = BytesHeaderParser().parsebytes(content.content)
    assert "bcc" not in head
    assert head["In-Reply-To"] == f"<{TIGHT}@example.org>"
