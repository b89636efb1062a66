"""Received stamps: "RECEIVED 03 MAR 2026", "PERVENUTO IL 3/3/2026", "Prot. n. 123 del 3.3.2026".

Their date is evidence of arrival, never a clock. Day stands before month, as European stamps have it.
"""

import re
from datetime import UTC, date, datetime

_CUE = re.compile(
    r"\b(?:RECEIVED|REC['’]?D|PERVENUTO|RICEVUTO|ARRIVATO|PROTOCOLLO|PROT\.|EINGEGANGEN|EINGANG|RE[ÇC]U|RECIBIDO|RECEBIDO|"
    r"ENTRADA|ONTVANGEN|INGEKOMEN)(?=\W|$)"
)
_STARTS = {
    "ja": 1, "ge": 1, "en": 1, "fe": 2, "fé": 2, "mä": 3, "ap": 4, "av": 4, "ab": 4, "ao": 8, "au": 8, "se": 9,
    "ot": 10, "oc": 10, "ok": 10, "ou": 10, "no": 11, "de": 12, "dé": 12, "di": 12, "lu": 7, "gi": 6, "mei": 5,
}  # fmt: skip
_LONGER = {
    "mar": 3,
    "maa": 3,
    "maç": 3,
    "may": 5,
    "mai": 5,
    "mag": 5,
    "jun": 6,
    "jui": 6,
    "jul": 7,
    "ago": 8,
    "juil": 7,
}
_NUMERIC = re.compile(r"\b(\d{1,2})\s?[./ -]\s?(\d{1,2})\s?[./ -]\s?(\d{4}|\d{2})\b")
_NAMED = re.compile(r"\b(\d{1,2})\s?[. -]?\s?([A-Za-zÀ-ÿ]{3,12})\.?\s?[. -]?\s?(\d{4}|\d{2})\b")


def is_received_stamp(line: str) -> bool:
    """Whether a line is (the head of) a received stamp: a cue in capitals, alone or with a date or number."""
    if len(line) > 60 or _CUE.search(line) is None:
        return False
    letters = [char for char in _CUE.sub("", line) if char.isalpha()]
    return sum(char.isupper() for char in letters) >= 0.5 * len(letters) or len(letters) <= 12


def received_on(text: str) -> datetime | None:
    """The date of the first received stamp in a text: midnight UTC of that day; None when there is none.

    The date stands on the stamp's own line or within the two lines after it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if is_received_stamp(line):
            found = _date_in(" ".join(lines[number : number + 3]))
            if found is not None:
                return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return None


def _date_in(text: str) -> date | None:
    for match in [*_NUMERIC.finditer(text), *_NAMED.finditer(text)]:
        day, month, year = match.groups()
        number = int(month) if month.isdigit() else _month(month.casefold())
        try:
            return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
        except ValueError:
            continue
    return None


def _month(name: str) -> int:
    """The number of a month by the beginning of its name in seven languages; 0 when it is none."""
    if name.startswith("juil"):
        return 7
    return _LONGER.get(name[:3]) or _STARTS.get(name[:3]) or _STARTS.get(name[:2], 0)
