"""Days written in figures: "03/03/2026", "3.3.26", "2026-03-03", "22/04", "3 3 2026", "20260303"."""

from datetime import date

from ingest.extract.dategrammar.calendar import Day, valid
from ingest.extract.dategrammar.frame import Found
from ingest.extract.dategrammar.numbers import year
from ingest.extract.dategrammar.tokens import Scan

_CURRENCY = frozenset("£$€")


_EDGES = "/.-:_#@+$£€,\\="


def glued(s: Scan, i: int) -> bool:
    """Whether the piece at `i` is the tail of something longer: a reference, an amount, a version, a path."""
    if not s.joined(i):
        return i > 0 and s.pieces[i - 1].low in _CURRENCY
    before = s.pieces[i - 1]
    if before.number is not None or s.text[before.start].isalpha():
        return not before.low.endswith("'")
    if before.low == "-" and not (i >= 2 and s.joined(i - 1) and _coded(s, i - 2)):
        return False
    if before.low in "-/" and s.take(i + 1, "month") and i >= 2 and _first_of_two(s, i - 2):
        return False  # "4-5 July", "3/4 March"
    if before.low in ":,.":  # "Date:3/3/2026", "il:3.3.2026", "arrived.3 March"
        return i >= 2 and s.joined(i - 1) and s.pieces[i - 2].number is not None
    return before.low in _EDGES


def _first_of_two(s: Scan, i: int) -> bool:
    """Whether the piece at `i` may be the first of two days, and nothing touches it from before."""
    return bool(s.number(i, 1, 31, 2)) and not s.joined(i)


def _coded(s: Scan, i: int) -> bool:
    """Whether the piece before a hyphen belongs to a reference: digits or capital letters, not "Friday-"."""
    piece = s.pieces[i]
    return piece.number is not None or s.text[piece.start : piece.end].isupper()


def _runs_on(s: Scan, k: int) -> bool:
    """Whether something longer goes on at `k`: "10.3.2.1", "3/3/2026/7", "3-3-20-11"."""
    if s.sign(k, "%€£$"):
        return True
    if not s.joined(k) or k >= s.size:
        return False
    if s.sign(k, "-") and s.joined(k + 1) and s.pieces[k + 1].capital and s.pieces[k + 1].width <= 2:
        return True
    if s.sign(k, "/-.:_"):
        return k + 1 < s.size and s.joined(k + 1) and (s.pieces[k + 1].number is not None or s.sign(k, "_/"))
    return s.pieces[k].number is not None or (s.text[s.pieces[k].start].isalpha() and not s.take(k, "at"))


def numeric(s: Scan, i: int, today: date) -> Found | None:
    """ "03/03/2026", "3.3.26", "2026-03-03", "22/04", "3 3 2026", "20260303"."""
    after = s.pieces[i + 1]
    if not (after.number is not None or s.pieces[i].width == 8 or s.sign(i + 1, "/.-")) or glued(s, i):
        return None
    return _compact(s, i) or _iso(s, i) or _three(s, i, today) or _two(s, i)


def _compact(s: Scan, i: int) -> Found | None:
    low = s.pieces[i].low
    if len(low) != 8 or low[:2] not in {"19", "20"} or _runs_on(s, i + 1):
        return None
    found = valid(int(low[:4]), int(low[4:6]), int(low[6:]))
    return (Day(found.year, found.month, found.day, pattern="eight digits", sure=0.5), i + 1) if found else None


def _iso(s: Scan, i: int) -> Found | None:
    if s.pieces[i].width != 4 or not s.number(i, 1600, 2199) or not _tight(s, i, 5):
        return None
    month_, day = s.number(i + 2, 1, 12, 2), s.number(i + 4, 1, 31, 2)
    if not month_ or not day or not s.sign(i + 1, "-/.") or s.pieces[i + 1].low != s.pieces[i + 3].low:
        return None
    if _runs_on(s, i + 5) and not _iso_time(s, i + 5):
        return None
    return Day(s.number(i, 1600, 2199), month_, day, pattern="year-month-day", sure=0.97), i + 5


def _iso_time(s: Scan, k: int) -> bool:
    return k < s.size and s.pieces[k].low == "t" and s.number(k + 1, 0, 23, 2) is not None


def _tight(s: Scan, i: int, length: int) -> bool:
    """Whether these pieces exist and hang together, or are parted by blanks on both sides of each sign."""
    if i + length > s.size:
        return False
    return all(s.joined(k) for k in range(i + 1, i + length)) or _spaced(s, i, length)


def _spaced(s: Scan, i: int, length: int) -> bool:
    """ "3 / 3 / 2026", "12. 3. 2026": OCR and some hands put blanks around the signs, but no new line."""
    apart = [s.text[s.pieces[k - 1].end : s.pieces[k].start] for k in range(i + 1, i + length)]
    return all(gap in {"", " ", "\t", "\u00a0"} for gap in apart)


def _three(s: Scan, i: int, today: date) -> Found | None:
    first = s.number(i, 1, 31, 2)
    if not first or not _tight(s, i, 5):
        return _blanks(s, i, today)
    second, sign = s.number(i + 2, 1, 31, 2), s.pieces[i + 1].low
    if not second or sign not in {"/", ".", "-"} or s.pieces[i + 3].low != sign:
        return _blanks(s, i, today)
    k = i + 4
    found = year(s, k, today)
    if not found or (s.pieces[k].number is not None and s.pieces[k].width not in {2, 4}) or _runs_on(s, found[1]):
        return None
    return _ordered(first, second, found[0], found[1], f"numbers with '{sign}'")


def _ordered(first: int, second: int, in_year: int, k: int, pattern: str) -> Found | None:
    """Day first; month first only when nothing else is possible (03/25/2026)."""
    if second <= 12 and valid(in_year, second, first):
        sure = 0.97 if first > 12 or first == second else 0.93
        return Day(in_year, second, first, pattern=pattern, sure=sure), k
    if first <= 12 and valid(in_year, first, second):
        return Day(in_year, first, second, pattern=pattern + ", month first", sure=0.85), k
    return None


def _blanks(s: Scan, i: int, today: date) -> Found | None:
    """ "02 04 2009": only with a full year, or after a word that leads to a date."""
    first, second = s.number(i, 1, 31, 2), s.number(i + 1, 1, 12, 2)
    if not first or not second or i + 2 >= s.size or s.pieces[i + 2].number is None:
        return None
    found = year(s, i + 2, today)
    if not found or _runs_on(s, found[1]) or (i and s.pieces[i - 1].number is not None):
        return None
    if s.number(found[1], 0, 10**9, 20) is not None or s.sign(i - 1, "+"):
        return None
    if found[0] < 1900 or s.pieces[i + 2].width not in {2, 4}:
        return None
    sure = 0.75 if s.pieces[i + 2].width == 4 else 0.5
    return Day(found[0], second, first, pattern="numbers with blanks", sure=sure), found[1]


def _two(s: Scan, i: int) -> Found | None:
    """ "22/04", "22.04." where that is how dates are written. The caller weighs what stands around."""
    first, second = s.number(i, 1, 31, 2), s.number(i + 2, 1, 31, 2)
    if not first or not second or not _tight(s, i, 3) or not s.sign(i + 1, "/.-") or glued(s, i):
        return None
    if s.take(i + 3, "month"):  # "call 1. 27 January"
        return None
    k, sign = i + 3, s.pieces[i + 1].low
    dotted = sign == "." and s.sign(k, ".") and s.joined(k)
    if dotted and s.number(k + 1, 0, 9999) is not None and s.joined(k + 1):
        return None
    if _runs_on(s, k) and not dotted:
        return None
    month_, day = (second, first) if second <= 12 else (first, second)
    if month_ > 12 or not valid(2000, month_, day):
        return None
    sure = _two_sure(s, sign, first, second, dotted=dotted)
    closes = dotted and s.lexicon.habits.dotted_days
    return Day(month=month_, day=day, pattern=f"day{sign}month", sure=sure), k + 1 if closes else k


def _two_sure(s: Scan, sign: str, first: int, second: int, *, dotted: bool) -> float:
    if sign == "/":
        return 0.2 if (first, second) == (24, 7) else 0.6 if first > 12 or second > 12 else 0.4
    if sign == "." and s.lexicon.habits.dotted_days and dotted:
        return 0.75
    return 0.25
