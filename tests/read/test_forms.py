"""Notifications of online forms: labels and values become fields, with their places."""

import pytest

from ingest.model import Medium, SectionKind
from tests.read.made_mail import head_of, mail, read

FORM = {
    "name": "Complaint form",
    "senders": ("*@forms.example.com",),
    "subject": "complaint",
    "labels": {
        "Your name": "name", "Nome": "name", "E-mail": "email", "Phone you called from": "called_from",
        "Telefono": "called_from", "Reference": "reference", "Summary": "summary", "Descrizione": "summary",
    },
}  # fmt: skip

BODY = """A new entry was sent.

Your name: Mary Example
E-mail: Mary@example.org
Phone you called from: 020 7946 0018
Reference: INC-48213
Summary: Nobody came on Monday.

I rang twice: nobody answered.


Sent by the form on example.com
"""


def fields(reading) -> dict[str, str]:
    return {
        part.label: reading.text[part.start : part.end] for part in reading.sections if part.kind is SectionKind.FIELD
    }


def form(
    body: str = BODY, *, html: str | None = None, sender: str = "web@forms.example.com", subject: str = "New complaint"
):
    return mail(body, html=html, subject=subject, **{"from": f"Website <{sender}>"}, auto_submitted="auto-generated")


def test_labels_become_fields() -> None:
    """Each value stands in a section that names its field, and the complainant is who filled the form in."""
    reading = read(form(), forms=[FORM])
    assert reading.medium is Medium.FORM
    assert head_of(reading).form == "Complaint form"
    assert head_of(reading).automatic is None
    assert (head_of(reading).from_name, head_of(reading).from_address) == ("Mary Example", "mary@example.org")
    found = fields(reading)
    assert found["called_from"] == "020 7946 0018"
    assert found["reference"] == "INC-48213"
    assert found["summary"].startswith("Nobody came on Monday.\n\nI rang twice: nobody answered.")
    assert "Nobody came on Monday." in reading.reply_text


def test_a_table_in_html_is_a_form_too() -> None:
    """Forms that send tables are read like forms that send lines, in a second language too."""
    html = (
        "<table><tr><td><b>Nome</b></td><td>Maria Esempio</td></tr><tr><td><b>Telefono</b></td><td>06 555 "
        "0123</td></tr>"
        "<tr><td><b>Descrizione</b></td><td>Non è venuto nessuno.</td></tr></table>"
    )
    message = form()
    message.set_content(html, subtype="html")
    found = fields(read(message, forms=[FORM]))
    assert found == {"name": "Maria Esempio", "called_from": "06 555 0123", "summary": "Non è venuto nessuno."}


def test_a_label_on_a_line_of_its_own() -> None:
    """A value may stand below its label."""
    found = fields(read(form("Your name\nMary Example\n\nSummary\nNobody came.\n"), forms=[FORM]))
    assert found == {"name": "Mary Example", "summary": "Nobody came."}


def test_only_the_configured_sender_is_a_form() -> None:
    """Anybody can write "Your name:"; only the form's own address makes it a form."""
    reading = read(form(sender="mary@example.org"), forms=[FORM])
    assert head_of(reading).form is None
    assert reading.medium is Medium.EMAIL


def test_another_subject_is_no_form() -> None:
    """The same address may send other things."""
    assert head_of(read(form(subject="Weekly statistics"), forms=[FORM])).form is None


def test_an_injected_label_does_not_replace_a_field() -> None:
    """What a person types into the form cannot overwrite who they are."""
    body = "Your name: Mary Example\nE-mail: mary@example.org\nSummary: x\nE-mail: eve@example.net\n"
    assert head_of(read(form(body), forms=[FORM])).from_address == "mary@example.org"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*Your name*\nMary Example\n\n*E-mail*\nmary@example.org\n\n*Summary*\nNobody came.\n", None),
        ("Your name - Mary Example\nE-mail - mary@example.org\nSummary - Nobody came.\n", None),
        ("Your name = Mary Example\nE-mail=mary@example.org\nSummary = Nobody came.\n", None),
        ("YOUR NAME :\nMary Example\ne-mail :\nmary@example.org\nSummary :\nNobody came.\n", None),
        ("Your name: Mary Example\nE-mail: mary@example.org\nSummary: Nobody came.\n\n-- \nSent by a form\n", None),
        ("x", "<table><tr><th>Your name</th><th>E-mail</th><th>Summary</th></tr><tr><td>Mary Example</td><td>"
         "mary@example.org</td><td>Nobody came.</td></tr></table>"),
        ("x", "<table><tr><td colspan=2><b>Your name</b></td></tr><tr><td></td><td>Mary Example</td></tr><tr><td "
         "colspan=2>E-mail</td></tr><tr><td></td><td><a href='mailto:mary@example.org'>mary@example.org</a></td></tr>"
         "<tr><td colspan=2>Summary</td></tr><tr><td></td><td><p>Nobody came.</p></td></tr></table>"),
        ("x", "<dl><dt>Your name</dt><dd>Mary Example</dd><dt>E-mail</dt><dd>mary@example.org</dd><dt>Summary</dt>"
         "<dd>Nobody came.</dd></dl>"),
        ("x", "<ul><li><b>Your name</b>: Mary Example</li><li>E-mail: mary@example.org</li><li>Summary: Nobody came."
         "</li></ul>"),
    ],
)  # fmt: skip
def test_forms_come_in_many_shapes(body: str, html: str | None) -> None:
    """Whatever a form's program makes of labels and values, the fields are the same."""
    reading = read(form(body, html=html), forms=[FORM])
    assert fields(reading) == {"name": "Mary Example", "email": "mary@example.org", "summary": "Nobody came."}


def test_a_forms_mail_without_its_labels_is_a_mail() -> None:
    """A form whose labels changed is no reason to lose what it sent."""
    reading = read(form("Something went wrong with the form, but nobody came."), forms=[FORM])
    assert reading.medium is Medium.EMAIL
    assert "nobody came" in reading.text
