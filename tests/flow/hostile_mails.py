"""Hostile mails by how they are made: characters, heads, structure."""

import base64

from ingest.model import State
from tests.flow.hostile import OPEN, RESTING, WORDS
from tests.flow.hostile_bytes import (
    UNANSWERED,
    answered,
    attached,
    mail,
    nested,
    rfc822,
    silent,
    structured,
    typed,
)
from tests.read.made_packing import tnef

CHARACTERS = [
    answered("unknown-charset", mail("unknown-charset", head=typed("x-unheard-of"))),
    answered("charset-that-is-code", mail("charset-that-is-code", head=typed("../../codec; import os"))),
    answered("nul-bytes", mail("nul-bytes", WORDS.replace("dead", "d\0ead") + "\0\0"), untold="\0"),
    answered("nul-in-the-subject", mail("nul-in-the-subject", Subject="a\0b"), untold="\0"),
    answered("lone-surrogates", mail("lone-surrogates", WORDS.encode() + b" \xed\xa0\x80", head=typed("utf-8"))),
    answered(
        "surrogates-in-the-name",
        mail("surrogates-in-the-name", From="=?utf-7?q?+2AA-?= <surrogates-in-the-name@example.org>"),
    ),
    answered("bare-cr", mail("bare-cr").replace(b"\r\n", b"\r")),
    answered("bare-lf", mail("bare-lf").replace(b"\r\n", b"\n")),
    answered("mixed-line-ends", mail("mixed-line-ends", f"One\rtwo\nthree\r\r\n{WORDS}\n\r")),
    answered("raw-8-bit-head", mail("raw-8-bit-head", head=b"X-Thing: \xff\xfe\x80")),
    answered("utf-16-body", mail("utf-16-body", WORDS.encode("utf-16"), head=typed("utf-16")), told="dead"),
    answered("controls", mail("controls", f"\x1b[2J\x1b]0;evil\x07{WORDS}\x08\x7f"), untold="\x1b"),
]

HEADS = [
    silent("no-from", mail("no-from", From="-", envelope=None), UNANSWERED),
    answered("no-from-but-an-envelope", mail("no-from-but-an-envelope", From="-")),
    answered("two-from", mail("two-from", head="From: victim@example.com")),
    answered("broken-from", mail("broken-from", From='"Margaret <<broken-from@example.org')),
    answered("group-from", mail("group-from", From="undisclosed-recipients:;")),
    answered("no-date", mail("no-date", Date="-")),
    answered("date-29-24", mail("date-29-24", Date="Thu, 05 Mar 2026 29:24:61 +9900")),
    answered("date-2050", mail("date-2050", Date="Sat, 05 Mar 2050 10:00:00 +0000")),
    answered("date-1901", mail("date-1901", Date="Tue, 05 Mar 1901 10:00:00 +0000")),
    answered("no-message-id", mail("no-message-id", Message_ID="-")),
    answered("message-id-of-2-kb", mail("message-id-of-2-kb", Message_ID=f"<{'x' * 2000}@example.org>")),
    answered("broken-message-id", mail("broken-message-id", Message_ID="<a b> <c>\r\n d")),
    answered("message-id-used-once", mail("message-id-used-once", Message_ID="<same@example.org>")),
    answered(
        "message-id-used-again", mail("message-id-used-again", f"Again: {WORDS}", Message_ID="<same@example.org>")
    ),
    answered(
        "smtputf8",
        mail("smtputf8", From="Jürgen <jürgen@müller.example.org>", envelope="jürgen@müller.example.org"),
        to="jürgen@xn--mller-kva.example.org",
    ),
    answered("headers-of-300-kb", mail("headers-of-300-kb", head="\n".join(f"X-{n}: {'x' * 900}" for n in range(330)))),
    answered("a-header-of-2-mb", mail("a-header-of-2-mb", head=f"X-Long: {'y ' * 1_000_000}")),
    answered("a-subject-of-100-kb", mail("a-subject-of-100-kb", Subject="long " * 20_000)),
    answered(
        "references-without-end",
        mail("references-without-end", head="References: " + " ".join(f"<r{n}@example.net>" for n in range(20_000))),
    ),
    answered(
        "100000-addresses", mail("100000-addresses", To=",\r\n ".join(f"a{n}@example.net" for n in range(100_000)))
    ),
    answered("an-address-too-long", mail("an-address-too-long", From=f"M <{'m' * 300}@example.org>")),
    silent(
        "a-domain-that-cannot-be",
        mail("a-domain-that-cannot-be", From=f"M <m@{'ü' * 70}.example>", envelope=None),
        OPEN,
        said="no acknowledgement went out",
    ),
]


PLAIN = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{WORDS}"
BASE64 = "MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64"
CALENDAR = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999"
SEALED = (
    "Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nhQEMA\r\n-----END PGP MESSAGE-----"
)
SIGNATURE = "Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\niQEz\r\n"
SMIME = "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"

STRUCTURE = [
    answered(
        "wrong-boundary",
        mail(
            "wrong-boundary", f"--two\r\n{PLAIN}\r\n--two--\r\n", head='Content-Type: multipart/mixed; boundary="one"'
        ),
    ),
    answered("no-boundary", mail("no-boundary", head="MIME-Version: 1.0\nContent-Type: multipart/mixed")),
    answered(
        "truncated-base64", mail("truncated-base64", base64.b64encode(f"{WORDS} More.".encode())[:-5], head=BASE64)
    ),
    answered("base64-of-nothing", mail("base64-of-nothing", "!!!! ???? ====", head=BASE64), told=""),
    answered("unknown-encoding", mail("unknown-encoding", head="Content-Transfer-Encoding: x-uuencode-twice")),
    answered("recursive-rfc822", rfc822("recursive-rfc822", 25), said="too often"),
    answered(
        "nested-150-deep", mail("nested-150-deep").split(b"\r\n\r\n")[0] + b"\r\n" + nested(150).encode(), told=""
    ),
    answered("nested-20-deep", mail("nested-20-deep").split(b"\r\n\r\n")[0] + b"\r\n" + nested(20).encode()),
    answered(
        "5000-parts",
        structured("5000-parts", "mixed", PLAIN, *(f"Content-Type: application/x-a\r\n\r\n{n}" for n in range(5_000))),
    ),
    answered("a-line-of-10-mb", mail("a-line-of-10-mb", f"{WORDS}\r\n" + "a" * 10_000_000)),
    answered("digits-of-1-mb", mail("digits-of-1-mb", f"{WORDS}\r\n" + "0" * 1_000_000)),
    answered("quotes-without-end", mail("quotes-without-end", f"{WORDS}\r\n" + "> old\r\n" * 50_000)),
    answered("empty-body", mail("empty-body", ""), told="Complaint empty-body"),
    silent("empty-in-every-way", mail("empty-in-every-way", "", Subject="-"), frozenset({State.HELD})),
    silent("only-line-ends", b"\r\n\r\n\r\n", RESTING),
    silent("only-zeros", bytes(5_000), RESTING),
    silent("only-noise", bytes(range(128, 256)) * 40, RESTING),
    answered("winmail-dat", attached("winmail-dat", tnef("From the winmail.", {"a.txt": b"Hi"}), "winmail.dat")),
    answered("broken-winmail-dat", attached("broken-winmail-dat", b"\x78\x9f\x3e\x22" + b"\xff" * 300, "winmail.dat")),
    answered(
        "pgp-encrypted", structured("pgp-encrypted", "encrypted; protocol=application/pgp-encrypted", SEALED), told=""
    ),
    answered("pgp-signed", structured("pgp-signed", "signed; protocol=application/pgp-signature", PLAIN, SIGNATURE)),
    answered("smime-encrypted", mail("smime-encrypted", "MIAGCSqGSIb3DQEHA6CA", head=SMIME + BASE64[-33:]), told=""),
    answered("broken-invitation", structured("broken-invitation", "mixed", PLAIN, CALENDAR)),
]
