"""Hostile texts: findings or none, never a crash, spans always exact, and never an exploding pattern."""

import importlib
import pkgutil
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.extract
from ingest import extract
from ingest.extract import context, dates, emails, events, flags, masks, names, phones, tickets
from ingest.model import Medium, Reading, Section, SectionKind

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
_PIECES = st.sampled_from(
    ["020 7946 0018", "+44", "(0)", "07700", "ref",
     "ticket", " no. ", "PR-26-00123-7", "INC0045821", "anna@example.org",
     "@", "©", " dot ", " at ", "example", ".org", "3/3/2026", "rang you from ", "spoke to ", "/19", "ext 4", "\x00",
     "\u202e", "\u200b", "O2O", "İ", "ß", "𝟘𝟙𝟚", "٠١٢٣٤٥٦٧٨٩", "０２０",
     "'; DROP TABLE items;--", "{{ 7*7 }}", "\ud800",
     "\n\n", "\t", "-", "(", ")", "l1O0", "I am disabled"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=40).map("".join))


def extracted(text):
    """Everything this test's extractors say about a text."""
    reading = Reading(Medium.EMAIL, text, "en")
    found = [
        *tickets.findings(reading, settings=tickets.TicketSettings()),
        *phones.findings(reading, settings=phones.PhoneSettings()),
        *emails.findings(reading, settings=emails.EmailSettings()),
    ]
    return found, flags.flags_in(reading)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_spans_are_exact(text):
    """Whatever the text, what a finding quotes is what stands there, and its confidence is one."""
    found, flagged = extracted(text)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text
        assert 0 < one.confidence <= 1
        assert one.value
        assert one.reason
    for flag in flagged:
        assert text[flag.start : flag.end] == flag.text
    for event in events.events_in(text, sorted(found, key=lambda one: one.start)):
        assert 0 <= event.start < event.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_values_have_their_form(text):
    """Values are what the contract says: E.164 or digits, lower-case addresses, upper-case references."""
    for one in extracted(text)[0]:
        if one.kind == "phone_number":
            assert one.value.removeprefix("+").isascii()
            assert one.value.removeprefix("+").isdecimal()
        elif one.kind == "email_address":
            assert one.value == one.value.lower()
            assert one.value.count("@") == 1
        else:
            assert one.value == one.value.upper()


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_sentences_cover_the_text(text):
    """The sentences of a text follow one another without a gap."""
    spans = context.sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(SectionKind)), st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_layout_knows_every_section(parts):
    """Overlapping, empty and disordered sections are all answered for."""
    sections = [Section(kind, start, end) for kind, start, end in parts]
    layout = context.Layout(sections)
    for position in range(-1, 52):
        assert layout.at(position) == {one.kind for one in sections if one.start <= position < one.end}


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{4,8}", fullmatch=True), st.data())
def test_masks_find_what_they_describe(value, data):
    """A reference of a shape is found under its mask wherever it stands."""
    mask = "".join("#" if sign.isdecimal() else sign for sign in value)
    around = data.draw(st.sampled_from(["{}", "see {}.", "({})", "«{}»", "x {}\n"]))
    assert [hit.value for hit in masks.mask(mask).hits(around.format(value))] == [value]


_ATTACKS = {
    "digits": "1" * 2000,
    "spaced digits": "1 " * 1000,
    "grouped": "020 " * 500,
    "brackets": "((((" * 500,
    "open brackets with digits": "(0" * 1000,
    "letters like digits": "O" * 2000,
    "mixed": "O0" * 1000,
    "ats": "@" * 2000,
    "address without end": "a." * 1000 + "@" + "b." * 1000,
    "many ats": "a@b." * 500,
    "spelt": "a dot " * 350,
    "spelt at": "a at " * 400,
    "cues": "ticket number " * 150,
    "cue and codes": "ref AB-1/" * 220,
    "references": "PR-26-00123-" * 160,
    "prefix": "INC" * 700,
    "called from": "called from " * 170,
    "my": "my number " * 200,
    "flags": "i will take you to " * 110,
    "dati": "violazione della " * 120,
    "spaces": " " * 2000,
    "newlines": "\n" * 2000,
    "dots": ". A" * 700,
    "hyphens": "1-" * 1000,
    "slashes": "020 7946 0018" + "/1" * 900,
}


@pytest.mark.parametrize("name", _ATTACKS)
def test_no_pattern_explodes(name):
    """Ten times the text takes at most some thirty times the time: no pattern's cost runs away."""
    attack = _ATTACKS[name]
    small, large = (_fastest(attack * times) for times in (1, 10))
    assert large < max(small, 0.004) * 30


def _fastest(text):
    """The shortest of three runs, so that a busy machine does not decide."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        extracted(text)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 40_000,
        "x" * 200_000,
        "ring 020 7946 0018 " * 5_000,
        "a@example.org " * 5_000,
        "\x00" * 50_000,
        "ref AB-1234 " * 5_000,
    ],
    ids=["words", "one long line", "numbers", "addresses", "NULs", "references"],
)
def test_large_texts_come_to_an_end(text):
    """A large text gives its findings."""
    found, _ = extracted(text)
    assert len(found) in (0, 5_000)


_TOLD = st.sampled_from(
    ["yesterday", " at 4pm ", "the 3rd, ", "Monday", " 3 March ", "l'altro ieri ", "dal 3 al 5 ", "last ", "next day ",
     "Anna Smith", "Mr ", "Dott.ssa ", "signora ", "spoke to ", "ANNA", "О'Brien", "Yours faithfully,\n",
     "Аnna Smіth", "{{ name }}", "%s", "${x}", "<b>", "Robert'); DROP TABLE items;--"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_TOLD, _PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_spans_of_the_whole_extraction_are_exact(text):
    """Names, dates and all others together: each finding and flag quotes what stands in its place, none overlaps."""
    told = extract.findings_in(Reading(Medium.EMAIL, text, "en"), received=RECEIVED, settings=extract.Settings())
    last = 0
    for one in told.findings:
        assert text[one.start : one.end] == one.text
        assert last <= one.start < one.end
        last = one.end
    assert all(text[flag.start : flag.end] == flag.text for flag in told.flags)
    assert all(0 <= event.start < event.end <= len(text) for event in told.events)


def _found(text, language="en"):
    """What the whole extraction finds, as pairs of kind and value."""
    told = extract.findings_in(Reading(Medium.EMAIL, text, language), received=RECEIVED, settings=extract.Settings())
    assert all(text[one.start : one.end] == one.text for one in told.findings)
    return [(str(one.kind), one.value) for one in told.findings]


def test_five_megabytes_are_searched_up_to_the_bound():
    """Of 5 MB of text the beginning is searched; what lies beyond the bound is left alone, and nothing breaks."""
    prose = "Nobody could tell me anything, and the line stayed as it was for all that time. " * 64
    text = "Ring me on 020 7946 0018.\n" + (prose + "\n") * 1000 + "My mobile is 07700 900461."
    assert len(text) > 5_000_000
    assert ("phone_number", "+442079460018") in _found(text)
    assert ("phone_number", "+447700900461") not in _found(text[:1_000_000] + text[-40:])


def test_one_line_of_two_megabytes():
    """A line without an end, with or without blanks, gives what stands at its beginning."""
    for filler in ("x", "word "):
        text = "I rang on 3 March from 020 7946 0018 " + filler * (2_000_000 // len(filler))
        assert _found(text)[:2] == [("date_time", "2026-03-03"), ("phone_number", "+442079460018")]


def test_ten_thousand_numbers():
    """Every one of 10,000 numbers is found, and neither dates nor names are read into them."""
    text = "\n".join(f"07700 900{number % 1000:03d}" for number in range(10_000))
    reading = Reading(Medium.EMAIL, text, "en")
    assert len(phones.findings(reading, settings=phones.PhoneSettings())) == 10_000
    assert not dates.findings(reading, received=RECEIVED, settings=dates.DateSettings())
    assert not names.findings(reading, settings=names.NameSettings())


def test_nuls_between_words_hide_nothing():
    """NUL characters around facts are no part of them."""
    assert _found("\x00I rang\x00 from 020 7946 0018\x00 on 3 March\x00" * 2) == [
        ("phone_number", "+442079460018"), ("date_time", "2026-03-03"),
        ("phone_number", "+442079460018"), ("date_time", "2026-03-03"),
    ]  # fmt: skip


def test_bidi_overrides_do_not_turn_a_number_round():
    """A number is read in the order of its characters, whatever the marks around it make a screen show."""
    found = _found("\u202eI rang from 020 7946 0018\u202c and \u2066spoke to Anna Smith\u2069 on 3 March.")
    assert ("phone_number", "+442079460018") in found
    assert ("date_time", "2026-03-03") in found


def test_look_alike_letters_are_not_taken_for_ours():
    """An address or a reference with a Cyrillic letter in it is never reported as the one it looks like."""
    found = _found("Mail anna@ex\u0430mple.org about \u0420R-26-00123-7 and \u0406NC0045821.")
    values = {value for _, value in found}
    assert values.isdisjoint({"anna@example.org", "PR-26-00123-7", "INC0045821", "INC-0045821"})


@pytest.mark.parametrize(
    "name",
    ["{{ 7*7 }} Jones", "{% for x in y %}Jones", "${jndi:ldap://x} Jones", "Robert'); DROP TABLE items;--",
     "<script>alert(1)</script> Jones", "%s%s%n Jones", "../../etc/passwd Jones", "Jones\r\nBcc: all@example.org"],
)  # fmt: skip
def test_templates_and_sql_in_names_stay_words(name):
    """Code in a name is never run and never part of a value with its brackets."""
    for kind, value in _found(f"I spoke to {name} on 3 March."):
        assert "49" not in value
        assert kind != "person_name" or not set(value) & set("{}<>%;$\r\n")


def _patterns():
    """Every compiled pattern that a module of the extraction holds, also in tuples and tables."""
    found = {}
    for module in pkgutil.walk_packages(ingest.extract.__path__, "ingest.extract."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else (value,)
            for one in held:
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    found.setdefault(one, f"{module.name}.{name}")
    for rule in flags._rules():
        found.setdefault(rule[1], f"flags: {rule[2]}")
    for shape in ("INC#######", "PR-##-#####-#", "CAS-#{4,6}-@@", "@@@/####/**", "#{5,12}"):
        found.setdefault(masks.mask(shape).loose, f"mask {shape}")
    return [pytest.param(pattern, id=name) for pattern, name in found.items()]


_FUZZ = ("a", "A", "1", " ", "\n", ".", "-", "1 ", "a ", "A. ", "1-", "(0", "@a.", "O0", " \n", "a'", "3/", "è ")


def _needed(pattern, text):
    """The processor time of a search through all of a text."""
    begun = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - begun


def _grows(pattern, attack):
    """Whether doubling a text takes clearly more than twice the time, however often one asks: noise passes."""
    return all(_doubled(pattern, attack, size) for size in (4000, 8000, 4000, 8000, 4000))


def _doubled(pattern, attack, size):
    """Whether twice so many characters take more than three times the time; the least of some tries counts."""
    half, whole = attack * (size // len(attack)), attack * (2 * size // len(attack))
    if _needed(pattern, whole) <= 0.005:
        return False
    tries = [(_needed(pattern, half), _needed(pattern, whole)) for _ in range(3)]
    return min(large for _, large in tries) > max(min(small for small, _ in tries), 0.001) * 3


def test_a_pattern_without_a_bound_is_noticed():
    """The measure itself: a pattern that looks at all blanks from every blank fails it, a bounded one does not."""
    assert any(_grows(re.compile(r" *x"), " ") for _ in range(5))  # a busy machine may hide growth, not make it up
    assert not _grows(re.compile(r" {0,8}x"), " ")


@pytest.mark.parametrize("pattern", _patterns())
def test_no_pattern_takes_more_time_a_kilobyte_in_longer_texts(pattern):
    """Twice the text takes at most some three times the time, also for a text of the pattern's own words."""
    own = re.findall(r"[^\W\d_]{2,30}", pattern.pattern)[:40]
    attacks = [*_FUZZ, *(f"{word} " for word in own[:6]), "".join(own)[:100] or "a", " ".join(own)[:200] or "a"]
    assert [attack for attack in attacks if _grows(pattern, attack)] == []


_DATED = ("the 3rd, ", "3/4; ", "on Monday the ", "on Monday. ", "the same day ", "down since 3 March and ",
          "last next ", "1 2 3 4 ", "two weeks after ", "half past ", "dal 3 al ", "dopo ", "Anna Smith ", "Dear Mr ",
          "a b c ")  # fmt: skip


@pytest.mark.parametrize("attack", _DATED)
def test_dates_and_names_take_no_more_time_a_kilobyte_in_longer_texts(attack):
    """The grammar of dates and the model of names need twice the time for twice the text, whatever is repeated."""

    def needed(times):
        reading = Reading(Medium.EMAIL, attack * times, "en")
        begun = time.process_time()
        dates.findings(reading, received=RECEIVED, settings=dates.DateSettings())
        names.findings(reading, settings=names.NameSettings())
        return time.process_time() - begun

    needed(10)
    assert any(needed(400) <= max(needed(200), 0.01) * 3 for _ in range(4))
