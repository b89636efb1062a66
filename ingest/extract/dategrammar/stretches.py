"""Stretches of days and feasts: "last week", "in March", "Christmas Eve", "Easter 2018"."""

from datetime import date, datetime, timedelta

from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.days import month
from ingest.extract.dategrammar.frame import STEPS, Found, Frame, shifted_unit
from ingest.extract.dategrammar.lexicon import listed
from ingest.extract.dategrammar.numbers import ordinal, year
from ingest.extract.dategrammar.tokens import Scan

_AHEAD: dict[Direction, int] = {"past": 1, "future": 9}  # so many months ahead a month's name alone is still to come


def period(s: Scan, i: int, f: Frame) -> Found | None:
    """ "last week", "il mese scorso", "March 2026", "this weekend": a stretch of days."""
    named = _named_month(s, i, f)
    if named:
        return named
    found = shifted_unit(s, i) or _the_weekend(s, i) or _before_last(s, i)
    if not found or (i and s.take(i - 1, "one")):
        return None
    unit, shift, k = found
    if s.lexicon.language == "en" and unit != "weekend" and (shift == "past" or _the_last(s, i, shift)):
        return None  # "over the past month" and "in the last week" are lengths of time
    if unit == "week" and shift == "following" and f.before:  # "the following week", of the day told before
        f = Frame(datetime.combine(f.before, f.now.time()), f.direction, f.before)
    # "this day", "the last hours" say little; "in the last three weeks" is a length of time
    stretch = _stretch(unit, shift, f)
    if stretch is None:
        return None
    first, last = stretch
    return Day(exact=first, last=last, pattern="whole " + unit, sure=0.55), k


def _the_last(s: Scan, i: int, shift: str) -> bool:
    """ "the last week", other than "last week"."""
    return i > 0 and shift == "last" and s.pieces[i - 1].low == "the"


def _the_weekend(s: Scan, i: int) -> tuple[str, str, int] | None:
    """ "at the weekend", "over the weekend", "nel fine settimana": the last one."""
    unit = s.take(i, "unit")
    if not unit or unit[0] != "weekend" or i < 1 or s.take(unit[1], "of"):
        return None
    led = s.pieces[i - 1].low in _IN_THE or (s.pieces[i - 1].low == "the" and s.pieces[i - 2].low in _AT_THE)
    return ("weekend", "last", unit[1]) if led and i >= 2 - (s.pieces[i - 1].low in _IN_THE) else None


_AT_THE, _IN_THE = listed("at over on during"), listed("nel")


def week_of(s: Scan, i: int, f: Frame) -> Found | None:
    """ "week commencing 2 March", "week ending 6 March", "la settimana del 2 marzo"."""
    unit = s.take(i, "unit")
    which = s.take(unit[1], "week_of") if unit and unit[0] == "week" else None
    inner = f.a_day(s, s.skip(which[1], "on", "the"), f) if which and f.a_day else None
    if not which or not inner or inner[0].last or inner[0].moment:
        return None
    day = calendar.resolved(inner[0], f.today, f.direction)
    if day is None:
        return None
    first, last = (day, day + timedelta(days=6)) if which[0] == 1 else (day - timedelta(days=6), day)
    return Day(exact=first, last=last, pattern="whole week", sure=0.6), inner[1]


def week_of_month(s: Scan, i: int, f: Frame) -> Found | None:
    """ "first week of March", "prima settimana di febbraio", "last day of February"."""
    lead = s.take(i, "shift")
    which = ordinal(s, i)
    after = lead[1] if lead else which[1] if which else None
    unit = s.take(after, "unit") if after is not None else None
    of = s.take(unit[1], "of") if unit and unit[0] in {"week", "day"} else None
    named = _named_month(s, of[1], f) or month_alone(s, of[1], f) if of else None
    if not unit or not named or named[0].exact is None or named[0].last is None:
        return None
    first, last = named[0].exact, named[0].last
    if lead:
        return _last_of(last, str(unit[0]), str(lead[0]), named[1])
    start = first + timedelta(days=7 * (which[0] - 1 if which else 0))
    if unit[0] == "day" or start > last:
        return None
    return Day(exact=start, last=min(last, start + timedelta(days=6)), pattern="whole week", sure=0.55), named[1]


def _last_of(last: date, unit: str, which: str, end: int) -> Found | None:
    """The last day or the last week of a month."""
    if which != "last":
        return None
    if unit == "day":
        return Day(exact=last, pattern="last day of a month", sure=0.8), end
    return Day(exact=last - timedelta(days=6), last=last, pattern="whole week", sure=0.55), end


def _before_last(s: Scan, i: int) -> tuple[str, str, int] | None:
    """ "the week before last"."""
    unit = s.take(i, "unit")
    post = s.take(unit[1], "before_last") if unit else None
    return (str(unit[0]), "before last", post[1]) if unit and post else None


_BESIDE = frozenset({"previous", "next", "following"})  # "the last day" says little


def _stretch(unit: str, shift: str, f: Frame) -> tuple[date, date] | None:
    step = -2 if shift == "before last" else STEPS.get(shift, 0)
    monday = f.today - timedelta(days=f.today.weekday()) + timedelta(weeks=step)
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        # at the weekend told of on a Monday, "this weekend" is to come
        return monday + timedelta(days=5), monday + timedelta(days=6)
    first = calendar.months_later(f.today.replace(day=1), step)
    if unit == "month":
        return first, calendar.month_end(first)
    if unit == "day" and shift in _BESIDE and f.before:
        day = f.before + timedelta(days=step)
        return day, day
    return None


def _named_month(s: Scan, i: int, f: Frame) -> Found | None:
    """ "March 2026", "in March", "last March", "marzo scorso"."""
    lead = s.take(i, "shift")
    named = month(s, lead[1] if lead else i)
    if not named:
        return None
    number, k = named
    j = s.skip(s.past(k, ",-/"), "of", "year_word")
    in_year = year(s, j, f.today, short=False)
    if in_year and not (s.joined(in_year[1]) and s.sign(in_year[1], "/-:") and s.joined(in_year[1] + 1)):
        return _whole_month(in_year[0], number, 0.8), in_year[1]
    of_year = shifted_unit(s, s.skip(k, "of", "the"))
    if of_year and of_year[0] == "year" and not lead:  # "marzo dell'anno scorso"
        return _whole_month(f.today.year + STEPS.get(of_year[1], 0), number, 0.7), of_year[2]
    post = s.take(k, "shift_post")
    shift = str(lead[0]) if lead else str(post[0]) if post else ""
    if not shift and not _alone_ok(s, i):
        return None
    return _whole_month(_year_of(number, shift, f), number, 0.6), post[1] if post and not lead else k


def month_alone(s: Scan, i: int, f: Frame) -> Found | None:
    """A month's name where other words make sure that it is one ("a metà gennaio")."""
    named = month(s, i)
    return (_whole_month(_year_of(named[0], "", f), named[0], 0.6), named[1]) if named else None


_BILLS = listed("bill invoice statement payment instalment installment charge rent")
_LEADS = listed("for throughout by until till during before per entro durante")


def _alone_ok(s: Scan, i: int) -> bool:
    """Whether a month stands alone as a time: "in March", "since January"; not "may" nor "August Smith"."""
    if not i or (s.pieces[i].width <= 3 and s.pieces[i].low != "may"):
        return False
    if s.pieces[i + 1].low in _BILLS and s.pieces[i].capital:  # "my October bill"
        return True
    if not (
        s.pieces[i - 1].low in _LEADS
        or s.take(i - 1, "of")
        or s.take(i - 1, "from")
        or s.take(i - 1, "after")
        or s.take(i - 1, "on")
        or s.take(i - 1, "to")
    ):
        return False
    return s.pieces[i].capital or s.pieces[i].low not in s.lexicon.ambiguous


def _year_of(number: int, shift: str, f: Frame) -> int:
    today = f.today
    months = (number - today.month) % 12  # until it comes again
    if shift in {"next", "this", "following", "coming"} or (not shift and months <= _AHEAD[f.direction]):
        return today.year + (number < today.month)
    return today.year - (number > today.month or (number == today.month and bool(shift)))


def _whole_month(in_year: int, number: int, sure: float) -> Day:
    first = date(in_year, number, 1)
    return Day(exact=first, last=calendar.month_end(first), pattern="whole month", sure=sure)


def _names_somebody(s: Scan, k: int) -> bool:
    """Whether a capital word goes on at `k`, so that the feast is a name's beginning: "Easter Road", "Natale Rossi"."""
    if k >= s.size or s.masks[k] or not s.pieces[k].capital or s.lexicon.language == "de":
        return False
    if s.pieces[k].low in s.lexicon.after_day:
        return False
    return s.text[s.pieces[k - 1].end : s.pieces[k].start] == " "


def feast(s: Scan, i: int, f: Frame) -> Found | None:
    """ "Christmas Eve", "Easter 2018", "last Christmas", "independence day of this year"."""
    lead = s.take(i, "shift")
    word = s.take(lead[1] if lead else i, "holiday")
    if not word or not isinstance(word[0], str | tuple):
        return None
    if _names_somebody(s, word[1]):
        return None
    rule = word[0]
    k = s.skip(s.past(word[1], ","), "of", "the", "year_word")
    in_year = year(s, k, f.today, short=False)
    if in_year and s.pieces[k].number is not None:
        return Day(exact=calendar.feast(rule, in_year[0]), pattern="feast", sure=0.85), in_year[1]
    of_year = shifted_unit(s, k)
    if of_year and of_year[0] == "year":
        step = STEPS.get(of_year[1], 0)
        return Day(exact=calendar.feast(rule, f.today.year + step), pattern="feast", sure=0.8), of_year[2]
    post = s.take(word[1], "shift_post")
    shift = str(lead[0]) if lead else str(post[0]) if post else ""
    way: Direction = "future" if shift in {"next", "this", "following", "coming"} else "past" if shift else f.direction
    return Day(exact=calendar.nearest_feast(rule, f.today, way, said=bool(shift)), pattern="feast", sure=0.72), post[
        1
    ] if post and not lead else word[1]
