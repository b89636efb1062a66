"""Robots are found, and a person's mail is never taken for a robot's."""

import pytest

from tests.read.made_mail import head_of, mail, raw, read

OUT = "I am out of the office until 12 March and will answer when I return."


@pytest.mark.parametrize(
    ("kind", "headers", "body"),
    [
        ("auto-reply", {"auto_submitted": "auto-replied"}, "Thank you."),
        ("auto-reply", {"auto_submitted": "auto-replied (vacation)"}, "Thank you."),
        ("robot", {"auto_submitted": "auto-generated"}, "The backup ran."),
        ("auto-reply", {"x_autoreply": "yes"}, "Thank you."),
        ("auto-reply", {"x_autorespond": "out"}, "Thank you."),
        ("auto-reply", {"x_apple_action": "vacation"}, "Thank you."),
        ("auto-reply", {"precedence": "auto_reply"}, "Thank you."),
        ("auto-reply", {"subject": "Automatic reply: Your complaint", "x_auto_response_suppress": "All"}, OUT),
        ("auto-reply", {"subject": "Out of office Re: Your complaint", "in_reply_to": "<x@example.com>"}, OUT),
        ("auto-reply", {"subject": "Risposta automatica: Il Suo reclamo"}, "Sono in ferie fino al 12 marzo."),
        ("auto-reply", {"subject": "Abwesenheitsnotiz: Ihre Beschwerde"}, "Ich bin bis 12. März nicht im Büro."),
        ("auto-reply", {"subject": "Réponse automatique : Votre réclamation"}, "Je suis absente jusqu'au 12 mars."),
        ("auto-reply", {"subject": "Respuesta automática: Su queja"}, "Estoy fuera de la oficina."),
        ("auto-reply", {"subject": "Resposta automática: A sua queixa"}, "Estou de férias até 12 de março."),
        ("auto-reply", {"subject": "Automatisch antwoord: Uw klacht"}, "Ik ben afwezig tot 12 maart."),
        (
            "auto-reply",
            {"subject": "[Ticket #4711] Your request has been received"},
            "Please do not reply to this e-mail.",
        ),
        ("auto-reply", {"subject": "Automatische Antwort: Ihre Beschwerde"}, "Ich bin bis 9.3. nicht erreichbar."),
        ("auto-reply", {"subject": "Maternity leave"}, "I am on maternity leave. Please contact Bob Bell."),
        ("auto-reply", {"subject": "Automatisk svar: Klage"}, "Jeg er på ferie til 9. marts."),
        ("auto-reply", {"x_amazon_auto_reply": "true"}, "Thank you."),
        ("auto-reply", {"x_fc_machinegenerated": "true"}, "Thank you."),
        ("auto-reply", {"delivered_to": "Autoresponder"}, "Thank you."),
        ("robot", {"x_osticket_id": "3"}, "Ticket 123 has been closed. This is an automated message."),
        ("receipt", {"subject": "Read: Your complaint"}, "Your message was read on 3 March 2026."),
        ("receipt", {"subject": "Letto: Il Suo reclamo"}, "Il messaggio è stato letto il 3 marzo."),
        ("list", {"list_id": "<news.example.org>"}, "News of the week."),
        ("list", {"list_unsubscribe": "<mailto:off@example.org>"}, "News of the week."),
        ("list", {"precedence": "bulk"}, "News of the week."),
        ("robot", {"from": "Shop <no-reply@example.org>"}, "Your parcel is on its way."),
        ("robot", {"from": "noreply@example.org"}, "Your parcel is on its way."),
        ("robot", {"x_loop": "yes"}, "Thank you."),
        ("robot", {"return_path": "<>"}, "Thank you."),
        ("own", {"x_postroom_mark": "abc"}, "We have your complaint."),
        ("report", {"subject": "Report Domain: example.com Submitter: example.net Report-ID: 1"}, "See attachment."),
    ],
)
def test_robots_are_found(kind: str, headers: dict[str, str], body: str) -> None:
    """Each kind of robot is known by a sign, and the sign is named."""
    head = head_of(read(mail(body, **headers)))
    assert head.automatic == kind
    assert head.automatic_reason


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, "Nobody came."),
        ({"auto_submitted": "no"}, "Nobody came."),
        ({"subject": "Out of office hours nobody answers your phone!"}, "I tried at 7 pm and again at 8 pm."),
        ({"subject": "Undelivered parcel"}, "The parcel was returned to sender although I was at home."),
        ({"subject": "Delivery failure: my sofa"}, "The delivery has failed three times now. Nobody rang."),
        ({"subject": "Returned mail"}, "The letter I sent you came back unopened. Why?"),
        ({"subject": "Automatic reply is useless"}, "Every time I write I get a robot. I want a person to answer."),
        ({"subject": "Assente il tecnico"}, "Il tecnico era assente all'appuntamento di lunedì."),
        ({"subject": "Urlaub ruiniert"}, "Die Reise wurde zwei Tage vorher abgesagt."),
        ({"subject": "Read: my contract"}, "I read my contract again and you are wrong."),
        (
            {"subject": "Complaint about your newsletter"},
            "Please take me off the list, the unsubscribe link is broken.",
        ),
        ({"x_auto_response_suppress": "DR, OOF, AutoReply"}, "Nobody came on Monday, and nobody rang."),
        ({"from": "Reply Norman <norman.reply@example.org>"}, "Nobody came."),
        ({"from": "Postmaster <postmaster@example.org>"}, "Your invoice to our small company is wrong."),
        ({"subject": "Your request has been received?"}, "You said so in January. What happened to it?"),
        ({"in_reply_to": "<x@example.com>", "subject": "Re: Your complaint"}, "This is not what I asked for."),
        ({"importance": "high", "x_priority": "1"}, "Nobody came."),
        ({"subject": "Re: Urlaub ruiniert", "in_reply_to": "<x@example.com>"}, "Wann antworten Sie?"),
        ({"subject": "Re: Assenza tecnico", "in_reply_to": "<x@example.com>"}, "Ancora nessuna risposta."),
        ({"subject": "Re: Automatic reply: Your complaint", "in_reply_to": "<x@example.com>"}, "I want a person."),
        (
            {"subject": "Re: Automatic reply: Your complaint", "in_reply_to": "<x@example.com>"},
            "I want a person.\n\nOn 3 March 2026 at 10:15, Carl <c@example.com> wrote:\n> I am out of the office.\n"
            "> Please do not reply to this automatically generated message.\n",
        ),
        ({"from": "Jump <trampoline-bounce@example.org>"}, "Your invoice for our trampolines is wrong."),
        ({"from": "Postmaster <postmaster@example.org>"}, "The parcel could not be delivered, your driver says."),
        ({"subject": "In ferie senza internet"}, "Sono in ferie e non ho internet nella casa al mare."),
        ({"subject": "Urlaub ohne Internet"}, "Ich war im Urlaub und das Internet ging nicht."),
        ({"subject": "I am away from 9 March"}, "I am away from 9 March, so please ring me before. Nobody came."),
        ({"subject": "Absence of engineer", "x_auto_response_suppress": "DR, OOF"}, "Nobody came on Monday."),
        ({"subject": "Read: my complaint"}, "Please read my complaint. It was read by your agent and ignored."),
        ({"subject": "Undelivered router", "from": "M <postmaster@example.org>"}, "My router was not delivered."),
        ({"subject": "Returned mail", "from": "M <postmaster@example.org>"}, "You returned my mail unopened."),
        (
            {"subject": "Fwd: Undeliverable: my complaint", "from": "Mary <postmaster@example.org>"},
            "I wrote to your old address and it came back: 550 5.1.1 user unknown old@example.com",
        ),
        ({"x_auto_response_suppress": "All", "subject": "Complaint"}, "Nobody came on Monday."),
        ({"x_mailer": "Zendesk Mailer"}, "I write for my client, whose order never came."),
    ],
)
def test_a_person_is_never_taken_for_a_robot(headers: dict[str, str], body: str) -> None:
    """Words that robots use are people's words too."""
    assert head_of(read(mail(body, **headers))).automatic is None


def test_our_own_address_is_ourselves() -> None:
    """A loop through our own mailbox ends."""
    message = mail(**{"from": "Complaints <Complaints@example.com>"})
    assert head_of(read(message, own_addresses=("complaints@example.com",))).automatic == "own"


def test_a_feedback_report() -> None:
    """A mailbox provider's report of a pressed spam button is nobody's complaint (RFC 5965)."""
    reading = read(
        raw(
            "From: Feedback <fbl@example.net>\nSubject: FW: Your answer\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
            "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n"
            "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
            "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Your answer\r\n\r\nx\r\n--b--",
        )
    )
    assert head_of(reading).automatic == "report"


def test_a_person_who_forwards_a_bounce_is_a_person() -> None:
    """ "I tried to write to you and got this": the complaint is the sender's, the bounce is what they forward."""
    body = (
        "I tried to reach you and got this back. Please answer.\n\n---------- Forwarded message ---------\n"
        "From: Mail Delivery Subsystem <mailer-daemon@example.net>\nDate: Tue, 3 Mar 2026 at 10:00\n"
        "Subject: Undelivered Mail Returned to Sender\nTo: <mary@example.org>\n\nThe message could not be delivered.\n"
    )
    assert head_of(read(mail(body, subject="Fwd: Undelivered Mail Returned to Sender"))).automatic is None


def test_our_own_group_is_no_list() -> None:
    """A complaints mailbox that is a group marks every customer's mail as a list's; they are people all the same."""
    message = mail(list_id="<complaints.example.com>", list_post="<mailto:complaints@example.com>", precedence="list")
    assert head_of(read(message, own_addresses=("complaints@example.com",))).automatic is None
    assert head_of(read(message)).automatic == "list"
