"""What the world's numbering plans say about a run of digits: whose number it is and whether there can be such a one.

The one place that speaks to the phonenumbers library. Keeps its answers, since a letter repeats its numbers.
"""

from dataclasses import dataclass
from functools import lru_cache

# Numbers for drama (Ofcom, "Telephone numbers for use in TV shows, films and other creative works"); samples use them.
_DRAMA = ("01632960", "07700900", "03069990", "08081570", "09098790")
_DRAMA_ABROAD = tuple(f"+44{opening[1:]}" for opening in _DRAMA)
_OF_LANGUAGE = {"en": "GB", "it": "IT", "de": "DE", "fr": "FR", "es": "ES", "pt": "PT", "nl": "NL"}


@dataclass(frozen=True, slots=True)
class Number:
    """A run of digits as a plan understands it."""

    e164: str
    region: str  # ISO 3166-1, "" when no plan knows it
    valid: bool  # in use according to its plan; else only of a possible length
    international: bool  # written with its country code
    service: bool  # a freephone or service line: nobody's own


def regions(language: str | None, defaults: tuple[str, ...]) -> tuple[str, ...]:
    """The regions whose national numbers are expected, the language's own first."""
    own = _OF_LANGUAGE.get(language or "")
    return tuple(dict.fromkeys((*((own,) if own else ()), *defaults)))


@lru_cache(maxsize=4096)
def understood(digits: str, expected: tuple[str, ...]) -> Number | None:
    """What the plans make of a number.

    Args:
        digits: decimal digits, with a leading `+` when the country code is part of them.
        expected: regions whose national numbers are expected, the likeliest first.
    """
    possible = None
    if len(digits) == 11 and digits.startswith(_DRAMA) and "GB" in expected:
        expected = ("GB",)
    for international, text, region in _readings(digits, expected):
        number = _number(text, region, international=international)
        if number and number.valid:
            return number
        possible = possible or number
    return possible


def _readings(digits: str, expected: tuple[str, ...]) -> list[tuple[bool, str, str | None]]:
    """The ways to read a number, the likeliest first: as international, as national, with a forgotten plus."""
    if digits.startswith("+"):
        return [(True, digits, None)]
    if digits.startswith("00"):
        return [(True, "+" + digits[2:], None)]
    national = [(False, digits, region) for region in expected]
    return national + ([(True, "+" + digits.removeprefix("011"), None)] if len(digits) >= 10 else [])


def _number(text: str, region: str | None, *, international: bool) -> Number | None:
    import phonenumbers  # here: a fifth of a second, and most commands read no numbers

    kinds = phonenumbers.PhoneNumberType
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    home = "GB" if e164.startswith(_DRAMA_ABROAD) else phonenumbers.region_code_for_number(number)
    valid = home is not None
    if not valid and not international and not text.startswith("0") and region != "IT":
        return None
    service = valid and phonenumbers.number_type(number) in (
        kinds.TOLL_FREE, kinds.SHARED_COST, kinds.PREMIUM_RATE, kinds.UAN
    )  # fmt: skip
    return Number(e164, home or region or "", valid, international, service)
