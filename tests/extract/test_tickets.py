"""Ticket references: found, repaired towards known shapes only, refused where they are something else, attributed."""

import pytest

from ingest import errors, reference
from ingest.extract import tickets
from ingest.extract.issuers import Issuer
from ingest.model import Medium, Reading

SETTINGS = tickets.TicketSettings()
OWN = reference.reference(123, 2026)


def found(text, settings=SETTINGS):
    findings = tickets.findings(Reading(Medium.EMAIL, text, "en"), settings=settings)
    assert all(text[one.start : one.end] == one.text for one in findings)
    return [(one.value, one.role) for one in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Re: {OWN}, I wait", [(OWN, "ours")]),
        (f"il vostro rif. {OWN.replace('0', 'O')}", [(OWN, "ours")]),
        (OWN.replace("-", " "), [(OWN, "ours")]),
        (OWN.replace("-", "–"), [(OWN, "ours")]),
        ("My ticket number is 48213 and I wait.", [("48213", "ours")]),
        ("ticket #48213", [("48213", "ours")]),
        ("Ticket no. 48213", [("48213", "ours")]),
        ("your case INC0045821 is open", [("INC0045821", "ours")]),
        ("tickets 48213, 48214 and 48290", [("48213", "ours"), ("48214", "ours"), ("48290", "ours")]),
        ("la pratica n. 2024/1187 del 3 marzo 2024", [("2024/1187", "ours")]),
        ("segnalazione nr. 00981-24 aperta da voi", [("00981-24", "ours")]),
        ("Protocollo: 0012345/2026", [("0012345/2026", "unknown")]),
        ("Your ref: ZX/1234/C", [("ZX/1234/C", "ours")]),
        ("Our ref: AB/1234/CD", [("AB/1234/CD", "theirs")]),
        ("Vs. rif.: 77812-B", [("77812-B", "ours")]),
        ("Ns. rif.: 77812-B", [("77812-B", "theirs")]),
        ("the police gave me crime reference number 4401234/26", [("4401234/26", "theirs")]),
        ("Sarah gave me a reference for it: CX-48213", [("CX-48213", "ours")]),
        ("CASE 00918823 IS CLOSED", [("00918823", "ours")]),
        ("il numero del ticket è 55 12 88.", [("551288", "ours")]),
        ("the job number J44120, my policy 88-1120", [("J44120", "unknown")]),
        ("my policy 88-1120. The job number is J44120", [("J44120", "unknown")]),
        ("la segnalazione n. SG44120 e la successiva (SG44187)", [("SG44120", "ours"), ("SG44187", "ours")]),
        ("your letter of 3 March (Our Ref: CC/88123/TS)", [("CC/88123/TS", "ours")]),
        ("logged under number 5512-0093 as a complaint case", [("5512-0093", "unknown")]),
        ("a complaint was logged under number 5512-0093", [("5512-0093", "ours")]),
        ("they gave me a new number, QT-0101144", [("QT-0101144", "ours")]),
        (
            "Reference numbers given: 5580012 on the first call and 5580977 on the second",
            [("5580012", "ours"), ("5580977", "ours")],
        ),
        ("Reclamo web inserito: ID 20260306-0091.", [("20260306-0091", "ours")]),
        ("PRB0041122", [("PRB0041122", "unknown")]),
        ("Vorgangsnummer 2026-118822", [("2026-118822", "ours")]),
        ("référence : DX-88123", [("DX-88123", "unknown")]),
        ("expediente nº 2026/8812", [("2026/8812", "ours")]),
        ("crime number 5520/26, says the police", [("5520/26", "theirs")]),
        ("denuncia n. 0007713/26 ai carabinieri", [("0007713/26", "theirs")]),
        ("Our ref: AB/CD/SMITH-114", [("AB/CD/SMITH-114", "theirs")]),
    ],
)
def test_finds_references(text, expected):
    """What a known shape or an announcing word marks as a reference is found, with whose it is."""
    assert [value for value, _ in found(text)] == [value for value, _ in expected]
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "account number 12345678",
        "my customer reference 12345678",
        "invoice ref INV-20261",
        "order reference 55512345",
        "numero cliente 100234",
        "fattura n. 2026/4471",
        "certificato n. NM-5518220",
        "contatore matricola 8812345",
        "IBAN GB29 NWBK 6016 1331 9268 19",
        "P.IVA 01234567890",
        "ref SW1A 1AA",
        "the ticket of 03/04/2026",
        "ticket opened on 3 March 2026",
        "the ticket was raised in 2025",
        "in any case 24 hours passed",
        "issue 12 of your magazine",
        "a request of 150 euro",
        "ticket price 49.99",
        "the case took 10000 days",
        "my phone number is 020 7946 0018",
        "ref my PIN 4471",
        "my reference: IMEI 356938035643809",
        "nothing at all",
        "",
    ],
)
def test_refuses_other_numbers(text):
    """Account numbers, invoices, orders, dates, prices and postcodes are never ticket references."""
    assert found(text) == []


def test_wrong_check_digit_is_shown_but_not_trusted():
    """One of ours with a wrong check digit is found, with a confidence that sends it to a person."""
    wrong = OWN[:-1] + str((int(OWN[-1]) + 1) % 10)
    (one,) = tickets.findings(Reading(Medium.EMAIL, f"ref {wrong}", "en"), settings=SETTINGS)
    assert one.value == wrong
    assert one.confidence < 0.5
    assert "check digit wrong" in one.reason


def test_issuers_are_settings():
    """A shape named in the configuration is found and attributed without any announcing word."""
    settings = tickets.TicketSettings(prefix="XY", issuers=(Issuer(name="grid", pattern="GR#{5}", role="theirs"),))
    assert found("GR55123 came later", settings) == [("GR55123", "theirs")]
    assert found(reference.reference(7, 2026, "XY"), settings) == [(reference.reference(7, 2026, "XY"), "ours")]
    assert found(f"{OWN}", settings) == [(OWN, "unknown")]


@pytest.mark.parametrize(
    "text",
    [
        "The slip said WX-4471, no more.",
        "Loro posizione 771-55-2026, ancora aperta.",
        "Corecom, 2026/118804, Ancona.",
        "He gave me DUR-COPPER-2, no more.",
    ],
)
def test_codes_that_nothing_announces_are_doubtful(text):
    """A code alone is found with little confidence, so that the words around it decide or a person does."""
    (one,) = tickets.findings(Reading(Medium.EMAIL, text, "en"), settings=SETTINGS)
    assert one.role == "unknown"
    assert one.confidence == 0.5


def test_our_reference_counts_beside_words_that_announce_other_numbers():
    """A right check digit proves one of ours wherever it stands: after a telephone, an account, a receipt."""
    assert found(f"by telephone, Mauro, {OWN}") == [(OWN, "ours")]
    assert found(f"caricati sul sito, ricevuta {OWN}") == [(OWN, "ours")]


@pytest.mark.parametrize(
    "text",
    [
        "IT WAS THE 12TH, NOT THE 14TH",
        "12/10 nobody came",
        "C.F. FRVDTL83E52H282K",
        "the router, model ZX-5500, is dead",
        "il modem, seriale 99B1-2204, è spento",
        "Raccomandata 22099114420-8",
    ],
)
def test_days_people_and_things_are_no_codes(text):
    """Ordinals in capitals, days in figures, people's tax codes and names of things are not taken for references."""
    assert found(text) == []


def test_issuer_is_tried_against_its_examples():
    """A pattern that does not fit its own example, or whose check digit fails, is refused at start."""
    with pytest.raises(errors.SettingsError):
        Issuer(name="desk", pattern="INC#{7}", examples=("INC12",))
    with pytest.raises(errors.SettingsError):
        Issuer(name="desk", pattern="X#{8}", check="luhn", examples=("X12345678",))
    assert Issuer(name="desk", pattern="X#{8}", check="luhn", examples=("X12345674",))


def test_normalise():
    """A typed correction gets the form all references have, or a sentence that says what is wrong."""
    assert tickets.normalise(" inc 0045821 ", settings=SETTINGS) == "INC0045821"
    assert tickets.normalise(OWN.lower().replace("-", " "), settings=SETTINGS) == OWN
    assert tickets.normalise("ab/12", settings=SETTINGS) == "AB/12"
    for wrong in ("none", OWN[:-1] + str((int(OWN[-1]) + 1) % 10)):
        with pytest.raises(errors.Error):
            tickets.normalise(wrong, settings=SETTINGS)
