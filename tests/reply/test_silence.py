"""The silence table: who is never answered by machine, and near misses that must get their answer."""

from datetime import UTC, datetime

import pytest

from ingest.model import Bounce, Medium, Reading
from ingest.reply import marks
from ingest.reply.silence import TABLE, Recent, silence_for

AUTH = "authentication-results"

SILENT = [
    # rule, needs a person, headers, changes
    ("null_sender", False, [], {"envelope_sender": ""}),
    ("auto_submitted", False, [("auto-submitted", "auto-replied")], {}),
    ("auto_submitted", False, [("auto-submitted", "auto-generated (rejected)")], {}),
    ("auto_submitted", False, [("auto-submitted", "auto-notified; owner-email=x@example.com")], {}),
    ("precedence", False, [("precedence", "Bulk")], {}),
    ("precedence", False, [("precedence", "auto_reply")], {}),
    ("mailing_list", False, [("list-id", "<news.example.com>")], {}),
    ("mailing_list", False, [("list-unsubscribe", "<https://example.com/u>")], {}),
    ("suppress", False, [("x-auto-response-suppress", "DR, OOF, AutoReply")], {}),
    ("suppress", False, [("x-auto-response-suppress", "All")], {}),
    ("suppress_reports", True, [("x-auto-response-suppress", "DR, RN")], {}),
    ("auto_reply_header", False, [("x-autoreply", "yes")], {}),
    ("auto_reply_header", False, [("x-autorespond", "My holiday")], {}),
    ("auto_reply_header", False, [("x-loop", "help@example.com")], {}),
    ("delivery_report", False, [("content-type", "Multipart/Report; report-type=delivery-status")], {}),
    ("delivery_report", False, [("x-failed-recipients", "x@example.com")], {}),
    ("delivery_report", False, [], {"bounce": Bounce("x@example.com", "5.1.1", True, None)}),
    ("machine", False, [], {"from_address": "mailer-daemon@example.com", "envelope_sender": None}),
    ("machine", False, [], {"from_address": "Postmaster@example.com", "envelope_sender": None}),
    ("machine", False, [], {"from_address": "owner-news@example.com", "envelope_sender": None}),
    ("machine", False, [], {"from_address": "news-request@example.com", "envelope_sender": None}),
    ("machine", False, [], {"envelope_sender": "news-bounces+ada=example.com@lists.example.com"}),
    ("machine", False, [], {"from_address": "bounce-17@example.com", "envelope_sender": None}),
    ("unread_address", True, [], {"from_address": "no-reply@example.com"}),
    ("unread_address", True, [], {"from_address": "donotreply@example.com"}),
    ("unread_address", True, [], {"from_address": "portale.noreply@example.it"}),
    ("unread_address", True, [], {"from_address": "non-rispondere@example.it"}),
    ("unread_address", True, [], {"from_address": "nichtantworten@example.org"}),
    # ordinary mail that a certified mailbox wraps: somebody wrote it, and the operator cannot be answered
    (
        "unread_address",
        True,
        [("x-trasporto", "errore")],
        {"from_address": "posta-certificata@pec.example.it", "subject": "ANOMALIA MESSAGGIO: reclamo"},
    ),
    ("ourselves", False, [], {"from_address": "complaints@northwind.example.org"}),
    ("ourselves", False, [], {"from_address": "Reclami+x@Northwind.example.org"}),
    ("another_postroom", False, [("x-postroom-mark", "v1 postroom.abc 0123456789")], {}),
    ("out_of_office", False, [], {"subject": "Automatic reply: We have received your complaint"}),
    ("out_of_office", False, [], {"subject": "Out of Office: Re: your letter"}),
    ("out_of_office", False, [], {"subject": "R: Risposta automatica: reclamo"}),
    ("out_of_office", False, [], {"subject": "Abwesenheitsnotiz: Beschwerde"}),
    ("out_of_office", False, [], {"subject": "Réponse automatique : absence"}),
    ("out_of_office", False, [], {"subject": "Respuesta automática: reclamación"}),
    ("out_of_office", False, [], {"subject": "Resposta automática: reclamação"}),
    ("out_of_office", False, [], {"subject": "Automatisch antwoord: klacht"}),
    ("certified_receipt", False, [("x-ricevuta", "avvenuta-consegna")], {}),
    (
        "certified_receipt",
        False,
        [],
        {"subject": "ACCETTAZIONE: reclamo", "from_address": "posta-certificata@pec.example.it"},
    ),
    ("report", False, [], {"subject": "Report Domain: northwind.example.org Submitter: example.com"}),
    ("read_as_automatic", False, [], {"automatic": "receipt", "automatic_reason": "a read receipt"}),
    ("hops", False, [("received", "from a by b")] * 51, {}),
    ("forged", True, [(AUTH, "mx.northwind.example.org; spf=pass; dmarc=fail (p=reject) header.from=example.com")], {}),
    ("spam", True, [("x-spam-flag", "YES")], {}),
    ("spam", True, [("x-spam-status", "Yes, score=9.1")], {}),
]

ANSWERED = [
    # headers, changes
    ([], {}),
    ([], {"envelope_sender": None}),
    ([("auto-submitted", "no")], {}),
    ([("auto-submitted", "No (a person)")], {}),
    ([("precedence", "normal")], {}),
    ([("x-auto-response-suppress", "None")], {}),
    ([("content-type", "multipart/related; type=report")], {}),
    ([("received", "from a by b")] * 50, {}),
    ([("x-spam-status", "No, score=-1")], {}),
    ([("x-autoreply", "no")], {}),
    ([], {"from_address": "noreen.ploy@example.com"}),
    ([], {"from_address": "bouncer.bill@example.com", "envelope_sender": None}),
    ([], {"from_address": "request.ada@example.com"}),
    ([], {"subject": "Out of office hours nobody answers your phone"}),
    ([], {"subject": "Your automatic payment was taken twice"}),
    ([], {"subject": "CONSEGNA: il modem non è mai arrivato"}),
    ([], {"subject": "I got an automatic reply and nothing else"}),
    ([], {"from_address": "complaints@southwind.example.org"}),
    # certified mail: the operator is only the envelope
    (
        [("x-trasporto", "posta-certificata")],
        {
            "from_address": "ada@pec.example.it",
            "envelope_sender": "posta-certificata@pec.example.it",
            "certified": datetime(2026, 3, 5, tzinfo=UTC),
        },
    ),
    # other people's words about authentication count for nothing
    ([(AUTH, "mx.elsewhere.example.com; dmarc=fail")], {}),
    ([(AUTH, "mx.elsewhere.example.com (mx.northwind.example.org; dmarc=fail)")], {}),
    ([(AUTH, "mx.northwind.example.org; dmarc=pass"), (AUTH, "mx.northwind.example.org; dmarc=fail")], {}),
    ([(AUTH, 'mx.northwind.example.org; spf=pass reason="; dmarc=fail"; dmarc=pass')], {}),
    # a firm's sending service in the envelope, and our server vouches for the person
    ([(AUTH, "mx.northwind.example.org; dmarc=pass")], {"envelope_sender": "bounces+12@mail.example.net"}),
]


@pytest.mark.parametrize(("rule", "needs_person", "headers", "changes"), SILENT)
def test_robots_and_forgers_get_no_answer(rule, needs_person, headers, changes, reading, item, settings):
    """Silence with the reason recorded: each sign of the table is seen, and the first one wins."""
    silence = silence_for(reading(*headers, **changes), item, settings=settings, recent=Recent())
    assert silence is not None
    assert (silence.rule, silence.needs_person) == (rule, needs_person)
    assert silence.reason.endswith(".")


@pytest.mark.parametrize(("headers", "changes"), ANSWERED)
def test_people_get_their_answer(headers, changes, reading, item, settings):
    """Everybody who complains hears back: near misses of every rule are answered."""
    assert silence_for(reading(*headers, **changes), item, settings=settings, recent=Recent()) is None


def test_every_rule_of_the_table_is_tried_above(reading, item, settings):
    """A rule without a case could be broken without anybody noticing."""
    others = {"ourselves", "joins", "our_recipient", "address_rate", "domain_rate"}
    assert {rule.name for rule in TABLE} == {case[0] for case in SILENT} | others


def test_our_own_mark_is_known_again(reading, item, settings):
    """A mail of ours that comes back from anywhere is never answered."""
    value = marks.mark("<postroom.abc@northwind.example.org>", settings)
    silence = silence_for(reading(("x-postroom-mark", value)), item, settings=settings, recent=Recent())
    assert silence is not None
    assert silence.rule == "ourselves"


@pytest.mark.parametrize(
    ("recent", "rule", "needs_person"),
    [
        (Recent(joins="PR-26-00001-2"), "joins", False),
        (Recent(to_address_today=1), "address_rate", True),
        (Recent(to_domain_last_hour=2_000), "domain_rate", True),
        (Recent(recipient="reclami@northwind.example.org"), "our_recipient", True),
        (Recent(recipient="noreply@example.com"), "unread_address", True),
        (Recent(spam=True), "spam", True),
    ],
)
def test_what_the_ledger_knows(recent, rule, needs_person, reading, item, settings):
    """A reply on a complaint joins it; the second acknowledgement a day to one address becomes a person's task."""
    silence = silence_for(reading(), item, settings=settings, recent=recent)
    assert silence is not None
    assert (silence.rule, silence.needs_person) == (rule, needs_person)


def test_a_web_form_s_notification_is_answered_to_the_person_in_it(reading, item, settings):
    """The head of a form's notification speaks for the web server, not for the complainant."""
    notice = reading(("auto-submitted", "auto-generated"), form="web", envelope_sender="")
    assert silence_for(notice, item, settings=settings, recent=Recent(recipient="ada.marsh@example.com")) is None


def test_a_letter_is_answered(item, settings):
    """Robots' signs are not looked for on paper, but a letter that joins a complaint gets no second answer."""
    letter = Reading(Medium.LETTER, "Dear Sirs", "en")
    assert silence_for(letter, item, settings=settings, recent=Recent()) is None
    assert silence_for(letter, item, settings=settings, recent=Recent(joins="PR-26-00001-2")) is not None


def test_a_colleague_may_pass_a_complaint_on(reading, item, settings):
    """A mail forwarded from our own address is the author's, not ours."""
    passed_on = reading(envelope_sender="reclami@northwind.example.org", forwarded_by="reclami@northwind.example.org")
    assert silence_for(passed_on, item, settings=settings, recent=Recent()) is None
