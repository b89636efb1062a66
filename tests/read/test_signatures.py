"""What programs write under a mail is no word of its sender, and what a sender writes is no program's line."""

import pytest

from tests.read.made_mail import read

WORDS = "Nobody came on Monday and nobody rang me back.\n\nMary"


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from my phone, please excuse typos", "Sent from my Nothing Phone (2)",
        "Sent from Spike",
        "Sent from myMail for iOS", "Sent using Hushmail", "Ottieni BlueMail per Android", "Inviato dal mio cellulare",
        "Messaggio inviato da Libero Mail", "Von Samsung-Mobilgerät gesendet", "Von Yahoo Mail auf Android gesendet",
        "Gesendet aus der Web.de Mail App", "Provenance : Courrier pour Windows 10", "Obtenir Outlook pour Android",
        "Descargar Outlook para iOS", "Enviado desde mi móvil", "Verstuurd via mobiel", "Wysłane z iPhone'a",
        "Skickades från E-post för Windows", "Få Outlook for iOS", "Hanki Outlook for Android",
    ],
)  # fmt: skip
def test_a_programs_line_is_cut(line: str) -> None:
    """Phones and programs advertise themselves in every language."""
    reading = read(f"From: mary@example.org\nSubject: x\n\n{WORDS}\n\n{line}\n".encode())
    assert reading.reply_text == WORDS
    assert reading.signature == line


@pytest.mark.parametrize(
    "words",
    [
        "Sent from my heart, this is a complaint about Mr Bell.",
        "Sent from your office on Monday was a bill of 90 pounds.",
        "Get the engineer to call me before Friday.",
        "Inviato da voi lunedì un tecnico che non si è presentato.",
        "This email is to complain about your engineer. Confidential information of mine was given to my neighbour by "
        "mistake, and I want it deleted.",
        "The information on your website is wrong. The recipient of the parcel was unauthorised.",
        "Le 3 mars 2026 à 10:15, votre technicien m'a écrit :\nje ne viendrai pas.",
        "On 3 March 2026 at 10:15 your engineer wrote:\nI will not come.",
        "From: London\nTo: Paris\nDate: 3 March\nThe parcel never came.",
    ],
)
def test_a_persons_words_stay(words: str) -> None:
    """A complaint that talks like a disclaimer, a phone or a quotation is a complaint."""
    mail = f"From: mary@example.org\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\nHello,\n\n{words}\n\nMary\n"
    assert read(mail.encode()).reply_text == f"Hello,\n\n{words}\n\nMary"


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This email and any attachments are confidential and intended solely for the addressee.",
        "If you are not the intended recipient of this message, please delete it and notify me.",
        "Le informazioni contenute in questo messaggio sono riservate e destinate al solo destinatario.",
        "Diese E-Mail enthält vertrauliche Informationen. Sind Sie nicht der Adressat, vernichten Sie sie.",
        "Ce message est confidentiel et réservé à son destinataire.",
    ],
)
def test_a_disclaimer_is_cut(disclaimer: str) -> None:
    """What lawyers add to every mail is not what its sender wrote."""
    mail = f"From: mary@example.org\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n{WORDS}\n\n{disclaimer}\n"
    assert read(mail.encode()).reply_text == WORDS


def test_a_clear_signed_text_is_read_without_its_armour() -> None:
    """What PGP puts around a text is a signature, and not the person's words."""
    armour = "-----BEGIN PGP SIGNATURE-----\nVersion: x\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{WORDS}\n\nYours\n{armour}\n"
    reading = read(f"From: mary@example.org\nSubject: x\n\n{text}".encode())
    assert reading.reply_text == f"{WORDS}\n\nYours"
    assert "iQEzBAEBCAAdFiEE" in reading.signature
    assert "Hash: SHA256" in reading.signature


def test_words_below_a_pgp_signature_stay() -> None:
    """Nothing but the armour is cut: what follows it was written by somebody."""
    armour = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----"
    reading = read(f"From: mary@example.org\nSubject: x\n\n{WORDS}\n{armour}\nAnd another thing.\n".encode())
    assert reading.reply_text == f"{WORDS}\n\nAnd another thing."
