"""Disturbs training texts as the world does: capitals, small letters, OCR slips, hard line breaks.

Every change keeps the length of the text, or moves the marked spans along.
"""

import random
from typing import Protocol

SLIPS = {
    "o": "0",
    "O": "0",
    "l": "1",
    "i": "1",
    "I": "l",
    "S": "5",
    "e": "c",
    "a": "o",
    "n": "u",
    "B": "8",
    "h": "b",
    "u": "n",
    "c": "e",
    "g": "q",
    ",": ".",
    ".": ",",
}


class Made(Protocol):
    """A text with its marked names."""

    text: str
    spans: list[tuple[int, int, str]]


def noisy(made: Made, chance: random.Random) -> None:
    """Perhaps disturb a text, in place."""
    draw = chance.random()
    if draw < 0.05:
        made.text = _same_length(made.text, made.text.upper())
    elif draw < 0.13:
        made.text = _same_length(made.text, made.text.lower())
    elif draw < 0.17:
        made.text = _one_case(made, chance)
    elif draw < 0.30:
        made.text = _slips(made.text, chance, chance.choice([0.004, 0.01, 0.02]))
    if chance.random() < 0.35:
        made.text = wrapped(made.text, chance.randint(50, 90))


def _same_length(text: str, changed: str) -> str:
    return changed if len(changed) == len(text) else text


def _one_case(made: Made, chance: random.Random) -> str:
    """Only the names in capitals or in small letters."""
    text = made.text
    change = chance.choice([str.upper, str.upper, str.lower])
    for start, end, _ in made.spans:
        text = text[:start] + _same_length(text[start:end], change(text[start:end])) + text[end:]
    return text


def _slips(text: str, chance: random.Random, rate: float) -> str:
    """Wrong letters here and there."""
    return "".join(SLIPS.get(sign, sign) if chance.random() < rate else sign for sign in text)


def wrapped(text: str, width: int) -> str:
    """Break long lines at spaces, as letters are typed."""
    lines = []
    for line in text.split("\n"):
        signs = list(line)
        last, begin = -1, 0
        for at, sign in enumerate(signs):
            if sign == " ":
                last = at
            if at - begin > width and last > begin:
                signs[last] = "\n"
                begin = last
        lines.append("".join(signs))
    return "\n".join(lines)
