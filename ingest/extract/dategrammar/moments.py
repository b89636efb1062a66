"""A day with its time, worked out into an ISO 8601 value: "yesterday at about 4", "alle 17:45 del 4 marzo"."""

from datetime import date, time
from typing import NamedTuple

from ingest.extract.dategrammar import calendar, times
from ingest.extract.dategrammar.calendar import Day
from ingest.extract.dategrammar.clock import Clock, in_part
from ingest.extract.dategrammar.frame import Frame
from ingest.extract.dategrammar.lexicon import listed
from ingest.extract.dategrammar.relative import a_day
from ingest.extract.dategrammar.tokens import NUMBER, Scan


class Told(NamedTuple):
    """One expression, worked out."""

    start: int  # in the text
    end: int
    pattern: str
    sure: float
    day: date | None = None
    at: time | None = None
    last: date | None = None  # of a range of days
    until: time | None = None  # of a range of times
    yearless: Day | None = None  # what was written, when the year was left open
    weak: bool = False  # only to be believed when a word leads to it

    @property
    def value(self) -> str:
        """ISO 8601, as short as exactness allows."""
        first = _iso(self.day, self.at)
        if self.last is None and self.until is None:
            return first
        return f"{first}/{_iso(self.last or self.day, self.until)}"


def _iso(day: date | None, at: time | None) -> str:
    if at is None:
        return day.isoformat() if day else ""
    clock_time = at.isoformat("seconds" if at.second else "minutes")
    return f"{day.isoformat() if day else ''}T{clock_time}"


class Moment(NamedTuple):
    """A day, a time, or both, as parsed."""

    day: Day | None
    clock: Clock | None
    end: int  # piece after it


def moment(s: Scan, i: int, f: Frame) -> Moment | None:
    """A day with a time after it or before it, or one of them."""
    options = [m for m in (_day_then_time(s, i, f), _time_then_day(s, i, f)) if m]
    return max(options, key=lambda m: (m.end, m.day is not None)) if options else None


def _day_then_time(s: Scan, i: int, f: Frame) -> Moment | None:
    found = a_day(s, i, f)
    if not found:
        return None
    day, k = found
    if day.moment:
        return Moment(day, None, k)
    j = s.past(k, ",-")
    part = (s.take(j, "daypart") or s.take(k, "daypart")) if not s.take(j, "anaphor") else None
    if part:
        day, k = day._replace(part=str(part[0])), part[1]
    at = _time_after(s, k, day)
    if not at:
        return Moment(day, None, k)
    return Moment(day, in_part(at[0], day.part) if not at[0].known else at[0], at[1])


def _time_after(s: Scan, k: int, day: Day) -> tuple[Clock, int] | None:
    if day.last:
        return None
    iso = k < s.size and s.pieces[k].low == "t" and s.joined(k)
    j = k + 1 if iso else s.past(s.past(s.past(k, ","), "-–("), ".") if not s.sign(k, ".") else k
    at = times.clock(s, j) or times.four_digits(s, j) or _dotted(s, j, day)
    if not at and not s.sign(k, "."):
        at = times.clock(s, s.skip(j, "and"))
    if not at or not (at[0].marked or at[0].cued):
        return None
    return (
        (at[0]._replace(known=True), _past_zone(s, at[1]))
        if iso
        else (at[0], s.past(at[1], ")") if s.sign(j - 1, "(") else at[1])
    )


_TWO_DIGITS = 2
_HOUR = "alle "  # says of itself that an hour follows: "alle 15 doveva esserci"
_MONEY = listed("euro eur pounds quid gbp")


def _dotted(s: Scan, j: int, day: Day) -> tuple[Clock, int] | None:
    """ "4 June, 18.50", "7 Dec 09.00": after a day figures with a full stop are a time, unless they are money."""
    if not s.sign(j - 1, ",(") and not (day.month and s.pieces[j].width == _TWO_DIGITS):
        return None
    if not s.masks[j] & NUMBER or not (s.sign(j + 1, ".") and s.joined(j + 1) and s.joined(j + 2)):
        return None
    s.relaxed = True
    at = times.clock(s, j)
    s.relaxed = False
    return at if at and at[1] == j + 3 and not (at[1] < s.size and s.pieces[at[1]].low in _MONEY) else None


def _past_zone(s: Scan, k: int) -> int:
    """Past the fraction and the zone of an ISO 8601 time; the wall clock as written is kept."""
    if s.sign(k, ".") and s.joined(k):
        k += 2
    if k < s.size and s.pieces[k].low == "z" and s.joined(k):
        k += 1
    elif s.sign(k, "+-") and s.joined(k) and s.number(k + 1, 0, 14, 2) is not None and s.sign(k + 2, ":"):
        k += 4
    return min(k, s.size)


def _time_then_day(s: Scan, i: int, f: Frame) -> Moment | None:
    at = times.clock(s, i)
    if not at and s.masks[i] & NUMBER and s.sign(i + 1, ",."):
        s.relaxed = True
        at = times.clock(s, i)
        s.relaxed = False
        if at and not (s.sign(at[1], ",") and s.take(at[1] + 1, "part_rel")):
            at = at if s.sign(i + 1, ".") and s.take(at[1], "on") else None  # "14.15 on 11 February"
    if not at:
        at = times.four_digits(s, i) if s.take(i + 1, "on") else None  # "0600 on 1.9.26"
    if not at:
        return None
    j = s.skip(s.past(at[1], ",-("), "on", "of", "on", "the")
    found = a_day(s, j, f)
    if not found and j > at[1]:
        found = a_day(s, s.past(at[1], ",("), f)
    if not found or found[0].last or found[0].moment or (found[0].sure < 0.5 and not s.take(at[1], "on")):
        return Moment(None, at[0], at[1])
    day, k = found
    part = s.take(k, "daypart")
    if part:
        day, k = day._replace(part=str(part[0])), part[1]
    return Moment(day, at[0] if at[0].known else in_part(at[0], day.part), k)


def one(s: Scan, i: int, m: Moment, f: Frame) -> Told | None:
    """The finding of a single moment."""
    start, end = s.pieces[i].start, s.pieces[m.end - 1].end
    if m.day is None:
        return _lone_time(s, m, start, end)
    if m.day.moment:
        at = m.day.moment
        return Told(start, end, m.day.pattern, m.day.sure, at.date(), at.time().replace(microsecond=0))
    day = calendar.resolved(m.day, f.today, f.direction)
    if day is None:
        return None
    open_year = m.day if m.day.month and m.day.year is None and not m.day.exact else None
    at_time = m.clock.at() if m.clock else None
    sure = _sure(m, at_time)
    return Told(start, end, m.day.pattern, sure, day, at_time, m.day.last, None, open_year, sure < 0.5)


def _sure(m: Moment, at: time | None) -> float:
    base = m.day.sure if m.day else 0.6
    base = max(base, 0.6) if m.day and m.day.part else base  # "3/4 in the evening"
    if at is None or m.clock is None:
        return base
    base = max(base, 0.6)  # a time beside it makes a date of "3/4"
    return base if m.clock.known or 7 <= m.clock.hour <= 12 else base * 0.92


def _told_of(s: Scan, k: int) -> bool:
    """Whether the word after a bare hour goes on with the sentence: "at six I rang", "alle 3 ci hanno chiamato"."""
    word = s.pieces[k].low
    return word in s.lexicon.after_day and (not s.pieces[k].capital or word == "i")


def _lone_time(s: Scan, m: Moment, start: int, end: int) -> Told | None:
    if m.clock is None:
        return None
    if not m.clock.marked:
        ends = m.end >= s.size or not s.text[s.pieces[m.end].start].isalnum() or _told_of(s, m.end)
        ends = ends or s.text[start : start + len(_HOUR)].lower() == _HOUR
        if not (m.clock.cued and ends) or (s.joined(m.end) and s.sign(m.end, "-/%")):
            return None
    sure = 0.75 if m.clock.marked else 0.4
    return Told(start, end, m.clock.written, sure, None, m.clock.at())
