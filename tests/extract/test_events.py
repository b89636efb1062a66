"""Contact events: what one or two sentences tie together, and nothing else."""

import pytest

from ingest.extract import events, events_told
from ingest.model import Finding, FindingKind

_KINDS = {
    "N": (FindingKind.PHONE_NUMBER, "called_from"),
    "B": (FindingKind.PHONE_NUMBER, "call_back"),
    "D": (FindingKind.DATE_TIME, "contact"),
    "I": (FindingKind.DATE_TIME, "incident"),
    "L": (FindingKind.DATE_TIME, "deadline"),
    "S": (FindingKind.PERSON_NAME, "staff"),
    "C": (FindingKind.PERSON_NAME, "complainant"),
    "R": (FindingKind.TICKET_REFERENCE, "ours"),
}


def told(marked):
    """The events of a text in which `[N1]` stands for a finding, as tuples of those marks."""
    found = []
    for start in (index for index, sign in enumerate(marked) if sign == "["):
        text = marked[start : marked.index("]", start) + 1]
        kind, role = _KINDS[text[1]]
        found.append(Finding(kind, text[1:-1], text, role, start, start + len(text), None, None, 0.9, "made"))
    result = events.events_in(marked, found)
    assert all(0 <= one.start < one.end <= len(marked) for one in result)
    return [
        tuple(
            None if index is None else found[index].value
            for index in (one.number, one.instant, one.staff, one.reference)
        )
        for one in result
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I rang you from [N1] on [D1] and spoke to [S1].", [("N1", "D1", "S1", None)]),
        ("I called on [D1]. I spoke to [S1], who gave me ticket [R1].", [(None, "D1", "S1", "R1")]),
        ("On [D1] I phoned. The number I used was [N1]. She gave me [R1].", [("N1", "D1", None, "R1")]),
        (
            "I rang on [D1] and again on [D2], both times from [N1].",
            [("N1", "D1", None, None), ("N1", "D2", None, None)],
        ),
        (
            "I rang on [D1] and spoke to [S1]. On [D2] I rang again and [S2] answered.",
            [(None, "D1", "S1", None), (None, "D2", "S2", None)],
        ),
        (
            "I rang on [D1] and spoke to [S1], and on [D2] to [S2].",
            [(None, "D1", "S1", None), (None, "D2", "S2", None)],
        ),
        ("Ho chiamato il [D1] dal [N1] e ho parlato con [S1].", [("N1", "D1", "S1", None)]),
        ("Ho telefonato il [D1]. Mi ha risposto [S1], che ha aperto la pratica [R1].", [(None, "D1", "S1", "R1")]),
        ("Il [D1] ho richiamato e mi ha risposto [S1].", [(None, "D1", "S1", None)]),
        ("Since [I1] the line is dead. I rang on [D1], [S1].", [(None, "D1", "S1", None)]),
        (
            "I rang on [D1] from [N1]. On [D2] I rang from the same line and got [S1].",
            [("N1", "D1", None, None), ("N1", "D2", "S1", None)],
        ),
        (
            "- called on [D1] from [N1], spoke to [S1]\n- called on [D2], spoke to [S2] (ticket [R1])",
            [("N1", "D1", "S1", None), (None, "D2", "S2", "R1")],
        ),
        ("I called on [D1], [D2] and [D3]. Each time from [N1].", [("N1", f"D{day}", None, None) for day in (1, 2, 3)]),
        (
            "Called on [D1] and [D2], spoke first to [S1], then to [S2].",
            [(None, "D1", "S1", None), (None, "D2", "S2", None)],
        ),
        ("Il [D1] mi reco da voi e mi risponde [S1].", [(None, "D1", "S1", None)]),
        ("On [D1] [S1] told me it was closed.", [(None, "D1", "S1", None)]),
        ("Il [D1] l'operatore [S1] mi ha assicurato di no.", [(None, "D1", "S1", None)]),
        ("I phoned [S1] about the fault of [I1] on [D1].", [(None, "D1", "S1", None)]),
        ("[S1], [D1]: promised by [L1]. [S2], [D2]: the same.", [(None, "D1", "S1", None), (None, "D2", "S2", None)]),
    ],
)
def test_ties_together_what_belongs_together(text, expected):
    """A number, an instant, a colleague and a reference of one contact become one event."""
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Please call me on [B1] before [L1].",
        "The line failed on [I1].",
        "My ticket is [R1].",
        "I rang you.",
        "I shall be calling you on [D1].",
        "I was told by [S1] to quote it whenever I called.",
        "Yours, [C1]",
        "I rang on [D1].",
        "Chiamatemi al [B1] entro il [L1].",
        "",
    ],
)
def test_tells_of_no_contact(text):
    """A wish to be called, a fault or a lone reference is no contact, nor is a fact that stands alone."""
    assert told(text) == []


def test_a_later_sentence_about_something_else_stays_out():
    """A reference two paragraphs later does not join the call."""
    text = "I rang [S1] on [D1].\n\nThe weather was bad.\n\nMy bill is [R1]."
    assert told(text) == [(None, "D1", "S1", None)]


def test_a_day_and_its_hour_are_one_event():
    """A day told first, and told again with its hour, is one contact: the more exact one."""
    text = "I rang Ann on 3 March, at ten."
    made = ((FindingKind.PERSON_NAME, "Ann", "staff", 7, 10), (FindingKind.DATE_TIME, "2026-03-03", "contact", 14, 21))
    made = (*made, (FindingKind.DATE_TIME, "2026-03-03T10:00", "contact", 23, 29))
    found = [
        Finding(kind, value, text[start:end], role, start, end, None, None, 0.9, "made")
        for kind, value, role, start, end in made
    ]
    (event,) = events.events_in(text, found)
    assert event.instant == 2


def test_a_talk_without_a_day_is_an_event():
    """A colleague and a reference in a letter that names no day of a contact still belong together."""
    assert told("I spoke to [S1], who gave me [R1].") == [(None, None, "S1", "R1")]


def test_who_is_only_addressed_takes_no_part():
    """The colleague a letter is addressed to had no part in the call that it tells of."""
    text = "Dear Ms [S1],\n\nThank you for your letter.\n\nI rang on [D1] and spoke to [S2], who gave me [R1]."
    assert told(text) == [(None, "D1", "S2", "R1")]


def test_ten_thousand_dates_and_names_are_tied_in_bounded_work():
    """Each finding is held against a few dates near it only, however many there are."""
    text = "I rang [D1] and spoke to [S1]. " * 60
    assert len(told(text)) >= 1
    findings = [
        Finding(
            *_KINDS["DS"[at % 2]][:1], f"v{at}", "x", _KINDS["DS"[at % 2]][1], at * 2, at * 2 + 1, None, None, 0.9, ""
        )
        for at in range(2000)
    ]
    pairs = list(events_told.Told("x " * 2000, findings).pairs())
    assert len(pairs) <= 8 * len(findings)


def test_the_shipped_weights_know_every_part():
    """The package holds weights for numbers, colleagues and references."""
    assert set(events.weights()) == set(events_told.PARTS)
    assert all(events.weights().values())
