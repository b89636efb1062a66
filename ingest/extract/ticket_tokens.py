"""Words that could be a ticket reference by their looks: codes with digits, not dates, amounts or postcodes.

Looks only where digits stand. Every pattern is bounded, and no word of the announcing kind is known here but those
that a code may swallow ("CASE 00918823").
"""

import re
from collections.abc import Iterator

from ingest.extract import ticket_words

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9@£$€])"
    r"(?:[A-Z]{1,5}[ ]?(?=[0-9]{3}))?(?=(?:[A-Za-z]{1,12}[-/._–]){0,2}[A-Za-z]{0,12}[-/._–]?[0-9])"
    r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/._–](?=[A-Za-z0-9])){2,29}"
)
_DIGIT = re.compile("[0-9]")
_SPACE = re.compile(r"\s")
_DATE = re.compile(r"[0-3]?[0-9]([-/.])[01]?[0-9]\1(?:[0-9]{2}|[0-9]{4})|[12][0-9]{3}([-/.])[01]?[0-9]\2[0-3]?[0-9]")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}|[A-Z]{1,2}[0-9]{1,2}")
_AMOUNT = re.compile(
    r"[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]{1,2}|[0-9]{1,2}[.:][0-9]{2}(?:am|pm)?|[0-9]{1,4}(?:st|nd|rd|th|am|pm|kg|km|h|p)"
)
_STROKES = re.compile(r"[0-9]{1,12}(?:[-/][0-9]{1,12}){1,5}")
_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
# One figure is enough where capitals and strokes make a code of it: "NOC/SB/1", "DUR-COPPER-2".
_NAMED_CODE = re.compile(r"(?=.{6,30}\Z)(?=[^0-9]*[0-9][^0-9]*\Z)[A-Z0-9]{1,12}(?:[-/][A-Z0-9]{1,12}){1,3}")
_TAX_CODE = re.compile(r"[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]")  # of a person in Italy
_UNIT = re.compile(
    r"\s?(?:%|€|£|\$|euro\b|eur\b|pounds?\b|days?\b|hours?\b|minutes?\b|weeks?\b|months?\b|years?\b|times?\b|people\b|"
    r"giorni\b|ore\b|minuti\b|settimane\b|mesi\b|anni\b|volte\b|persone\b|tage\b|jours\b|d[ií]as\b)"
)
# Digits read out in groups, "55 12 88"; only for numbers that are announced in so many words.
_SPACED = re.compile(r"(?<![^\s(\"'“‘:#])[0-9]{1,4}(?: [0-9]{1,4}){2,7}(?![0-9A-Za-z,./:-]*[0-9A-Za-z])")


def tokens(text: str) -> Iterator[tuple[int, int]]:
    """The spans of words with a digit that look like codes; looks only where digits stand, as few words have one."""
    past = 0
    while digit := _DIGIT.search(text, past):
        begin = max(past, digit.start() - 40)
        gap = max(text.rfind(" ", begin, digit.start()), text.rfind("\n", begin, digit.start()))
        last = _SPACE.search(text, digit.end(), digit.end() + 64)
        stop = last.start() if last else min(len(text), digit.end() + 64)
        match = _SPACED.match(text, digit.start()) or _TOKEN.search(
            text, max(past, (gap if gap >= 0 else begin) - 6), stop
        )
        if match:
            yield _without_announcement(text, *match.span())
        past = max(match.end() if match else 0, digit.end() if match else stop)


def _without_announcement(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of "CASE 00918823" without the word that only announces."""
    word, space, _ = text[start:end].partition(" ")
    return (start + len(word) + 1, end) if space and ticket_words.announces(word) else (start, end)


def plausible(text: str, start: int, end: int) -> bool:
    """Whether the characters could be a reference at all: not a date, an amount, a postcode, half an address."""
    token = text[start:end]
    digits = sum(map(str.isdecimal, token))
    if _SPACED.fullmatch(token):
        return 5 <= digits <= 14 and not (token.startswith("0") and digits >= 10)
    if (
        (digits < 2 and not _NAMED_CODE.fullmatch(token))
        or len(token) < 4
        or text[end : end + 1] == "@"
        or token.lower().startswith("www.")
    ):
        return False
    if any(pattern.fullmatch(token) for pattern in (_DATE, _POSTCODE, _TAX_CODE)) or _AMOUNT.fullmatch(token.lower()):
        return False
    return not (digits == len(token) and (_is_year(token) or _UNIT.match(text[end : end + 12].lower())))


def coded(token: str) -> bool:
    """Whether it looks like a code without any word that says so: capitals and digits, or figures with strokes."""
    if any(map(str.isupper, token)):
        return " " not in token
    return bool(_STROKES.fullmatch(token)) and sum(map(str.isdecimal, token)) > 3 and not _DAY.fullmatch(token)


def _is_year(token: str) -> bool:
    return len(token) == 4 and token[:2] in ("19", "20")


def spaced(token: str) -> bool:
    """Whether it is digits read out in groups."""
    return bool(_SPACED.fullmatch(token))


def shape(token: str) -> str:
    """The looks of a code: which signs stand where, not which digits or letters."""
    return re.sub("[A-Z]+", "A", re.sub("[0-9]+", "9", token.upper()))


def twins(one: str, other: str) -> bool:
    """Whether two codes are so alike that the same desk gave them out: same letters, or beginning, as many digits."""
    if re.sub("[0-9]", "9", one.upper()) != re.sub("[0-9]", "9", other.upper()):
        return False
    return one[:1].isalpha() or (len(one) >= 6 and one[:2] == other[:2])
