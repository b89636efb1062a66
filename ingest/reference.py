"""Our own complaint references: `PR-26-00123-4`, short to say on the phone and safe to mistype.

The last digit is a check digit by ISO/IEC 7064 MOD 11,10, which finds every single wrong digit and nearly every
swap of neighbours, so that a reference read from a letter is either right or known to be wrong.
"""

import re


def reference(number: int, year: int, prefix: str = "PR") -> str:
    """The reference of the complaint with this running number.

    Args:
        number: the running number of the complaint, 1 or more.
        year: the calendar year it arrived in; two digits of it are shown.
        prefix: letters that stand in front, as set in the configuration.
    """
    digits = f"{year % 100:02d}{number:05d}"
    return f"{prefix}-{digits[:2]}-{digits[2:]}-{check_digit(digits)}"


def check_digit(digits: str) -> str:
    """The check digit of a string of decimal digits (ISO/IEC 7064 MOD 11,10)."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def is_reference(text: str, prefix: str = "PR") -> bool:
    """Whether `text` is a well-formed reference of ours with the right check digit."""
    return number_of(text, prefix) is not None


def number_of(text: str, prefix: str = "PR") -> int | None:
    """The running number in a reference of ours; None when `text` is no well-formed one with the right check digit."""
    match = re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{2}})-([0-9]{{5,9}})-([0-9])", text)
    return int(match[2]) if match is not None and check_digit(match[1] + match[2]) == match[3] else None
