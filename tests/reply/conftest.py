"""Made-up mails and settings for the reply stage."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ingest.model import Item, Mail, Medium, Reading, Source, SourceKind, State
from ingest.reply.settings import Ombudsman, Regulator, Settings

RECEIVED = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)


@pytest.fixture
def settings() -> Settings:
    return Settings(
        company="Northwind Telecom",
        company_address=("12 Exchange Street", "Leeds", "LS1 1AA"),
        from_name="Northwind complaints",
        from_address="complaints@northwind.example.org",
        aliases=("reclami@northwind.example.org",),
        auth_servers=("mx.northwind.example.org",),
        secret="a secret only for tests",
        ombudsman={
            "GB": Ombudsman(
                name="Example Ombudsman", address=("PO Box 1", "York"), link="https://ombudsman.example.org"
            ),
            "IT": Ombudsman(name="Conciliatore Esempio", link="https://conciliatore.example.it"),
        },
        regulator={"GB": Regulator(name="Example Data Office", link="https://data.example.org")},
    )


@pytest.fixture
def item() -> Item:
    source = Source(SourceKind.MAILBOX, "complaints", "1/1")
    return Item(1, source, "a mail", RECEIVED, "0" * 64, 1000, State.EXTRACTED, 1, Medium.EMAIL)


@pytest.fixture
def mail() -> Callable[..., Mail]:
    return _mail


@pytest.fixture
def reading() -> Callable[..., Reading]:
    return _reading


def _mail(*headers: tuple[str, str], **changes: object) -> Mail:
    """A mail of a person, with extra headers and other changes."""
    values: dict[str, object] = {
        "from_name": "Ada Marsh",
        "from_address": "ada.marsh@example.com",
        "envelope_sender": "ada.marsh@example.com",
        "reply_to": (),
        "to": ("complaints@northwind.example.org",),
        "cc": (),
        "subject": "My broadband has been down for a week",
        "claimed_date": None,
        "message_id": "<one@example.com>",
        "in_reply_to": (),
        "references": (),
        "headers": (("subject", "My broadband has been down for a week"), *headers),
    }
    return Mail(**{**values, **changes})  # type: ignore[arg-type] # the table above gives each field its type


def _reading(*headers: tuple[str, str], **changes: object) -> Reading:
    """The reading of such a mail."""
    return Reading(Medium.EMAIL, "Hello", "en", 0.9, "Hello", mail=_mail(*headers, **changes))
