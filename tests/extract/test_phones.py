"""Phone numbers: found, mended, told from other numbers, with the role they had for the writer."""

import pytest

from ingest import errors
from ingest.extract import phones
from ingest.model import Medium, Reading, Section, SectionKind

SETTINGS = phones.PhoneSettings(ours=("+442079460999",))


def findings(text, language="en", sections=()):
    found = phones.findings(Reading(Medium.EMAIL, text, language, sections=sections), settings=SETTINGS)
    assert all(text[one.start : one.end] == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I rang you from 020 7946 0018 twice", "en", [("020 7946 0018", "+442079460018", "called_from")]),
        ("I was calling from my mobile, 07700 900123.", "en", [("07700 900123", "+447700900123", "called_from")]),
        ("The number I called from was 0161 496 0123", "en", [("0161 496 0123", "+441614960123", "called_from")]),
        ("Please call me back on 07700 900 456", "en", [("07700 900 456", "+447700900456", "call_back")]),
        ("my number is +44 (0)161 496 0123", "en", [("+44 (0)161 496 0123", "+441614960123", "call_back")]),
        ("you can reach me on 0044 7700 900123", "en", [("0044 7700 900123", "+447700900123", "call_back")]),
        ("I phoned 0800 123 4567 every day", "en", [("0800 123 4567", "+448001234567", "ours")]),
        ("your helpline 020 7946 0999", "en", [("020 7946 0999", "+442079460999", "ours")]),
        ("my neighbour's phone is 020 7946 0555", "en", [("020 7946 0555", "+442079460555", "other")]),
        ("you called me from 0161 496 0777", "en", [("0161 496 0777", "+441614960777", "other")]),
        ("Ho chiamato dal 347 1234567 alle 10", "it", [("347 1234567", "+393471234567", "called_from")]),
        ("richiamatemi al 06 6982 1234", "it", [("06 6982 1234", "+390669821234", "call_back")]),
        ("il mio cellulare è 3471234567", "it", [("3471234567", "+393471234567", "call_back")]),
        ("ho chiamato il numero verde 800 123456", "it", [("800 123456", "+39800123456", "ours")]),
        ("I rang from O2O 7946 OO18 then", "en", [("O2O 7946 OO18", "+442079460018", "called_from")]),
        ("I rang from 0l61 496 0l23 then", "en", [("0l61 496 0l23", "+441614960123", "called_from")]),
        ("call me on 020 7946 0018 ext. 42", "en", [("020 7946 0018 ext. 42", "+442079460018", "call_back")]),
        ("I rang this morning, 07700 900 221, and waited", "en", [("07700 900 221", "+447700900221", "called_from")]),
        ("Each time from 029 2018 0442.", "en", [("029 2018 0442", "+442920180442", "called_from")]),
        ("he said he'd call 07700 900333 by five", "en", [("07700 900333", "+447700900333", "call_back")]),
        ("number is 07700900456", "en", [("07700900456", "+447700900456", "call_back")]),
        ("My home tel. is 01632 960 331 (evenings)", "en", [("01632 960 331", "+441632960331", "call_back")]),
        ("and from my sister's, 0113 496 0199, twice", "en", [("0113 496 0199", "+441134960199", "called_from")]),
        ("I rang from 0113 496 0101 (2 March)", "en", [("0113 496 0101", "+441134960101", "called_from")]),
        ("Il mio è 338 555 0134.", "it", [("338 555 0134", "+393385550134", "call_back")]),
        ("Il numero che mi ha chiamato era lo 02 8295 0134", "it", [("02 8295 0134", "+390282950134", "other")]),
        ("Please answer.\nThanks, Anna, 07700 900 808", "en", [("07700 900 808", "+447700900808", "call_back")]),
        ("Please update my number from 020 7946 0011.", "en", [("020 7946 0011", "+442079460011", "call_back")]),
        ("mit meinem Handy 0171 2345678 angerufen", "de", [("0171 2345678", "+491712345678", "called_from")]),
        ("Bruno Ferri, recapito tel. 051/5550144, lamenta", "it", [("051/5550144", "+390515550144", "call_back")]),
        ("Fax: 020 7946 0872", "en", [("020 7946 0872", "+442079460872", "other")]),
        ("the engineer phoned me on 07700 900145", "en", [("07700 900145", "+447700900145", "call_back")]),
        (
            "contattavo il Vostro servizio dall'utenza 081 555 0199",
            "it",
            [("081 555 0199", "+390815550199", "called_from")],
        ),
        ("VAT GB123456789.\nT: +44 (0)20 7946 0321", "en", [("+44 (0)20 7946 0321", "+442079460321", "call_back")]),
        ("account 55779911, phone 020 7946 0321", "en", [("020 7946 0321", "+442079460321", "call_back")]),
        ("call 01632 960 145", "en", [("01632 960 145", "+441632960145", "call_back")]),
        ("Mobil: 0151 23456789", "de", [("0151 23456789", "+4915123456789", "call_back")]),
    ],
)
def test_finds_numbers_with_value_and_role(text, language, expected):
    """A number comes out in E.164 with what it was to the writer."""
    assert [(one.text, one.value, one.role) for one in findings(text, language)] == expected


def test_pairs_share_their_beginning():
    """ "0018/19" is two numbers."""
    found = findings("call me on 020 7946 0018/19")
    assert [(one.text, one.value) for one in found] == [("020 7946 0018", "+442079460018"), ("19", "+442079460019")]
    assert {one.role for one in found} == {"call_back"}


@pytest.mark.parametrize("form", ["020 7946 {:04d}", "0161 496 {:04d}", "07700 90{:04d}"])
def test_long_lists_lose_nothing(form):
    """However many numbers stand in a row with only spaces between them, each is found, once."""
    numbers = [form.format(number) for number in range(40)]
    found = findings("my phones: " + " ".join(numbers))
    assert [one.text for one in found] == numbers


def test_each_number_of_a_list_has_the_role_of_the_list():
    """ "Call me on A or my son's mobile B" gives both to call back on; a new verb gives a new role."""
    found = findings("Call me on 01632 960145 or my son's mobile 07700 900 118.")
    assert [one.role for one in found] == ["call_back", "call_back"]
    found = findings("I rang from 020 7946 0018, call me on 07700 900123")
    assert [one.role for one in found] == ["called_from", "call_back"]


def test_neighbours_are_parted():
    """Two numbers, or a year and a number, with only a space between them come out apart."""
    found = findings("Tel 020 7946 0018 07700 900123")
    assert [one.value for one in found] == ["+442079460018", "+447700900123"]
    assert [one.value for one in findings("phoned in 2026 020 7946 0018")] == ["+442079460018"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I rang from my mobile 07700\n900545 and waited", "+447700900545"),
        ("call me on 020 7946\n\n0018 please", "+442079460018"),
        ("call me on +44 20\n7946 0018 please", "+442079460018"),
        ("il mio fisso 0422\n555 738, grazie", "+390422555738"),
    ],
)
def test_numbers_over_two_lines(text, value):
    """A number that the end of a line cuts in two is one number."""
    language = "it" if "mio" in text else "en"
    (one,) = findings(text, language)
    assert one.value == value
    assert "\n" in one.text


def test_lines_of_numbers_stay_apart():
    """Numbers below each other are as many numbers, and figures below each other are none."""
    found = findings("phones:\n020 7946 0018\n020 7946 0019\n07700 900123")
    assert [one.value for one in found] == ["+442079460018", "+442079460019", "+447700900123"]
    assert findings("paid 0161\n496 0123 times") == ()


@pytest.mark.parametrize(
    "text",
    [
        "account number 12345678",
        "my account 01614960123 was closed",
        "meter 0012345678",
        "invoice no. 0207946001",
        "IBAN IT60 X054 2811 1010 0000 0123 456",
        "P.IVA 01234567890",
        "partita IVA 01234567890",
        "numero cliente 0212345678",
        "order 07700900123",
        "on 03/04/2026 at 10:30",
        "from 03-04-2026 on",
        "dal 2025-2026",
        "it cost £1,234,567.00",
        "1.234.567 euro",
        "my card 4111 1111 1111 1111",
        "45*31-339243873",
        "192.168.100.200",
        "these are not phone numbers: 020 7946 0018",
        "12345678901",
        "call of 20260303",
        "IBAN DE89 3704 0044 0532 0130 00",
        "card 5111 0111 1111 1111 2",
        "a new number, QT-0101144",
        "5580012 on the first call and 5580977 on the second",
        "sixteen",
        "",
    ],
)
def test_refuses_other_numbers(text):
    """Account, meter, invoice and card numbers, VAT numbers, dates and prices are never phone numbers."""
    assert findings(text) == ()


def test_blocks_tell_roles():
    """A number in the writer's signature is theirs to be called back on; one in our address block is ours."""
    text = "John\n020 7946 0018"
    signature = Section(SectionKind.SIGNATURE, 0, len(text))
    recipient = Section(SectionKind.RECIPIENT, 0, len(text))
    assert [one.role for one in findings(text, sections=(signature,))] == ["call_back"]
    assert [one.role for one in findings(text, sections=(recipient,))] == ["ours"]


def test_normalise():
    """A typed correction becomes E.164, or a sentence says what is wrong."""
    assert phones.normalise(" 020 7946 0018 ", language="en", settings=SETTINGS) == "+442079460018"
    assert phones.normalise("06 6982 1234", language="it", settings=SETTINGS) == "+390669821234"
    for wrong in ("12", "call me", "020 7946 0018 or 020 7946 0019"):
        with pytest.raises(errors.Error):
            phones.normalise(wrong, language="en", settings=SETTINGS)


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("I called your customer service from 020 7946 0018 on 3 March.", "en", ["+442079460018"]),
        ("Please do not ring me on 020 7946 0018.", "en", ["+442079460018"]),
        ("Ho segnalato tutto al 800 555 903, invano.", "it", ["+39800555903"]),
        ("Ho telefonato io, all'800 555 903, dall'ufficio.", "it", ["+39800555903"]),
        ("Una chiamata è partita dal 0125 555 903.", "it", ["+390125555903"]),
        ("gio 12, h 20.55 – 800 555 903 – una voce", "it", ["+39800555903"]),
        ("1) 091 555 8104 non è il mio numero", "it", ["+390915558104"]),
        ("Tel. come da contratto, 375 555 1409.", "it", ["+393755551409"]),
        ("Their order desk is 028 9649 6777, mention this.", "en", ["+442896496777"]),
        ("His card says Luke Hart, 07700 900137. On 29 January he came.", "en", ["+447700900137"]),
        ("The yard phone is 0114 496 0350. 21 jan nobody came.", "en", ["+441144960350"]),
        ("Ring me after 6 029 2018 0566 please", "en", ["+442920180566"]),
        ("My order 0114 496 0350 was lost.", "en", []),
        ("Non chiamate l'altro, il 346 555 7730.", "it", ["+393465557730"]),
        ("Linea oggetto del reclamo: 0547 555 318", "it", ["+390547555318"]),
        ("Walter Dapporto 0546 555 801 - 347 555 9133", "it", ["+390546555801", "+393475559133"]),
        ("Ho chiamato: 0521 555 470 - 26 maggio - Eliseo", "it", ["+390521555470"]),
        ("0445 555 820 / 800 555 404 / Lisa", "it", ["+390445555820", "+39800555404"]),
    ],
)
def test_what_is_plainly_a_number_counts_beside_other_words(text, language, values):
    """A number in use, in its groups, is found beside "customer service", "do not", "reclamo" and strokes."""
    reading = Reading(Medium.EMAIL, text, language, reply_text=text)
    assert [one.value for one in phones.findings(reading, settings=phones.PhoneSettings())] == values
