"""Days written with a month: "3 March 2026", "March 3rd", "05-Aug-2016", "il primo maggio"."""

from datetime import date

from ingest.extract.dategrammar.calendar import Day
from ingest.extract.dategrammar.figures import glued, numeric
from ingest.extract.dategrammar.frame import Found
from ingest.extract.dategrammar.lexicon import listed, mask
from ingest.extract.dategrammar.numbers import day_number, ordinal, year
from ingest.extract.dategrammar.tokens import Scan

_MONTH = mask("month")


_FULL = listed(  # short names of months that are no abbreviations
    """
    may june july march april marzo mai juin mars avril juni juli enero abril mayo junio julio maio junho julho marco
    mei maart maerz marz aout
    """
)


def written(s: Scan, i: int, today: date) -> Found | None:
    """The longest day with a month at `i`, with a weekday around it or without."""
    if s.pieces[i].number is None:
        found = month_first(s, i, today) if s.may(i, _MONTH) else None
        return found or day_first(s, i, today)
    best: Found | None = None
    for way in (day_first, year_first, numeric):
        option = way(s, i, today)
        if option and (best is None or option[1] > best[1]):
            best = option
    return best


def month(s: Scan, i: int) -> tuple[int, int] | None:
    """A month's name at `i`, with the full stop of its abbreviation."""
    word = s.take(i, "month")
    if not word or not isinstance(word[0], int):
        return None
    k = word[1]
    return word[0], k + 1 if s.pieces[i].low not in _FULL and s.pieces[i].width <= 5 and _abbreviates(s, k) else k


def _abbreviates(s: Scan, k: int) -> bool:
    """Whether a full stop ends an abbreviation rather than the sentence."""
    if not s.sign(k, ".") or not s.joined(k) or k + 1 >= s.size:
        return False
    return not s.pieces[k + 1].capital or s.pieces[k + 1].number is not None


def _between(s: Scan, k: int) -> int:
    """Past what may part the fields of a written date: "of", a hyphen, a full stop, a slash, a comma."""
    k = s.past(k, "-./,")
    return s.skip(k, "of", "the")


def day_first(s: Scan, i: int, today: date) -> Found | None:
    """ "3 March 2026", "3rd of March", "il primo maggio", "3. März", "23-2020-September"."""
    day = day_number(s, i)
    if not day or glued(s, i):
        return None
    named = month(s, _between(s, day[1]))
    if named:
        return with_year(s, Day(month=named[0], day=day[0], pattern="day and month"), named[1], today)
    numbered = _month_in_digits(s, day[1], today)
    if numbered:
        return numbered[0]._replace(day=day[0]), numbered[1]
    if s.sign(day[1], "-/") and s.joined(day[1]):
        among = year(s, day[1] + 1, today, short=False)
        named = month(s, s.past(among[1], "-/")) if among else None
        if among and named:
            return Day(among[0], named[0], day[0], pattern="day, year and month", sure=0.9), named[1]
    return None


def _month_in_digits(s: Scan, k: int, today: date) -> Found | None:
    """ "9 de 8 de 1971", "17 del 11", as said in Spanish and Portuguese."""
    of = s.take(k, "of")
    number = s.number(of[1], 1, 12, 2) if of and s.lexicon.habits.months_in_digits else None
    if not of or not number:
        return None
    again = s.take(of[1] + 1, "of")
    found = year(s, again[1], today, short=False) if again else None
    if found:
        return Day(found[0], number, pattern="day and month in digits", sure=0.85), found[1]
    if s.text[s.pieces[k].start : s.pieces[of[1] - 1].end].lower() != "del" or s.take(of[1] + 1, "unit"):
        return None
    return Day(month=number, pattern="day and month in digits", sure=0.55), of[1] + 1


def month_first(s: Scan, i: int, today: date) -> Found | None:
    """ "March 3rd, 2026", "Oct/2", "Sep-23-2020", "September-2020-23"."""
    named = month(s, i)
    if not named or glued(s, i):
        return None
    k = s.skip(s.past(named[1], "-./,"), "the")
    among = year(s, k, today, short=False)
    if among and s.sign(among[1], "-/") and s.joined(among[1]) and (day := s.number(among[1] + 1, 1, 31, 2)):
        return Day(among[0], named[0], day, pattern="month, year and day"), among[1] + 2
    day_found = ordinal(s, k) or _bare_day(s, k)
    if not day_found or _counted(s, day_found[1]) or (s.sign(k - 1, ".") and month(s, day_found[1])):
        return None  # "out of contract since April. 15 June you took"
    found = with_year(s, Day(month=named[0], day=day_found[0], pattern="month and day"), day_found[1], today)
    return None if _doubtful(s, i, k, found) else found


def _bare_day(s: Scan, k: int) -> tuple[int, int] | None:
    """A day without suffix after a month; a number word only where the language says "January twenty fourth"."""
    found = day_number(s, k)
    if not found or (s.pieces[k].number is None and not s.lexicon.habits.words_after_month):
        return None
    return found


def _counted(s: Scan, k: int) -> bool:
    """Whether the number goes on: an amount, a time, a count."""
    if s.sign(k, "%€£$"):
        return True
    return s.joined(k) and s.sign(k, ":.,") and s.joined(k + 1) and s.number(k + 1, 0, 9999) is not None


def _doubtful(s: Scan, i: int, k: int, found: Found) -> bool:
    """ "may 3 people": a month that is also another word needs a capital letter, a suffix or a year."""
    if s.pieces[i].low not in s.lexicon.ambiguous or s.pieces[i].capital or found[0].year:
        return False
    return not (ordinal(s, k) or s.sign(i + 1, "-/"))


def year_first(s: Scan, i: int, today: date) -> Found | None:
    """ "2019/aug/01", "2020-Sep-23", "2020/23/Sep"."""
    lead = year(s, i, today, short=False) if s.pieces[i].width == 4 else None
    if not lead or not (s.sign(lead[1], "-/. ") and s.joined(lead[1])):
        return None
    named = month(s, lead[1] + 1)
    if named:
        day = s.number(s.past(named[1], "-/."), 1, 31, 2)
        return (
            (Day(lead[0], named[0], day, pattern="year, month and day"), s.past(named[1], "-/.") + 1) if day else None
        )
    day = s.number(lead[1] + 1, 1, 31, 2)
    named = month(s, s.past(lead[1] + 2, "-/.")) if day else None
    return (Day(lead[0], named[0], day, pattern="year, day and month"), named[1]) if named else None


def with_year(s: Scan, day: Day, k: int, today: date) -> Found:
    """The day with the year that follows at `k`, if one does."""
    j = s.past(k, ",-/.")
    parted = j > k
    j = s.skip(j, "of", "year_word", "of")
    found = year(s, j, today, short=_short_year(s, k, j, parted=parted))
    if not found or _is_time(s, found[1], j):
        return day, k
    return day._replace(year=found[0], sure=min(0.99, day.sure + 0.07)), found[1]


def _short_year(s: Scan, k: int, j: int, *, parted: bool) -> bool:
    """Whether two digits after a month may be a year: "3-Mar-26", "23 novembre 82", not "3 March 10 people"."""
    if j < s.size and s.pieces[j].number is not None and s.pieces[j].width == 2:
        lower = j + 1 < s.size and not s.sign(j + 1, ".,;)!?'\"") and s.text[s.pieces[j + 1].start].isalpha()
        if _listed_day(s, j, after_comma=s.sign(k, ",")) or _hours_go_on(s, j):
            return False
        tight = parted and s.joined(k) and (s.joined(j) or s.sign(k, ","))
        return tight or ((not parted and not (lower and s.take(j + 1, "unit"))) and not s.take(j + 1, "ampm"))
    return True


def _listed_day(s: Scan, j: int, *, after_comma: bool) -> bool:
    """Whether the two digits are the next day of a list: "2 Feb, 16 Feb", "3 March, 10 and 17 March"."""
    if not s.number(j, 1, 31, 2):
        return False
    return bool(s.take(j + 1, "month")) or (after_comma and bool(s.sign(j + 1, ",") or s.take(j + 1, "and")))


def _hours_go_on(s: Scan, j: int) -> bool:
    """Whether the two digits are the first of two hours: "11 April 12-4", "8 maggio, 10-12"."""
    return s.sign(j + 1, "-–") and s.joined(j + 1) and s.joined(j + 2) and s.number(j + 2, 1, 22, 2) is not None


def _is_time(s: Scan, k: int, j: int) -> bool:
    """Whether the supposed year is the hour of a time ("3 March 16:00") or part of a longer number."""
    if s.take(k, "ampm") or s.take(k, "oclock") or (s.pieces[j].width <= 2 and s.take(k, "unit")):
        return True
    return s.joined(k) and s.sign(k, ":.,h") and s.joined(k + 1) and s.number(k + 1, 0, 9999) is not None
