"""All expressions of date and time in a run of words, from left to right."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from ingest.extract.dategrammar import times
from ingest.extract.dategrammar.calendar import Direction
from ingest.extract.dategrammar.frame import Frame
from ingest.extract.dategrammar.lexicon import Lexicon, listed, mask
from ingest.extract.dategrammar.moments import Told, moment, one
from ingest.extract.dategrammar.ranges import ranged, sharing
from ingest.extract.dategrammar.relative import a_day
from ingest.extract.dategrammar.tokens import NUMBER, Scan

_ANY_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - only asked whether a day stands there
_LONG_AGO = 400  # days
_AHEAD = 9  # pieces over which "will", "by", "appointment" speak of what is to come


_CORE = NUMBER | mask(
    *(
        "month",
        "weekday",
        "weekday_part",
        "rel",
        "part_rel",
        "holiday",
        "clock_word",
        "shift",
        "ord",
        "card",
        "tens",
        "few",
        "misread",
    ),
    *(
        "half_unit",
        "quarter",
        "half_past",
        "ago_pre",
        "the_day",
        "anaphor",
        "daypart",
        "instant",
        "unit",
        "thousand",
        "edge",
    ),
)


_DIGITS = frozenset({1, 2, 4, 8})  # how many a number that begins a date or a time may have
_UNIT = mask("unit")  # "100 days ago"


_WEEKDAY = mask("weekday")


_TERMS = listed("by until till before otherwise entro fino oltre altrimenti tomorrow prossimo prossima bis")


_PAUSES, _STOPS = frozenset(",;"), frozenset(".!?")


_LEADS = mask("from", "at", "the", "day_lead", "about", "one", "in_pre")


_MAY_BEGIN = _CORE | _LEADS


def told(s: Scan, now: datetime, before: Sequence[str] = (), earlier: date | None = None) -> Iterator[Told]:
    """All expressions in a run, from left to right, none overlapping.

    Args:
        s: the run, seen through one language.
        now: the naive wall-clock instant to count from.
        before: the words of the same sentence before the run, folded.
        earlier: the day told of last before the run, for "the next day".
    """
    i, f = 0, Frame(now, "past", earlier)
    pieces, masks, ahead = s.pieces, s.masks, s.lexicon.ahead
    cue = -1 if any(_tells_ahead(s.lexicon, before, k) for k in range(len(before))) else -_AHEAD
    while i < s.size:
        low = pieces[i].low
        if low in _PAUSES or (low in _STOPS and pieces[i + 1].capital):
            cue = -_AHEAD
        elif low in ahead and _tells_ahead(s.lexicon, [piece.low for piece in pieces[max(0, i - 2) : i + 1]]):
            cue = i
        if not masks[i] & _MAY_BEGIN or not _begins(s, i):
            i += 1
            continue
        to_come = i - cue < _AHEAD or (s.may(i, _WEEKDAY) and _goes_ahead(s, i + 1))
        direction: Direction = "future" if to_come else "past"
        if (direction, earlier) != (f.direction, f.before):
            f = Frame(now, direction, earlier)
        found, end = _expression(s, i, f)
        yield from found
        if found and found[-1].at and not found[-1].until:
            more, end = _more_times(s, end, found[-1])
            yield from more
        earlier = next((t.day for t in reversed(found) if t.day and recent(t.day, now)), earlier)
        i = max(end, i + 1)


def recent(day: date, now: datetime) -> bool:
    """Whether what is told next may be told from a day: nobody goes on from a day of birth with "on the 19th"."""
    return abs((now.date() - day).days) < _LONG_AGO


def _tells_ahead(lexicon: Lexicon, words: Sequence[str], k: int = -1) -> bool:
    """Whether a word speaks of what is to come, and no word before it puts that into the past: "it was due on"."""
    k %= len(words)
    return words[k] in lexicon.ahead and lexicon.behind.isdisjoint(words[max(0, k - 2) : k])


def _goes_ahead(s: Scan, i: int) -> bool:
    """Whether the words after a weekday speak of what is to come: "Monday I fly", "sabato verrà"."""
    for piece in s.pieces[i : min(i + 4, s.size)]:
        if not piece.low.isalpha() or piece.low in s.lexicon.behind:
            return False
        if piece.low in s.lexicon.ahead and piece.low not in _TERMS:
            return True
    return False


def _more_times(s: Scan, end: int, first: Told) -> tuple[list[Told], int]:
    """ "alle 9.00, 11.30 e 15.45": the times that go on after one, on the same day."""
    found: list[Told] = []
    for _ in range(8):
        k = s.skip(s.past(end, ","), "and")
        s.relaxed = True
        more = times.clock(s, k) if k > end and s.pieces[k + 1].low in {".", ":"} and s.joined(k + 1) else None
        s.relaxed = False
        if not more or a_day(s, s.skip(more[1], "on"), Frame(_ANY_TIME)):
            break
        at, span = more[0].at(), (s.pieces[k].start, s.pieces[more[1] - 1].end)
        found.append(Told(*span, "time in a list", min(first.sure, 0.7), first.day, at))
        end = more[1]
    return found, end


def _begins(s: Scan, i: int) -> bool:
    """Whether an expression may begin here; words that only lead to one must be followed by one."""
    masks, k = s.masks, i
    while k < min(i + 5, s.size):
        if masks[k] & _CORE:
            return masks[k] != NUMBER or s.pieces[k].width in _DIGITS or s.may(k + 1, _UNIT)
        if not masks[k] & _LEADS:
            return False
        hours = s.words[k].get("from_time")
        k += hours[1] if hours else 1
    return False


def _expression(s: Scan, i: int, f: Frame) -> tuple[list[Told], int]:
    several = sharing(s, i, f)
    if several:
        return several
    found = moment(s, i, f)
    stretch = ranged(s, i, found, f)
    if stretch:
        return [stretch[0]], stretch[1]
    if not found:
        return [], i + 1
    single = one(s, i, found, f)
    if single:
        return [single], found.end
    return [], found.end if found.day else i + 1  # of a day that is not, the month is not meant alone
