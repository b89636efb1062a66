"""Weekdays, alone or with a date: "last Tuesday", "Tuesday 3 March", "martedì scorso", "Tuesday of last week"."""

import re
from datetime import date, timedelta

from ingest.extract.dategrammar import calendar, hours
from ingest.extract.dategrammar.calendar import Day
from ingest.extract.dategrammar.days import with_year, written
from ingest.extract.dategrammar.frame import STEPS, Found, Frame, shifted_unit
from ingest.extract.dategrammar.lengths import from_now
from ingest.extract.dategrammar.lexicon import LEADS_TO_DAY, listed
from ingest.extract.dategrammar.lone import with_marker
from ingest.extract.dategrammar.numbers import day_number, ordinal
from ingest.extract.dategrammar.tokens import Scan


def weekday(s: Scan, i: int, f: Frame) -> Found | None:
    """ "last Tuesday", "Tuesday 3 March", "Monday the 21st", "martedì scorso", "Tuesday of last week"."""
    lead = s.take(i, "shift")
    k = s.skip(lead[1], "the") if lead else i
    word = s.take(k, "weekday")
    if not word or not isinstance(word[0], int):
        return _weekday_part(s, k, str(lead[0]) if lead else "", f)
    shift = str(lead[0]) if lead else ""
    full, k = word[0], word[1]
    short = s.pieces[k - 1].low in s.lexicon.ambiguous or s.pieces[k - 1].width <= 3
    k = s.past(k, ".") if short and s.joined(k) else k
    dated = _weekday_date(s, k, f)
    if dated:
        return dated[0]._replace(weekday=full, pattern="weekday and " + dated[0].pattern), dated[1]
    post = s.take(k, "shift_post")
    if post and not shift:
        shift, k = str(post[0]), post[1]
    if shift:
        return _shifted_weekday(full, shift, f), k
    return _week_after(s, k, full, f) or _bare(s, i, k, full, f, short=short)


def _bare(s: Scan, i: int, k: int, full: int, f: Frame, *, short: bool) -> Found | None:
    """A weekday with nothing that says which: today's, that of a habit, the one after the day before it, the last."""
    if _is_today(s, i) and full == f.today.weekday():
        return Day(exact=f.today, pattern="weekday that is today", sure=0.8), k
    if _habit(s, i, k, f):
        return None
    if short:
        return _abbreviated(s, i, full, k)
    if f.before and i and s.pieces[i - 1].low == "the":  # "he rang on the Thursday": after the day before it
        after = calendar.nearest_weekday(full, f.before, "future")
        if after <= f.today:
            return Day(exact=after, pattern="weekday after a day", sure=0.65), k
    return Day(weekday=full, pattern="weekday", sure=0.72), k


_EVERY = listed(
    """an un una uno every each any most alternate ogni tutti tutte qualsiasi qualunque jeden jede chaque cada toda todo
    elke"""
)
_WHEN = listed("prima dopo mattina pomeriggio sera notte stesso ho hai ha abbiamo hanno è ero era mi ci si sono siamo")


def _is_today(s: Scan, i: int) -> bool:
    """Whether the words before a weekday say that it is today: "it's now Monday", "oggi è venerdì"."""
    said = [s.text[piece.start : piece.end].lower() for piece in s.pieces[max(0, i - 3) : i]]
    last, before = (said[-1:] or [""])[0], said[:-1]
    return last == "now" or (last in {"is", "s", "è"} and not {"today", "it", "oggi"}.isdisjoint(before[-2:]))


def _habit(s: Scan, i: int, k: int, f: Frame) -> bool:
    """Whether a bare weekday is that of every week: "every Tuesday", "riceve il martedì"."""
    if not i or s.pieces[i - 1].low in _EVERY:
        return bool(i)
    if s.lexicon.language == "en" and s.pieces[i - 1].low == "a":
        return True
    if s.lexicon.language != "it" or s.pieces[i - 1].low not in {"il", "la"}:
        return False
    return not f.before or s.pieces[k].low not in _WHEN


def _weekday_part(s: Scan, k: int, shift: str, f: Frame) -> Found | None:
    """ "Dienstagabend": weekday and part of the day in one word."""
    word = s.take(k, "weekday_part")
    if not word or not isinstance(word[0], tuple):
        return None
    weekday, part = word[0]
    return _shifted_weekday(weekday, shift, f)._replace(part=part), word[1]


def _abbreviated(s: Scan, i: int, weekday: int, k: int) -> Found | None:
    """ "on Fri", "came wed": an abbreviation alone needs such a word, a capital letter, or its full stop."""
    if i and s.pieces[i - 1].low in LEADS_TO_DAY:
        past = s.pieces[i - 1].low in {"came", "since"}
        return Day(weekday=weekday, direction="past" if past else None, pattern="weekday", sure=0.6), k
    if s.pieces[i].low in s.lexicon.ambiguous and not (s.pieces[i].capital and i and s.take(i - 1, "on")):
        return None
    if not s.pieces[i].capital and not s.sign(k - 1, "."):
        return None
    return Day(weekday=weekday, pattern="weekday", sure=0.6), k


def _weekday_date(s: Scan, k: int, f: Frame) -> Found | None:
    """The date after a weekday: written out, or a day of the month alone."""
    j = s.past(s.past(k, ",-"), "(")
    j = s.skip(j, "on", "the")
    found = written(s, j, f.today)
    if (found and hours.slot(s, j, found[0].pattern)) or hours.clocks(s, j, led=False, cued=True):
        return None  # "Wednesday 10-12", "Samstag von 7 bis 11 Uhr"
    if found:
        sure = max(found[0].sure, 0.9) if found[0].month else found[0].sure
        return _month_by_weekday(s, k - 1, found[0]._replace(sure=sure), f), s.past(found[1], ")") if s.sign(
            j - 1, "("
        ) else found[1]
    day = day_number(s, j)
    if not day or _counts(s, j):
        return None
    if _goes_on(s, j, day[1], led=j > s.past(k, ",-"), falls=_said(s, k - 1, day[0], f)):
        return None
    numbered = s.take(day[1], "month_number")
    if numbered and isinstance(numbered[0], int):
        return with_year(s, Day(month=numbered[0], day=day[0], pattern="day and month"), numbered[1], f.today)
    return with_marker(s, Day(day=day[0], pattern="day of the month", sure=0.85), day[1], f)


def _said(s: Scan, i: int, day: int, f: Frame) -> bool:
    """Whether a language that counts days with plain numbers may mean the weekday at `i` and this day together."""
    word = s.take(i, "weekday")
    if not s.lexicon.habits.cardinal_days or not word or not isinstance(word[0], int):
        return False
    return _falls(word[0], day, f.today)


def _month_by_weekday(s: Scan, i: int, day: Day, f: Frame) -> Day:
    """ "Friday 7/6": when only the American order falls on that weekday, it was meant."""
    word = s.take(i, "weekday")
    if (
        not word
        or day.month is None
        or day.day is None
        or day.day > 12
        or not day.pattern.startswith(("day/", "day.", "day-", "numbers"))
    ):
        return day
    usual = _closest(day.year, day.month, day.day, f.today)
    swapped = _closest(day.year, day.day, day.month, f.today)
    if not swapped or swapped.weekday() != word[0] or (usual and usual.weekday() == word[0]):
        return day
    return day._replace(month=day.day, day=day.month, pattern="month first by its weekday", sure=0.7)


def _closest(year_: int | None, month_: int, day: int, today: date) -> date | None:
    """The date, in the year that brings it closest to today when none is given."""
    years = [year_] if year_ else [today.year - 1, today.year, today.year + 1]
    found = [d for y in years if (d := calendar.valid(y, month_, day))]
    return min(found, key=lambda d: abs(d - today), default=None)


def _falls(weekday: int, day: int, today: date) -> bool:
    """Whether that day of a month about now falls on that weekday: "martedì due" said in June."""
    months = (calendar.months_later(today.replace(day=1), step) for step in (-1, 0, 1))
    return any(found.weekday() == weekday for first in months if (found := calendar.valid_in(first, day)))


def _counts(s: Scan, j: int) -> bool:
    """Whether a number behind a comma counts what follows: "I rang Saturday, 1 call"."""
    if s.lexicon.language != "en" or not s.sign(j - 1, ",") or s.pieces[j].number is None or ordinal(s, j):
        return False
    follows = _LOWER.match(s.text, s.pieces[j].end)
    known = follows is not None and (follows[1] in s.lexicon.after_day or follows[1] in s.lexicon.entries)
    return follows is not None and not known


_LOWER = re.compile(" ([a-z]{2,20})")


def _goes_on(s: Scan, j: int, k: int, *, led: bool, falls: bool) -> bool:
    """Whether the number after a weekday is a time or an amount: "Friday 4 pm", "Monday 10:30", "Friday 5 people"."""
    if s.sign(k, "%€£$") or s.take(k, "unit") or s.take(k, "ampm") or s.take(k, "oclock"):
        return True
    if s.joined(k) and s.sign(k, ":.,h/") and s.joined(k + 1) and s.number(k + 1, 0, 9999) is not None:
        return True
    return not led and s.pieces[j].number is None and ordinal(s, j) is None and not falls


def _week_after(s: Scan, k: int, weekday: int, f: Frame) -> Found | None:
    """ "Tuesday of last week", "el lunes esta semana", "Monday two weeks from now", "Tuesday week"."""
    j = s.skip(s.past(k, ","), "of", "the", "on")
    before_last = s.take(k, "before_last")
    if before_last:
        day = calendar.nearest_weekday(weekday, f.today, "past") - timedelta(days=7)
        return Day(exact=day, pattern="weekday before last", sure=0.7), before_last[1]
    if s.lexicon.language == "en" and j == k and s.pieces[k].low == "week":  # "Friday week"
        coming = calendar.nearest_weekday(weekday, f.today, "future") + timedelta(days=7)
        return Day(exact=coming, pattern="weekday of a week", sure=0.7), k + 1
    week = shifted_unit(s, j)
    if week and week[0] == "week":
        return _in_week(weekday, week[1], f), week[2]
    length = from_now(s, j, f)
    if length and length[0].exact and length[0].moment is None and not length[0].pattern.startswith("so long after"):
        target = length[0].exact
        return Day(
            exact=target - timedelta(days=(target.weekday() - weekday) % 7), pattern="weekday of a week", sure=0.6
        ), length[1]
    return None


def _in_week(weekday: int, shift: str, f: Frame) -> Day:
    weeks = STEPS.get(shift, 0)
    return Day(exact=calendar.weekday_in_week(weekday, f.today, weeks), pattern="weekday of a week", sure=0.85)


def _shifted_weekday(weekday: int, shift: str, f: Frame) -> Day:
    """The weekday that "last", "next", "this" mean.

    "Last Wednesday" said on Thursday is not yesterday (that would be "yesterday") but the one before. "Next" is the
    one in the week to come, "this" the one of this week.
    """
    if shift in {"last", "past", "previous"}:
        day = calendar.nearest_weekday(weekday, f.today, "past")
        if (shift == "last" and (f.today - day).days == 1) or (
            shift == "previous" and day >= calendar.weekday_in_week(0, f.today, 0)
        ):
            day -= timedelta(days=7)
        return Day(exact=day, pattern="last weekday", sure=0.8)
    if shift in {"next", "following"}:
        if shift == "following" and f.before:
            return Day(
                exact=calendar.nearest_weekday(weekday, f.before, "future"), pattern="weekday after a day", sure=0.7
            )
        return Day(exact=calendar.weekday_in_week(weekday, f.today, 1), pattern="next weekday", sure=0.75)
    if shift == "coming":
        return Day(exact=calendar.nearest_weekday(weekday, f.today, "future"), pattern="coming weekday", sure=0.8)
    if shift == "this":
        exact = calendar.weekday_in_week(weekday, f.today, 0)
        return Day(exact=exact, pattern="this weekday", sure=0.75)
    return Day(weekday=weekday, pattern="weekday", sure=0.72)


def week_then_day(s: Scan, i: int, f: Frame) -> Found | None:
    """ "next week on Tuesday", "this week Monday", "prossima settimana di martedì", "vorige week - maandag"."""
    week = shifted_unit(s, i)
    if not week or week[0] != "week":
        return None
    k = s.skip(s.past(week[2], ",-"), "on", "of", "the")
    word = s.take(k, "weekday")
    if not word or not isinstance(word[0], int):
        return None
    return _in_week(word[0], week[1], f), word[1]
