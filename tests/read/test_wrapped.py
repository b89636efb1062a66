"""Mail in mail: certified envelopes, Outlook's packing, signatures, archives, invitations, forwards by colleagues."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from ingest import errors
from ingest.model import Medium, SectionKind
from ingest.read import Settings, text_of
from tests.read.made_mail import head_of, mail, read
from tests.read.made_packing import Sealing, around, certified, outlook, signed, tnef

WORDS = "Il tecnico non si è presentato lunedì e nessuno risponde al telefono."


def kinds(reading) -> dict[SectionKind, str]:
    return {part.kind: reading.text[part.start : part.end].strip() for part in reading.sections}


# ---- certified mail


def test_certified_mail_is_read_as_the_mail_inside() -> None:
    """The sender of a certified mail is who wrote it, not the provider; the provider's instant is kept as evidence."""
    inside = mail(WORDS, subject="Reclamo", **{"from": "Mario Rossi <mario@pec.example.it>"})
    reading = read(certified(inside, sealed=Sealing()))
    assert head_of(reading).from_address == "mario@pec.example.it"
    assert head_of(reading).subject == "Reclamo"
    assert head_of(reading).certified == datetime(2026, 3, 3, 9, 2, 33, tzinfo=UTC)
    assert reading.certified_arrival == head_of(reading).certified
    assert head_of(reading).automatic is None
    assert reading.reply_text == WORDS
    assert reading.language == "it"
    assert ("x-trasporto", "posta-certificata") in head_of(reading).headers
    assert {"daticert.xml", "postacert.eml"} <= {part.name for part in reading.attachments}


def test_an_attachment_of_certified_mail_is_read() -> None:
    """What the sender attached is read through the envelope."""
    inside = mail(WORDS, subject="Reclamo")
    inside.add_attachment("Contratto numero 4711.", filename="contratto.txt")
    reading = read(certified(inside))
    assert "Contratto numero 4711." in reading.text
    assert reading.attachments[0].name == "contratto.txt"


@pytest.mark.parametrize(
    ("kind", "subject", "permanent"),
    [
        ("accettazione", "ACCETTAZIONE: La Sua segnalazione", None),
        ("avvenuta-consegna", "CONSEGNA: La Sua segnalazione", None),
        ("errore-consegna", "AVVISO DI MANCATA CONSEGNA: La Sua segnalazione", True),
        ("preavviso-errore-consegna", "AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO: La Sua", False),
        ("non-accettazione", "AVVISO DI NON ACCETTAZIONE: La Sua segnalazione", True),
    ],
)
def test_receipts_of_certified_mail_are_automatic(kind: str, subject: str, permanent: bool | None) -> None:
    """A receipt opens no complaint, and names the mail of ours that it is about."""
    more = "<consegna>Mario@pec.example.it</consegna><errore-esteso>5.1.1 - casella inesistente</errore-esteso>"
    reading = read(certified(None, kind=kind, subject=subject, about="ours.1@example.com", more=more))
    assert head_of(reading).automatic == "certified-receipt"
    assert "<ours.1@example.com>" in head_of(reading).in_reply_to
    bounce = head_of(reading).bounce
    assert (bounce.permanent if bounce else None) is permanent
    if bounce:
        assert bounce.recipient == "mario@pec.example.it"
        assert bounce.message_id == "<ours.1@example.com>"


def test_an_ordinary_mail_in_a_certified_mailbox_is_read() -> None:
    """An "anomalia" envelope brings an ordinary mail: read, and not certified."""
    inside = mail(WORDS, subject="Reclamo")
    reading = read(certified(inside, subject="ANOMALIA MESSAGGIO: Reclamo", head={"X-Trasporto": "errore"}))
    assert reading.reply_text == WORDS
    assert head_of(reading).certified is None


def test_a_hostile_daticert_is_not_obeyed() -> None:
    """Entities in daticert.xml are refused; the mail inside is still read."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><postacert tipo="accettazione">&b;</postacert>'
    reading = read(certified(mail(WORDS, subject="Reclamo"), data=bomb))
    assert reading.reply_text == WORDS
    assert head_of(reading).certified is None


def test_only_trusted_providers_certify() -> None:
    """When the settings name the providers, an envelope built by anybody else is an ordinary mail."""
    content = certified(mail(WORDS, subject="Reclamo"), sealed=Sealing())
    reading = read(content, certified_senders=("pec.example.com",))
    assert head_of(reading).certified is None
    assert head_of(reading).from_address == "posta-certificata@pec.example.it"
    assert head_of(read(content, certified_senders=("example.it",))).certified is not None


# ---- Outlook


def test_winmail_dat_is_opened() -> None:
    """What Outlook hides from other programs is read: text and attachments."""
    packed = tnef("Nobody came on Monday.", {"note.txt": b"The contract number is 4711."})
    reading = read(around(packed, "application/ms-tnef", "winmail.dat"))
    assert reading.reply_text == "Nobody came on Monday."
    assert "4711" in kinds(reading)[SectionKind.ATTACHMENT]
    assert {"winmail.dat", "note.txt"} == {part.name for part in reading.attachments}


def test_winmail_dat_does_not_replace_the_text() -> None:
    """A mail that has its text outside keeps it."""
    message = mail("My words.")
    message.add_attachment(
        tnef("My words again.", {"note.txt": b"4711"}),
        maintype="application",
        subtype="ms-tnef",
        filename="winmail.dat",
    )
    assert read(message).reply_text == "My words."


def test_a_damaged_winmail_dat_is_noted() -> None:
    """What cannot be opened is listed, with a note, and the mail is read."""
    packed = tnef("x" * 900, {"note.txt": b"4711" * 300})[:700]
    reading = read(around(packed, "application/ms-tnef", "winmail.dat"))
    assert reading.attachments[0].name == "winmail.dat"
    assert head_of(reading).subject == "My order"


def test_an_outlook_file_is_a_mail() -> None:
    """A .msg dropped into the folder is read like the mail it is."""
    head = (
        "From: Mary Example <mary@example.org>\r\nTo: complaints@example.com\r\nSubject: My order\r\n"
        "Message-ID: <two@example.org>\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\nContent-Type: text/plain\r\n"
    )
    reading = text_of(
        outlook({0x007D: head, 0x0037: "My order", 0x1000: "Nobody came on Monday."}, {"note.txt": b"Number 4711."}),
        "mail.msg",
        settings=Settings(),
    )
    assert reading.medium is Medium.EMAIL
    assert head_of(reading).from_address == "mary@example.org"
    assert head_of(reading).message_id == "<two@example.org>"
    assert reading.reply_text == "Nobody came on Monday."
    assert "Number 4711." in reading.text
    assert reading.attachments[0].name == "note.txt"


def test_an_outlook_file_without_a_head_has_its_fields() -> None:
    """A .msg that was never sent over the wire has a sender and a subject all the same."""
    fields = {0x0037: "Größe falsch", 0x0C1A: "Jörg Müller", 0x0C1F: "joerg@example.org", 0x1000: "Das Paket fehlt."}
    reading = text_of(outlook(fields), "mail.msg", settings=Settings())
    assert head_of(reading).from_name == "Jörg Müller"
    assert head_of(reading).from_address == "joerg@example.org"
    assert head_of(reading).subject == "Größe falsch"


def test_a_damaged_outlook_file_is_refused() -> None:
    """A broken .msg is quarantined with a reason, not a crash."""
    content = outlook({0x0037: "My order", 0x1000: "Nobody came." * 100})
    with pytest.raises(errors.Unreadable):
        text_of(content[:1200] + b"\xff" * 400, "mail.msg", settings=Settings())


# ---- signed and encrypted


def test_an_opaque_signature_is_opened() -> None:
    """A mail whose text stands inside its signature is read (RFC 8551, 3.5.2)."""
    content = b"Content-Type: text/plain; charset=utf-8\r\n\r\nNobody came on Monday.\r\n"
    reading = read(around(signed(content), "application/pkcs7-mime", "smime.p7m"))
    assert reading.reply_text == "Nobody came on Monday."


def test_a_signed_document_is_opened() -> None:
    """A document signed the Italian way (.pdf.p7m) is read as the document it is."""
    message = mail()
    message.add_attachment(
        signed(b"The contract number is 4711."),
        maintype="application",
        subtype="pkcs7-mime",
        filename="contract.txt.p7m",
    )
    reading = read(message)
    assert "4711" in kinds(reading)[SectionKind.ATTACHMENT]
    assert reading.attachments[0].note is None


def test_an_encrypted_mail_is_marked_for_a_person() -> None:
    """What is encrypted stays shut; a note says so, and nothing is lost."""
    reading = read(around(signed(b"", encrypted=True), "application/pkcs7-mime", "smime.p7m"))
    assert any("encrypted" in note for note in reading.notes)
    assert reading.attachments[0].name == "smime.p7m"


def test_a_clear_signature_changes_nothing() -> None:
    """A detached signature is listed and not missed."""
    message = mail("My words.")
    message.add_attachment(b"\x30\x80", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    reading = read(message)
    assert reading.reply_text == "My words."
    assert reading.notes == ()


# ---- archives and invitations


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def test_documents_in_an_archive_are_read() -> None:
    """A .zip of documents joins the item, each document listed."""
    message = mail()
    packed = zipped(a_dot_txt=b"Number 4711.", b_dot_txt=b"Number 4712.")
    message.add_attachment(packed, maintype="application", subtype="zip", filename="papers.zip")
    reading = read(message)
    assert "Number 4711." in reading.text
    assert "Number 4712." in reading.text
    assert [part.name for part in reading.attachments] == ["papers.zip", "a.txt", "b.txt"]


def test_a_name_in_an_archive_is_never_a_path(tmp_path) -> None:
    """Zip slip: names lead nowhere, they are only shown."""
    packed = zipped(**{"..__..__etc__passwd": b"root"})
    message = mail()
    message.add_attachment(packed, maintype="application", subtype="zip", filename="../../evil.zip")
    reading = text_of(message.as_bytes(), "m.eml", settings=Settings(), images=tmp_path)
    assert [part.name for part in reading.attachments] == ["evil.zip", "passwd"]
    assert not list(tmp_path.rglob("*passwd*"))


def test_an_archive_bomb_is_not_unpacked() -> None:
    """An archive that would fill the memory is noted, and the mail is read."""
    message = mail()
    packed = zipped(zeros=bytes(20_000_000))
    message.add_attachment(packed, maintype="application", subtype="zip", filename="bomb.zip")
    reading = read(message, unpacked_limit=5_000_000)
    assert reading.reply_text == "Nobody came."
    assert "more than is allowed" in (reading.attachments[0].note or "")


def test_archives_in_archives_end() -> None:
    """Archives packed into each other are opened a few times and no further."""
    packed = zipped(deep_dot_txt=b"4711")
    for _ in range(30):
        packed = zipped(**{"x.zip": packed})
    message = mail()
    message.add_attachment(packed, maintype="application", subtype="zip", filename="x.zip")
    reading = read(message)
    assert "4711" not in reading.text
    assert any("too often" in note for note in reading.notes)


def test_an_invitation_is_readable() -> None:
    """A calendar invitation shows what, when and where."""
    invitation = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Visit\\, second try\r\n"
        "DTSTART:20260304T150000Z\r\nLOCATION:12 High\r\n  Street\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = mail()
    message.add_attachment(invitation.encode(), maintype="text", subtype="calendar", filename="invite.ics")
    text = read(message).text
    assert "Summary: Visit, second try" in text
    assert "Start: 2026-03-04 15:00 UTC" in text
    assert "Place: 12 High Street" in text


# ---- forwards by colleagues

OURS = {"own_domains": ("example.com",)}


def forward(body: str, subject: str = "Fwd: My order", **more: str):
    return mail(body, subject=subject, **{"from": "Carl Colleague <carl@example.com>"} | more)


def test_a_colleague_who_forwards_is_not_the_complainant() -> None:
    """The customer in the forwarded header is the complainant, and the customer's words are the new ones."""
    body = (
        "Please handle.\n\nCarl\n\n---------- Forwarded message ---------\nFrom: Mary Example <mary@example.org>\n"
        "Date: Tue, 3 Mar 2026 at 10:00\nSubject: My order\nTo: <carl@example.com>\n\nNobody came on Monday.\n\nMary\n"
    )
    reading = read(forward(body), **OURS)
    assert head_of(reading).from_address == "mary@example.org"
    assert head_of(reading).from_name == "Mary Example"
    assert head_of(reading).forwarded_by == "carl@example.com"
    assert head_of(reading).subject == "My order"
    assert reading.reply_text == "Nobody came on Monday.\n\nMary"
    assert "Please handle." in kinds(reading)[SectionKind.FORWARD]


def test_a_forward_of_a_forward_among_colleagues() -> None:
    """However many colleagues pass it on, the customer at the bottom is the complainant."""
    line = "---------- Forwarded message ---------\n"
    body = (
        f"Please handle.\n\n{line}From: Dora <dora@example.com>\nDate: Wed, 4 Mar 2026\nSubject: Fwd: My order\n"
        f"To: <carl@example.com>\n\nFor you?\n\n{line}From: Mary Example <mary@example.org>\n"
        "Date: Tue, 3 Mar 2026 at 10:00\nSubject: My order\nTo: <dora@example.com>\n\nNobody came on Monday.\n"
    )
    reading = read(forward(body, subject="Fwd: Fwd: My order"), **OURS)
    assert head_of(reading).from_address == "mary@example.org"
    assert head_of(reading).subject == "My order"
    assert reading.reply_text == "Nobody came on Monday."
    assert "For you?" in kinds(reading)[SectionKind.FORWARD]


def test_a_message_encrypted_in_its_text_is_for_a_person() -> None:
    """What only a key opens is said to be so; nobody searches it for facts in vain."""
    reading = read(mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"))
    assert any("encrypted" in note for note in reading.notes)


def test_an_outlook_forward_by_a_colleague() -> None:
    """A header block without an announcement is a forward when subject and domain say so."""
    body = (
        "FYI\n\nDa: Mario Rossi <mario@example.org>\nInviato: martedì 3 marzo 2026 10:00\nA: Carl Colleague\n"
        "Oggetto: Reclamo\n\nIl tecnico non si è presentato.\n"
    )
    reading = read(forward(body, subject="I: Reclamo"), **OURS)
    assert head_of(reading).from_address == "mario@example.org"
    assert reading.reply_text == "Il tecnico non si è presentato."


def test_a_mail_attached_by_a_colleague() -> None:
    """A forward as attachment is the customer's mail, the colleague's note beside it."""
    outer = forward("Please handle.")
    outer.add_attachment(mail("Nobody came on Monday.", subject="My order"))
    reading = read(outer, **OURS)
    assert head_of(reading).from_address == "mary@example.org"
    assert head_of(reading).forwarded_by == "carl@example.com"
    assert reading.reply_text == "Nobody came on Monday."
    assert "Please handle." in kinds(reading)[SectionKind.FORWARD]


def test_a_customer_who_forwards_stays_the_complainant() -> None:
    """Whom a stranger quotes is never taken for the sender."""
    body = (
        "See what he wrote!\n\n-------- Forwarded Message --------\nFrom: Eve <eve@example.net>\nSubject: x\n\nWords.\n"
    )
    reading = read(mail(body, subject="Fwd: x"), **OURS)
    assert head_of(reading).from_address == "mary@example.org"
    assert head_of(reading).forwarded_by is None
    assert reading.reply_text == "See what he wrote!"


def test_a_colleague_who_answers_is_no_forward() -> None:
    """A colleague's own words with a quotation below stay the colleague's."""
    body = "Done.\n\nOn 3 March 2026 at 10:00, Mary Example <mary@example.org> wrote:\n> Nobody came.\n"
    reading = read(forward(body, subject="Re: My order"), **OURS)
    assert head_of(reading).from_address == "carl@example.com"
