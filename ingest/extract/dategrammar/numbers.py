"""Numbers in words and digits: counts, days of the month, years. No dates yet."""

from datetime import date

from ingest.extract.dategrammar.calendar import full_year
from ingest.extract.dategrammar.tokens import Scan


def _int(found: object) -> int:
    return found if isinstance(found, int) else 0


def small(s: Scan, i: int) -> tuple[int, int] | None:
    """A number word from 0 to 99 at `i`: "five", "twenty-one", "vingt et un", "treinta y uno"."""
    tens = s.take(i, "tens")
    if tens:
        k = s.past(tens[1], "-")
        joined = s.take(k, "tens_and")
        unit = s.take(joined[1] if joined else k, "card")
        if unit and 0 < _int(unit[0]) < s.lexicon.habits.tens_span:
            return _int(tens[0]) + _int(unit[0]), unit[1]
        return _int(tens[0]), tens[1]
    card = s.take(i, "card")
    return (_int(card[0]), card[1]) if card else None


def count(s: Scan, i: int) -> tuple[float, int] | None:
    """How many: digits, a number word, "a", "a couple of", "half an"."""
    digits = s.number(i, 0, 9999)
    if digits is not None:
        return _decimal(s, i, digits)
    for category in ("few", "half_unit"):
        found = s.take(i, category)
        if found and isinstance(found[0], int | float):
            return found[0], found[1]
    found_small = small(s, i)
    if found_small:
        return found_small
    one = s.take(i, "one")
    return (1, one[1]) if one else None


def _decimal(s: Scan, i: int, digits: int) -> tuple[float, int]:
    """ "2.5 hours"."""
    if s.sign(i + 1, ".,") and s.joined(i + 1) and s.joined(i + 2) and s.number(i + 2, 5, 5, 1):
        return digits + 0.5, i + 3
    return digits, i + 1


def ordinal(s: Scan, i: int) -> tuple[int, int] | None:
    """An ordinal day of the month: "3rd", "1°", "third", "twenty first", "1er", "1.º"."""
    digits = s.number(i, 1, 31, 2)
    if digits:
        k = i + 1
        if s.sign(k, ".") and s.joined(k) and s.joined(k + 1) and s.sign(k + 1, "ºª°"):
            return digits, k + 2
        suffix = s.take(k, "suffix") if s.joined(k) or s.lexicon.habits.loose_suffix else None
        return (digits, suffix[1]) if suffix else None
    tens = s.take(i, "tens")
    if tens:
        unit = s.take(s.past(tens[1], "-"), "ord")
        if unit and _int(unit[0]) < 10 and _int(tens[0]) < 40:
            return _int(tens[0]) + _int(unit[0]), unit[1]
    word = s.take(i, "ord")
    return (_int(word[0]), word[1]) if word and _int(word[0]) < 32 else None


def misread(s: Scan, i: int) -> int | None:
    """A day of the month that OCR read as letters only ("ll", "lO"), worth trying beside a month."""
    low = s.pieces[i].low if i < s.size else ""
    if 1 <= len(low) <= 2 and not low.strip("ol"):
        value = int(low.translate(str.maketrans("ol", "01")))
        return value if 1 <= value <= 31 and len(low) == 2 else None
    return None


def day_number(s: Scan, i: int, *, words: bool = True) -> tuple[int, int] | None:
    """A day of the month at `i`: an ordinal, one or two digits, or (beside a month) a number word."""
    found = ordinal(s, i)
    if found:
        return found
    digits = s.number(i, 1, 31, 2)
    if digits:
        return digits, i + 1
    if not words:
        return None
    guess = misread(s, i)
    if guess:
        return guess, i + 1
    word = small(s, i)
    return word if word and 1 <= word[0] <= 31 else None


def year(s: Scan, i: int, today: date, *, short: bool = True) -> tuple[int, int] | None:
    """A year at `i`: "2026", "'26", "26" (when `short`), or in words."""
    four = s.number(i, 1000, 2199, 4)
    if four and s.pieces[i].width == 4:
        return (four, i + 1) if four >= 1600 else None
    if s.sign(i, "'’‘`") and s.joined(i + 1):
        two = s.number(i + 1, 0, 99, 2)
        return (full_year(two, today), i + 2) if two is not None and s.pieces[i + 1].width == 2 else None
    two = s.number(i, 0, 99, 2)
    if short and two is not None and s.pieces[i].width == 2:
        return full_year(two, today), i + 1
    return year_words(s, i)


def year_words(s: Scan, i: int) -> tuple[int, int] | None:
    """A year in words: "two thousand and six", "nineteen eighty six", "mil novecientos noventa y dos"."""
    thousands = _thousands(s, i)
    if thousands:
        return thousands
    high = small(s, i)
    if not high or not 16 <= high[0] <= 21:
        return None
    hundred = s.take(high[1], "hundred")
    k = s.skip(hundred[1], "tens_and", "and_number") if hundred else s.past(high[1], "-")
    low = small(s, k)
    if low and (low[0] > 9 or hundred or s.words[k].get("card") == (0, 1)):
        return high[0] * 100 + low[0], low[1]
    return (high[0] * 100, hundred[1]) if hundred else None


def _thousands(s: Scan, i: int) -> tuple[int, int] | None:
    lead = small(s, i)
    found = s.take(lead[1], "thousand") if lead and lead[0] in {1, 2} else s.take(i, "thousand")
    if not found:
        return None
    total = _int(found[0]) * (lead[0] if lead and s.take(i, "thousand") is None else 1)
    k = found[1]
    hundreds = _hundreds(s, k)
    if hundreds:
        total, k = total + hundreds[0], hundreds[1]
    rest = small(s, s.skip(k, "and_number"))
    if rest:
        total, k = total + rest[0], rest[1]
    return (total, k) if 1600 <= total <= 2199 else None


def _hundreds(s: Scan, i: int) -> tuple[int, int] | None:
    whole = s.take(i, "hundreds")
    if whole:
        return _int(whole[0]), whole[1]
    lead = small(s, i)
    hundred = s.take(lead[1], "hundred") if lead and lead[0] < 10 else None
    return (lead[0] * 100, hundred[1]) if lead and hundred else None
