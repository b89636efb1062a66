"""A day of the month without its month: "the 18th", "il 5 u.s.", "the 3rd of last month"."""

from datetime import date

from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.calendar import Day, Direction
from ingest.extract.dategrammar.frame import Found, Frame, shifted_unit
from ingest.extract.dategrammar.lexicon import listed
from ingest.extract.dategrammar.numbers import ordinal
from ingest.extract.dategrammar.tokens import Scan


def day_alone(s: Scan, i: int, f: Frame) -> Found | None:
    """ "the 18th", "il 5 u.s.", "il giorno 12", "the 3rd of last month"; weighed by what stands around it."""
    led = any((s.take(k, "day_lead") or (None, 0))[1] == i for k in range(max(0, i - 3), i))
    led = led or _goes_on_with(s, i)
    the = s.take(i, "the")
    k = the[1] if the else i
    found = ordinal(s, k) or ((s.number(k, 1, 31, 2) or 0, k + 1) if s.number(k, 1, 31, 2) else None)
    if not found or (s.joined(k) and not s.pieces[k - 1].low.endswith("'")):
        return None
    day, end = found
    marked = with_marker(s, Day(day=day, pattern="day of the month", sure=0.0), end, f)
    if marked[1] > end and (the or led or ordinal(s, k)):
        return marked[0]._replace(sure=0.85), marked[1]
    if not (the or led) or _names_something(s, k, end, bool(ordinal(s, k))):
        return None
    near = _near(day, f) if f.before else None
    return Day(day=day, exact=near, pattern="day of the month", sure=0.6 if near else 0.55), end


_ON = listed("""
    paid due posted sent rang called came booked charged taken until since dated chased wrote written from phoned rung
""")
_MARKS = frozenset('.,;:("“-–/')
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})


def _goes_on_with(s: Scan, i: int) -> bool:
    """Whether an ordinal in figures needs no article: "paid 13th", "the 1st, 8th and 15th"."""
    if i < 1 or s.pieces[i].number is None or s.pieces[i + 1].low not in _SUFFIXES:
        return False
    if s.pieces[i - 1].low in _ON or (s.pieces[i - 1].low in _MARKS and s.pieces[i + 2].low in _MARKS):
        return True
    k = i - 2 if s.sign(i - 2, ",") and s.take(i - 1, "and") else i - 1
    return (s.sign(k, ",&") or bool(s.take(k, "and"))) and k > 0 and s.pieces[k - 1].low in _SUFFIXES


_SOON_AFTER = 25  # days: what is told next happened next


def _near(day: int, f: Frame) -> date | None:
    """The next such day after the day told of before it, or else the last one; none to come where the past is meant."""
    if not f.before:
        return None
    first, before = f.before.replace(day=1), f.before
    days = [d for k in (0, 1, -1) if (d := calendar.valid_in(calendar.months_later(first, k), day))]
    allowed = [d for d in days if f.direction == "future" or d <= f.today]
    after = min((d for d in allowed if d >= before), default=None)
    earlier = max((d for d in allowed if d < before), default=None)
    return after if after and (earlier is None or (after - before).days < _SOON_AFTER) else earlier


def _names_something(s: Scan, k: int, end: int, suffixed: bool) -> bool:
    """Whether the number counts or ranks something: "the 3rd time", "the second engineer", "il 5 per cento"."""
    if s.pieces[k].number is None:
        return True
    if end >= s.size:
        return False
    if s.sign(end, "%€£$°") or s.take(end, "unit") or _goes_on(s, end):
        return True
    follows = s.pieces[end].low
    if suffixed and (s.pieces[k].number or 0) >= _HARDLY_A_RANK:
        return follows in _RANKED
    if not suffixed:
        return not s.lexicon.habits.cardinal_days or follows in s.lexicon.not_after_day
    may_follow = s.take(end, "at") or s.take(end, "and") or follows in s.lexicon.after_day or _told_of(s, k, end)
    return follows.isalpha() and not may_follow


def _told_of(s: Scan, k: int, end: int) -> bool:
    """ "and on the 23rd Ms Hart put it right": after such a word and before a name an ordinal is a day."""
    return (
        k > 1
        and s.pieces[k - 1].low == "the"
        and s.pieces[k - 2].low in _LEADING
        and (s.pieces[end].capital and s.pieces[end].low not in _NUMBERED)
    )


_HARDLY_A_RANK = 10  # "the 26th out of respect"
_RANKED = listed("""
    birthday anniversary floor century street avenue time attempt call visit letter email week month day hour edition
    amendment page person man woman year session engineer
""")
_LEADING, _NUMBERED = listed("on by since until till"), listed("floor street avenue battalion division edition line")


def _goes_on(s: Scan, end: int) -> bool:
    """Whether the number runs into what follows: "3a", "5/7", "2.30"."""
    if not s.joined(end):
        return False
    if not s.sign(end, ".,;:!?)'\""):
        return True
    return s.sign(end, ".,:") and s.joined(end + 1) and s.number(end + 1, 0, 10**9, 20) is not None


def with_marker(s: Scan, day: Day, k: int, f: Frame) -> Found:
    """ "u.s.", "inst.", "of last month": which month a lone day belongs to."""
    j = s.past(k, ",")
    mark = s.take(j, "marker")
    if mark:
        return _marked(day, str(mark[0]), f), mark[1]
    unit = shifted_unit(s, s.skip(j, "of", "the"))
    if unit and unit[0] == "month":
        step = {"last": "last", "past": "last", "previous": "last", "next": "next", "following": "next"}.get(
            unit[1], "this"
        )
        return _marked(day, step, f), unit[2]
    return day, k


def _marked(day: Day, which: str, f: Frame) -> Day:
    """The day in the month the marker names: this one, the last one ("u.s.") or the next ("p.v.")."""
    first = f.today.replace(day=1)
    if which == "this":
        there = calendar.valid(first.year, first.month, day.day or 1)
        return day._replace(exact=there, pattern="day of this month", sure=0.88)
    if which == "coming":
        return day._replace(direction="future", pattern="day to come", sure=0.85)
    way: Direction = "past" if which == "last" else "future"
    other = calendar.months_later(first, -1 if which == "last" else 1)
    there = calendar.valid(other.year, other.month, day.day or 1)
    return day._replace(exact=there, direction=way, pattern=f"day of {which} month", sure=0.85)
