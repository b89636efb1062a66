"""Clock times: "half past four", "alle 8 e mezza", "16.30 hrs"; what the half of the day is, words must say."""

from ingest.extract.dategrammar.clock import Clock, in_half, in_part
from ingest.extract.dategrammar.lexicon import listed, mask
from ingest.extract.dategrammar.minutes import to_hour
from ingest.extract.dategrammar.numbers import small
from ingest.extract.dategrammar.tokens import NUMBER, Scan

_LEAD = mask("at")
_AT = frozenset({"at", "@"})  # after which four digits are a time
_HAPPENED = listed("""
    failed came arrived rang called phoned died went left dropped started began ended back again logged down off
    attended out up rung texted emailed
""")  # after which "19.40" is a time
_FIRST = NUMBER | mask("card", "tens", "clock_word", "half_past", "quarter")
_BEGIN = _LEAD | _FIRST


def clock(s: Scan, i: int) -> tuple[Clock, int] | None:
    """The clock time at `i`, with what follows it that settles the half of the day."""
    if not s.may(i, _BEGIN):
        return None
    key = i, s.relaxed
    if key not in s.clocks:
        s.clocks[key] = _clock(s, i)
    found: tuple[Clock, int] | None = s.clocks[key]
    return found


def _clock(s: Scan, i: int) -> tuple[Clock, int] | None:
    k, cued = _led(s, i) if s.may(i, _LEAD) else (i, False)
    if not s.may(k, _FIRST):
        return None
    found = _noon(s, k) or to_hour(s, k) or _plain(s, k, cued=cued) or _worded(s, k, cued=cued)
    if not found:
        return None
    value, k = found
    value = value._replace(cued=cued)
    return _settled(s, value, k)


def past_lead(s: Scan, i: int) -> int:
    """Past the words that lead to a time: "at about", "alle ore"."""
    return _led(s, i)[0]


def _led(s: Scan, i: int) -> tuple[int, bool]:
    """Past "at", "at about", "alle ore": and whether there was such a word."""
    k = i
    for _ in range(3):
        taken = s.take(k, "at") or (s.take(k, "about") if k > i else None)
        if not taken or (s.pieces[k].capital and s.joined(taken[1]) and s.pieces[k].low.isalpha()):  # "A2", a row
            break
        k = s.skip(taken[1], "about")
    return k, k > i


def _noon(s: Scan, i: int) -> tuple[Clock, int] | None:
    word = s.take(i, "clock_word")
    if not word:
        return None
    hour = word[0] if isinstance(word[0], int) else 12
    extra = s.take(word[1], "add_half")
    minute = extra[0] if extra and isinstance(extra[0], int) else 0
    return Clock(hour, minute, known=True, marked=True, written="noon or midnight"), extra[1] if extra else word[1]


def _plain(s: Scan, i: int, *, cued: bool) -> tuple[Clock, int] | None:
    """Digits: "16:00", "16.30", "1600 hrs", "4", "16h30", "16 Uhr 30"."""
    hour = s.number(i, 0, 24, 2)
    if hour is None:
        return _military(s, i)
    if s.sign(i + 1, ":.,h") and s.joined(i + 1) and s.joined(i + 2):
        with_minutes = _with_minutes(s, i, hour, cued=cued)
        if with_minutes:
            return with_minutes
    return _bare(s, i + 1, hour, cued=cued, zero=s.pieces[i].low[0] == "0")


def _with_minutes(s: Scan, i: int, hour: int, *, cued: bool) -> tuple[Clock, int] | None:
    minute = s.number(i + 2, 0, 59, 2)
    if minute is None or s.pieces[i + 2].width != 2 or _touches_more(s, i, i + 3):
        return None
    k, second = i + 3, 0
    if s.sign(k, ":") and s.joined(k) and (digits := s.number(k + 1, 0, 59, 2)) is not None:
        k, second = k + 2, digits
    colon = s.sign(i + 1, ":h")
    known = hour > 12 or s.pieces[i].low.startswith("0")
    value = Clock(
        hour, minute, second, known=known, marked=colon or cued or bool(s.take(k, "oclock") or s.take(k, "ampm"))
    )
    if not value.marked and not (cued or s.relaxed or (i and not s.joined(i) and s.pieces[i - 1].low in _HAPPENED)):
        return None
    return value._replace(marked=True), s.skip(k, "oclock")


def _touches_more(s: Scan, i: int, k: int) -> bool:
    """Whether the digits belong to something longer: a version, an amount, a reference, a telephone number."""
    if s.joined(i) and s.pieces[i - 1].low in "$£€#./-:_+" and not (s.relaxed and s.sign(i - 1, "-")):
        return True
    if s.sign(k, "%€£$°") or (s.joined(k) and s.sign(k, "/-_") and s.joined(k + 1)):
        return not (s.sign(k, "-") and s.number(k + 1, 0, 24, 2) is not None)
    return s.joined(k) and s.sign(k, ".,") and s.joined(k + 1) and k + 1 < s.size and s.pieces[k + 1].number is not None


def _military(s: Scan, i: int) -> tuple[Clock, int] | None:
    """ "1600 hrs", "0930h"."""
    value = s.number(i, 0, 2359, 4)
    if value is None or s.pieces[i].width != 4 or value % 100 > 59:
        return None
    mark = s.take(i + 1, "oclock")
    if not mark and i and s.pieces[i - 1].low in _AT and not (s.joined(i + 1) and s.sign(i + 1, "-/.:,")):
        return Clock(value // 100, value % 100, known=True, marked=True), i + 1  # "at 1430"
    return (Clock(value // 100, value % 100, known=True, marked=True), mark[1]) if mark else None


def four_digits(s: Scan, i: int) -> tuple[Clock, int] | None:
    """ "0830" beside a day: a time, unless it may be a year or goes on."""
    value = s.number(i, 0, 2359, 4)
    if value is None or s.pieces[i].width != 4 or value % 100 > 59 or 1900 <= value < 2100 or s.joined(i):
        return None
    if value % 100 == 0 and s.pieces[i].low[0] != "0":
        return None  # "Fibre 1000 on 3 March"
    if s.pieces[i - 1].number is not None or s.number(i + 1, 0, 10**12, 20) is not None:
        return None  # of a telephone number
    if s.joined(i + 1) and s.sign(i + 1, "-/.:,%") and s.joined(i + 2):
        return None
    return Clock(value // 100, value % 100, known=True, marked=True), i + 1


def _bare(s: Scan, k: int, hour: int, *, cued: bool, zero: bool) -> tuple[Clock, int] | None:
    """An hour in digits with something that says so: "4pm", "4 o'clock", "alle 4", "8 e mezza"."""
    value = Clock(hour, known=hour > 12 or zero)
    mark = s.take(k, "oclock")
    if mark and _lasts(s, k):
        return None
    if mark:
        return _after_oclock(s, value._replace(marked=True), mark[1])
    added = _added(s, value, k)
    if added and (cued or s.relaxed or added[0].marked):
        return added
    if s.take(k, "ampm") or s.relaxed or cued:
        return None if _blocked(s, k) else (value, k)
    part = s.take(k, "daypart")
    return (value, k) if part and s.words[k].get("daypart") and s.text[s.pieces[k].start] not in "mM" else None


_HOURS = frozenset({"h", "hr", "hrs", "hours"})


def _lasts(s: Scan, k: int) -> bool:
    """Whether the word for hours at `k` makes a length of time of the number: "3 h 07", "TWO HOURS", "24h"."""
    return s.lexicon.habits.hours_last and s.pieces[k].low in _HOURS


def _of_month(s: Scan, k: int) -> bool:
    """Whether a month follows, so that the number is a day: "since 12 May"."""
    return bool(s.take(k, "month")) and (s.pieces[k].capital or s.pieces[k].low not in s.lexicon.ambiguous)


def _blocked(s: Scan, k: int) -> bool:
    """Whether what follows makes the number something else: a count, an amount, a date, a longer number."""
    if s.take(k, "unit") and not s.take(k, "oclock"):
        return True
    if s.sign(k, "%€£$") or (s.take(k, "suffix") and s.joined(k)) or _of_month(s, k):
        return True
    return (
        s.joined(k) and s.sign(k, "/.-:,") and s.joined(k + 1) and k + 1 < s.size and s.pieces[k + 1].number is not None
    )


def _after_oclock(s: Scan, value: Clock, k: int) -> tuple[Clock, int]:
    """Minutes after the word for the hour: "16 Uhr 30", "8 heures et demie"."""
    added = _added(s, value, k)
    if added:
        return added
    minute = s.number(k, 1, 59, 2)
    if (
        minute is not None
        and s.lexicon.habits.minutes_after_oclock
        and s.pieces[k].width == 2
        and not s.take(k + 1, "month")
    ):
        return value._replace(minute=minute), _past_minutes(s, k + 1)
    return value, k


def _added(s: Scan, value: Clock, k: int) -> tuple[Clock, int] | None:
    """ "e mezza", "y cuarto", "et demie", "meno un quarto", "e venti", "moins vingt-trois minutes"."""
    extra = s.take(k, "add_half")
    if extra and isinstance(extra[0], int):
        return value._replace(minute=extra[0]), extra[1]
    less = s.take(k, "minus_quarter")
    if less and isinstance(less[0], int):
        return _less(value, less[0]), less[1]
    for category, sign in (("clock_and", 1), ("minus", -1)):
        joint = s.take(k, category)
        minutes = _minute_count(s, joint[1]) if joint else None
        if minutes:
            changed = value._replace(minute=minutes[0]) if sign > 0 else _less(value, minutes[0])
            return changed, minutes[1]
    return None


def _minute_count(s: Scan, i: int) -> tuple[int, int] | None:
    digits = s.number(i, 1, 59, 2)
    found = (digits, i + 1) if digits else small(s, i)
    if not found or not 1 <= found[0] <= 59:
        return None
    k = _past_minutes(s, found[1])
    if k == found[1] and (s.take(k, "unit") or s.take(k, "month") or (found[0] < 5 or found[0] % 5)):
        return None
    return found[0], k


def _past_minutes(s: Scan, k: int) -> int:
    unit = s.take(k, "unit")
    return unit[1] if unit and unit[0] == "minute" else k


def _less(value: Clock, minutes: int) -> Clock:
    total = value.hour * 60 - minutes
    return value._replace(hour=total // 60 % 24, minute=total % 60)


def _worded(s: Scan, i: int, *, cued: bool) -> tuple[Clock, int] | None:
    """Words: "four o'clock", "at six", "one thirty", "alle otto e mezza", "sette e venti"."""
    hour = small(s, i)
    if not hour or hour[0] > 24 or (hour[0] == 1 and s.pieces[hour[1]].capital):  # "signed for by one Pettigrew"
        return None
    value = Clock(hour[0], known=hour[0] > 12 or hour[0] == 0)
    mark = s.take(hour[1], "oclock")
    if mark and _lasts(s, hour[1]):
        return None
    if mark:
        return _after_oclock(s, value._replace(marked=True), mark[1])
    added = _added(s, value, hour[1])
    if added and (cued or s.relaxed):
        return added
    minute = _worded_minute(s, hour[1])
    k = minute[1] if minute else hour[1]
    if minute:
        value = value._replace(minute=minute[0])
    if not (cued or s.relaxed or s.take(k, "ampm")):
        return None
    return None if s.take(k, "unit") or s.take(k, "month") else (value, k)


def _worded_minute(s: Scan, i: int) -> tuple[int, int] | None:
    """ "thirty", "forty-three", "oh five" straight after the hour (English)."""
    if s.lexicon.language != "en":
        return None
    k = s.past(i, "-")
    zero = s.take(k, "card")
    if zero and zero[0] == 0:
        k = zero[1]
        unit = s.take(k, "card")
        return (unit[0], unit[1]) if unit and isinstance(unit[0], int) else None
    minute = small(s, k)
    if minute and 10 <= minute[0] <= 59:
        return minute[0], _past_minutes(s, minute[1])
    return None


def _settled(s: Scan, value: Clock, k: int) -> tuple[Clock, int]:
    """Apply "pm", "in the afternoon", "di sera" that follow."""
    k = s.skip(k, "oclock")
    half = s.take(k, "ampm")
    if half and value.hour <= 12 and _is_half(s, k, str(half[0])):
        return in_half(value, str(half[0]).startswith("p")), s.skip(half[1], "exactly")
    part = s.take(s.past(k, ","), "daypart")
    if part and value.hour <= 12:
        return in_part(value, str(part[0])), part[1]
    return value, s.skip(k, "about_post")


def _is_half(s: Scan, k: int, word: str) -> bool:
    """A lone "a" or "p" counts only when it touches the number."""
    return len(word) > 1 or s.joined(k)
