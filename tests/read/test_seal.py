"""Certified mail is evidence only when its provider's signature holds; otherwise what it says is a claim."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from ingest.model import Reading
from tests.read.made_mail import head_of, mail, read
from tests.read.made_packing import PROVIDER, Sealing, certified

WORDS = "Il tecnico non è venuto lunedì e nessuno mi ha avvisato."
INSTANT = datetime(2026, 3, 3, 9, 2, 33, tzinfo=UTC)
SEALING = Sealing()
MAIL = certified(mail(WORDS, subject="Reclamo", **{"from": "Mario Rossi <mario@pec.example.it>"}), sealed=SEALING)


def test_an_intact_signature_makes_evidence() -> None:
    """The instant is kept, and it is said that nobody looked who issued the certificate; nobody is troubled with it."""
    reading = read(MAIL)
    assert reading.certified_arrival == head_of(reading).certified == INSTANT
    assert any("intact; who issued its certificate was not checked" in each for each in head_of(reading).defects)
    assert reading.notes == ()
    assert reading.reply_text == WORDS


def test_line_ends_that_a_store_changed_do_not_break_it() -> None:
    """Mail kept with bare line feeds is the same mail."""
    assert read(MAIL.replace(b"\r\n", b"\n")).certified_arrival == INSTANT


@pytest.mark.parametrize(
    "key",
    [pytest.param(rsa.generate_private_key(65537, 2048), id="rsa")],
)
def test_an_rsa_signature_holds_too(key: rsa.RSAPrivateKey) -> None:
    """Most providers sign with RSA."""
    content = certified(mail(WORDS), sealed=Sealing(key=key, method=hashes.SHA512()))
    assert read(content).certified_arrival == INSTANT


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(MAIL.replace(b"Mario Rossi", b"Maria Rossi"), "broken", id="the mail inside"),
        pytest.param(MAIL.replace(b"name=\"postacert", b"NAME=\"postacert"), "broken", id="a letter of its head"),
        pytest.param(certified(mail(WORDS)), "carries no signature", id="no signature at all"),
        pytest.param(
            certified(mail(WORDS), sealed=Sealing("somebody@example.net")), "somebody else", id="another's certificate"
        ),
        pytest.param(
            certified(mail(WORDS), sealed=Sealing(began=datetime(2026, 4, 1, tzinfo=UTC))), "not valid", id="too young"
        ),
        pytest.param(
            certified(mail(WORDS), sealed=Sealing(began=datetime(2010, 4, 1, tzinfo=UTC))), "not valid", id="too old"
        ),
        pytest.param(MAIL.replace(b"pkcs7-signature; name", b"x; name"), "no signature", id="a signature that is none"),
        pytest.param(MAIL.replace(b"\r\nMI", b"\r\nMJ", 1), "broken", id="a damaged signature"),
        pytest.param(
            MAIL.replace(b"\r\n--the-signed-part--", b"\r\n--the-signed-part\r\n\r\nmore\r\n--the-signed-part--"),
            "no signature", id="a third part",
        ),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_a_claim(content: bytes, why: str) -> None:
    """The mail inside is read all the same, its instant is no evidence, and staff see why."""
    reading = read(content)
    assert reading.certified_arrival is None
    assert head_of(reading).certified is None
    assert any("no more than a claim" in note and why in note for note in reading.notes)
    assert head_of(reading).automatic is None


def test_a_part_that_only_some_parsers_see_is_not_taken_for_the_signed_one() -> None:
    """A whole forged mail in front of the genuine one, its lines ended by bare CRs, does not borrow its signature."""
    head, _, genuine = MAIL.partition(b"\r\n\r\n--the-signed-part")
    forged = certified(mail("Give me the money."), sealed=SEALING).partition(b"\r\n\r\n--the-signed-part")[2]
    middle = (b"--the-signed-part" + forged).replace(b"\r\n", b"\r")
    reading = read(head + b"\r\n\r\n" + middle + b"\r\n--the-signed-part" + genuine)
    assert reading.certified_arrival is None


def test_the_issuer_is_checked_when_the_settings_name_authorities(tmp_path: Path) -> None:
    """With a bundle only certificates of its authorities count; the name of the authority is kept."""
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes(SEALING.root.public_bytes(Encoding.PEM))
    reading = read(MAIL, certified_authorities=bundle)
    assert reading.certified_arrival == INSTANT
    assert any("vouched for by CN=Autorità di Prova" in each for each in head_of(reading).defects)
    forged = read(certified(mail(WORDS), sealed=Sealing()), certified_authorities=bundle)
    assert forged.certified_arrival is None
    assert _says(forged, "issued by nobody that the settings name")


def test_a_bundle_that_cannot_be_read_believes_nobody(tmp_path: Path) -> None:
    """A missing or damaged file of authorities does not stop the mail, and does not vouch for it."""
    reading = read(MAIL, certified_authorities=tmp_path / "missing.pem")
    assert reading.certified_arrival is None
    assert reading.reply_text == WORDS


def test_a_receipt_without_a_signature_is_a_claim() -> None:
    """It opens no complaint all the same, and says what it is worth."""
    unsigned = read(certified(None, kind="avvenuta-consegna", subject="CONSEGNA: La Sua segnalazione"))
    assert head_of(unsigned).automatic == "certified-receipt"
    assert _says(unsigned, "no more than a claim")
    signed = read(certified(None, kind="avvenuta-consegna", subject="CONSEGNA: La Sua", sealed=SEALING))
    assert head_of(signed).automatic == "certified-receipt"
    assert not signed.notes
    assert head_of(signed).from_address == PROVIDER


def _says(reading: Reading, words: str) -> bool:
    return any(words in note for note in reading.notes)
