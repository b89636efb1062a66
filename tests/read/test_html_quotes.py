"""Quotations in HTML: each program's structure is known, and what is new comes out alone."""

import pytest

from ingest.model import SectionKind
from ingest.read.html import render
from tests.read.made_mail import mail, read

NEW = "Nobody came on Monday, and nobody rang."
OLD = "An engineer will call on Monday."
LINE = "On Tue, 3 Mar 2026 at 10:15, Customer Care &lt;help@example.com&gt; wrote:"

GMAIL = f"""<div dir="ltr"><div>{NEW}</div><div><br></div><div>Mary</div></div><br>
<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{LINE}<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid
rgb(204,204,204);padding-left:1ex">
<div>{OLD}</div><div class="gmail_quote"><blockquote
class="gmail_quote"><p>Older.</p></blockquote></div></blockquote></div>"""

OUTLOOK = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{{margin:0cm}}</style></head>
<body lang=EN-GB><div class=WordSection1><p class=MsoNormal>{NEW}<o:p></o:p></p><p
class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Mary<o:p></o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm
0cm 0cm'>
<p class=MsoNormal><b>From:</b> Customer Care &lt;help@example.com&gt; <br><b>Sent:</b> 03 March 2026 10:15<br>
<b>To:</b> Mary Example &lt;mary@example.org&gt;<br><b>Subject:</b> RE: My order<o:p></o:p></p></div></div>
<p class=MsoNormal>{OLD}<o:p></o:p></p></div></body></html>"""

OUTLOOK_FINNISH = f"""<div class=WordSection1><p class=MsoNormal>{NEW}</p><p class=MsoNormal>Mary</p>
<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal>
<b>Kuka:</b> Customer Care<br><b>Milloin:</b> 3. maaliskuuta 2026<br><b>Kenelle:</b> Mary<br><b>Mista:</b> x</p></div>
<p class=MsoNormal>{OLD}</p></div>"""

OUTLOOK_WEB = f"""<div style="font-family:Calibri">{NEW}</div><div><br></div><div>Mary</div><div
id="appendonsend"></div>
<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">
<b>Da:</b> Servizio Clienti &lt;servizio@example.com&gt;<br><b>Inviato:</b> marted&igrave; 3 marzo 2026 10:15<br>
<b>A:</b> Mary &lt;mary@example.org&gt;<br><b>Oggetto:</b> R: My
order</font><div>&nbsp;</div></div><div>{OLD}</div>"""

APPLE = f"""<html><head></head><body style="overflow-wrap: break-word;">{NEW}<div><br></div><div>Mary<br><div><br>
<blockquote type="cite"><div>On 3 Mar 2026, at 10:15, Customer Care &lt;help@example.com&gt; wrote:</div><br
class="Apple-interchange-newline"><div><div>{OLD}</div></div></blockquote></div><br></div></body></html>"""

THUNDERBIRD = f"""<html><body><div class="moz-cite-prefix">On 03/03/2026 10:15, Customer Care wrote:<br></div>
<blockquote type="cite" cite="mid:1@example.com"><p>{OLD}</p></blockquote><p>{NEW}</p><p>Mary</p>
<pre class="moz-signature" cols="72">-- \nTel. 0161 496 0123</pre></body></html>"""

YAHOO = f"""<div class="ydp1yahoo-style-wrap"><div dir="ltr">{NEW}</div><div><br></div><div dir="ltr">Mary</div></div>
<div id="yahoo_quoted_123" class="yahoo_quoted"><div><div>On Tuesday, 3 March 2026 at 10:15:22 GMT, Customer Care
&lt;help@example.com&gt; wrote: </div><div><br></div><div><div id="yiv1">{OLD}</div></div></div></div>"""

GMX = f"""<div style="font-family: Verdana;"><div>{NEW}</div><div>&nbsp;</div><div>Mary<div name="quote"
style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b>&nbsp;Dienstag, 03. M&auml;rz
2026<br>
<b>Von:</b>&nbsp;Kundenservice<br><b>An:</b>&nbsp;mary@example.org<br><b>Betreff:</b>&nbsp;Re: My order</div>
<div name="quoted-content">{OLD}</div></div></div></div>"""

PROTON = f"""<div style="font-family: Arial;">{NEW}</div><div><br></div><div>Mary</div>
<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with
<a href="https://proton.example">Proton Mail</a> secure email.</div></div>
<div class="protonmail_quote">On Tuesday, March 3rd, 2026 at 10:15, Customer Care &lt;help@example.com&gt; wrote:<br>
<blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>"""

IPHONE = f"""<html><body dir="auto">{NEW}<div><br></div><div>Mary<br id="lineBreakAtBeginningOfSignature"><div
dir="ltr">
Inviato da iPhone</div><div dir="ltr"><br><blockquote type="cite">Il giorno 3 mar 2026, alle ore 10:15, Servizio
&lt;servizio@example.com&gt; ha scritto:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{OLD}</div>
</blockquote></div></body></html>"""

SAMSUNG = f"""<html><body><div dir="auto">{NEW}</div><div dir="auto"><br></div><div dir="auto">Mary</div>
<div id="composer_signature" dir="auto"><div style="font-size:85%">Sent from my Galaxy</div></div>
<div><br></div><div style="font-size:100%" dir="auto"><div>-------- Original message --------</div><div>From:
Customer Care
&lt;help@example.com&gt; </div><div>Date: 03/03/2026  10:15  (GMT+00:00) </div><div>To: mary@example.org </div>
<div>Subject: Re: My order </div><div><br></div></div>{OLD}</body></html>"""

OUTLOOK_IOS = f"""<html><body><div dir="auto">{NEW}</div><div dir="auto"><br></div><div dir="auto">Mary</div>
<div id="ms-outlook-mobile-signature"><div><br></div>Get <a href="https://aka.ms/x">Outlook for iOS</a></div>
<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> Customer Care
&lt;help@example.com&gt;<br>
<b>Sent:</b> Tuesday, March 3, 2026 10:15:22 AM<br><b>To:</b> mary@example.org<br><b>Subject:</b> Re: My order<div>
&nbsp;</div></div>{OLD}</body></html>"""

INLINE = f"""<div>{LINE}</div><blockquote type="cite"><div>Did the engineer call?</div></blockquote><div>{NEW}</div>
<blockquote type="cite"><div>Who are you?</div></blockquote><div>Mary</div>"""

BODIES = {
    "gmail": GMAIL, "outlook": OUTLOOK, "outlook-unknown-labels": OUTLOOK_FINNISH, "outlook-web": OUTLOOK_WEB,
    "apple": APPLE, "thunderbird": THUNDERBIRD, "yahoo": YAHOO, "gmx": GMX, "proton": PROTON, "iphone": IPHONE,
    "samsung": SAMSUNG, "outlook-ios": OUTLOOK_IOS, "inline": INLINE,
}  # fmt: skip


@pytest.mark.parametrize("html", BODIES.values(), ids=BODIES.keys())
def test_each_program(html: str) -> None:
    """What is new comes out alone; what is old stays in the text."""
    message = mail(subject="Re: My order")
    message.set_content(html, subtype="html")
    reading = read(message)
    assert reading.reply_text.split() == [*NEW.split(), "Mary"]
    assert OLD in reading.text or html is INLINE
    kinds = {part.kind for part in reading.sections}
    assert SectionKind.QUOTE in kinds


@pytest.mark.parametrize("html", BODIES.values(), ids=BODIES.keys())
def test_programs_that_pass_mail_on(html: str) -> None:
    """Outlook puts `x_` before the names of what it passes on; they mean the same."""
    message = mail(subject="Re: My order")
    message.set_content(html.replace('class="', 'class="x_').replace('id="', 'id="x_'), subtype="html")
    assert read(message).reply_text.split() == [*NEW.split(), "Mary"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br>two</p><p>three</p>", "one\ntwo\n\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "* one\n* two"),
        (
            "<ol><li>one</li><li>two<ul><li>more</li></ul></li><li>three</li></ol>",
            "1. one\n2. two\n\n* more\n\n3. three",
        ),
        ("<div><div>one</div><div>two<br></div><div><br></div></div>three", "one\ntwo\n\nthree"),
        ("one <b> two</b>  <i>three</i> , four", "one two three , four"),
        ("<pre>one\n <a href='x'>two</a>\n  three</pre>four", "one\n two\n  three\nfour"),
        (
            "<table><tr><td><p>Name</p></td><td><p>Mary</p><p>Example</p></td></tr></table>end",
            "Name  Mary\n\nExample\nend",
        ),
        ("<table><tr><td>one<br>two</td><td>three</td></tr></table>", "one\ntwo\nthree"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", "a  b"),
        ("<td>a cell without its table</td>", "a cell without its table"),
        ("<div style='border-top: solid #E1E1E1 1.0pt; padding: 3.0pt 0'>Name: Mary</div>", "Name: Mary"),
        ("<blockquote>my own words, indented</blockquote>", "my own words, indented"),
        ("<p>a&nbsp;b &amp; c&#8364;</p>", "a b & c€"),
        ("<pre>one\n  two</pre>", "one\n  two"),
        ("just words", "just words"),
    ],
)
def test_layout(html: str, text: str) -> None:
    """Text keeps its lines; nothing is taken for a quotation without a reason."""
    message = mail()
    message.set_content(html, subtype="html")
    assert read(message).reply_text.strip() == text


def test_a_table_keeps_its_rows() -> None:
    """The cells of a row stay together."""
    text, _ = render(
        "<table><tr><td>Reference</td><td>INC-48213</td></tr><tr><td>Phone</td><td>020 7946 0018</td></tr></table>"
    )
    assert [row.split() for row in text.strip().split("\n")] == [
        ["Reference", "INC-48213"],
        ["Phone", "020", "7946", "0018"],
    ]
