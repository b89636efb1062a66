"""The expressions of date and time in a text that stand: in which languages, and with what around them.

The grammar says what could be a date; here streets, references, amounts and overlapping readings are taken out.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module

from ingest.extract import context
from ingest.extract.dategrammar import calendar, phrases, runs
from ingest.extract.dategrammar.lexicon import Lexicon, listed
from ingest.extract.dategrammar.moments import Told
from ingest.extract.dategrammar.relative import PRESENT
from ingest.extract.dategrammar.tokens import Scan

GRAMMARS = ("en", "it", "de", "fr", "es", "pt", "nl")


@cache
def _lexicon(language: str) -> Lexicon:
    found = import_module(f"ingest.extract.dategrammar.{language}").LEXICON
    if not isinstance(found, Lexicon):
        raise TypeError(f"the grammar of '{language}' has no lexicon")
    return found


_RECENT = 300  # characters over which "the next day" refers back to a day


_FIGURES, _SEVERAL = ("day/", "day.", "day-"), 3  # so many days in figures in one text speak for each other
_LIST = 90  # characters between two days of a list


_KEPT = 20  # of the days told before


_INSIDE = frozenset("~%&=_@#\\")  # signs of addresses on the net and of file names


_NAMES_PLACE = re.compile(  # "12 March Road"
    r" (?:Road|Street|Lane|Avenue|Close|Drive|Court|House|Gardens|Terrace|Way|Place|Crescent|Grove|Square|Hill"
    r"|Rd|St|Ave)\b"
)


_STREETS = listed("""
    via viale piazza piazzale corso largo vicolo strada contrada rue avenue place boulevard calle
    plaza avenida straße strasse platz quartiere stazione metro ponte
""")


_AFTER_STREET = frozenset({"del", "dei", "du", "le", "el", "de"})


_ROMAN = re.compile(r"[ivx]{1,5}")


_LEADS = re.compile(
    r"(?:\bon|\bof|\bdated|\bdate|\bsince|\bfrom|\buntil|\bby|\bbefore|\bafter|\bthe|\bil|\bdel|\bdal|\bal"
    r"|\bdata|\bgiorno"
    r"|\bentro(?: il)?|\bam|\bvom|\bzum|\bden|\ble|\bdu|\bau|\bel|\bdel|\bdesde|\bsur|\bop|\bem|\bdia|\bdía"
    r"|\bthis|\bdeze|:)\s{0,3}$",
    re.IGNORECASE,
)


_NOT_DATES = re.compile(
    r"(?:[£$€#№]|\b(?:ref|no|nr|num|number|page|pag|version|ver|v|art|chapter|invoice no|account|ticket|case"
    r"|tel|telephone"
    r"|phone|fax|mobile|fattura n|pratica|codice|iban|score|rated|width|size|room|flat|unit|box))[.:\s]{0,3}$",
    re.IGNORECASE,
)


_VAGUE_FEASTS = frozenset({"new year", "new year's", "new years"})
_SAID = 70  # characters before "in four minutes" in which a verb of the past makes it how long something took


_PAST = re.compile(
    r"\b(?:[^\W\d_]{2,20}ed|said|told|had|did|found|got|took|came|went|left|fell|rang|spoke|made|gave|cut"
    r"|[^\W\d_]{2,20}(?:ato|ata|ati|uto|uta|ito|ita)|detto|disse|aveva|risposto|fatto|messo|sceso)\b[^.!?;\n]{0,60}$",
    re.IGNORECASE,
)


def told(
    text: str, now: datetime, languages: Sequence[str], *, alone: bool = False, present: bool = False
) -> list[Told]:
    """All expressions of date and time in `text`, in order, none overlapping.

    Args:
        text: any text.
        now: naive wall-clock time to count from.
        languages: which grammars to use, the preferred first.
        alone: the text is nothing but a date, so that no word need lead to it.
        present: whether "now" counts.
    """
    lexicons = tuple(_lexicon(code) for code in languages)
    found: list[tuple[int, Told]] = []
    days: list[Told] = []
    for run in runs.runs(text, lexicons, present=present):
        start = run.pieces[0].start
        last = next((t for t in reversed(days) if t.start < start), None)  # the run itself tells the others again
        earlier = last.day if last and start - last.end < _RECENT else None
        for rank, lexicon in enumerate(lexicons):
            if not rank or _adds(lexicon, lexicons[0], run):
                scan = Scan(text, run.pieces, lexicon)
                here = list(phrases.told(scan, now, run.before, earlier))
                found += [(rank, t) for t in here]
                days = days[-_KEPT:] + [t for t in here if t.day and phrases.recent(t.day, now)]
    listed = {t.start for _, t in found if not t.weak and t.pattern.startswith(("day/", "numbers with '/"))}
    if sum(t.pattern.startswith(_FIGURES) for _, t in found) >= _SEVERAL:
        found = [(rank, t._replace(weak=False) if t.pattern.startswith(_FIGURES) else t) for rank, t in found]
    standing = [r for r in found if (alone or _stands(text, r[1], listed)) and (present or r[1].pattern != PRESENT)]
    return _named_again(_years_shared(text, _without_overlap(standing), now))


def _adds(lexicon: Lexicon, main: Lexicon, run: runs.Run) -> bool:
    """Whether a run holds words of this language that the letter's own does not know."""
    return any(word in lexicon.anchors and word not in main.entries for word in run.words)


def _in_list(text: str, t: Told, listed: set[int]) -> bool:
    """ "02/03: rang", "03/03 10:15 Ann; 05/03 no answer": days in figures that open a line or go on with a list."""
    if not t.pattern.startswith("day/") or not t.day:
        return False
    line = text[max(0, t.start - 60) : t.start].rpartition("\n")[2]
    opens = not line.strip(" \t-*•") or line.rstrip()[-1:] in {".", ";"}
    return opens and (text[t.end : t.end + 1] == ":" or any(abs(place - t.start) < _LIST for place in listed))


def _stands(text: str, t: Told, listed: set[int]) -> bool:
    """Whether what stands around an expression lets it be a date."""
    lead = text[max(0, t.start - 30) : t.start]
    if lead[-1:] in _INSIDE or (lead[-1:].isalnum() and text[t.start].isalnum()) or _NAMES_PLACE.match(text, t.end):
        return False
    if t.pattern == "feast" and text[t.start : t.end].lower() in _VAGUE_FEASTS:
        return False
    if t.pattern == "so long from now" and _PAST.search(text, max(0, t.start - _SAID), t.start):
        return False
    if t.weak and not (
        _LEADS.search(lead)
        or _in_list(text, t, listed)
        or text[t.start].isalpha()
        or (not lead.strip() and not text[t.end : t.end + 3].strip(" .!?"))
    ):
        return False
    if t.day and not t.at and _in_street(lead):
        return False
    numeric = text[t.start].isdigit() and not any(c.isalpha() for c in text[t.start : t.end])
    return not (numeric and _NOT_DATES.search(lead) and t.sure < 0.9)


def _in_street(lead: str) -> bool:
    """Whether the words before a date make it the name of a street: "via 4 novembre", "Via XX Settembre 12"."""
    words = lead.lower().replace("'", " ").split()
    if words and (words[-1] in _AFTER_STREET or _ROMAN.fullmatch(words[-1])):
        words.pop()
    return bool(words) and words[-1] in _STREETS


def _without_overlap(ranked: list[tuple[int, Told]]) -> list[Told]:
    """Of expressions that overlap the longest, and of equal ones the letter's own language."""
    ranked.sort(key=lambda r: (r[1].start - r[1].end, r[0], r[1].start, -r[1].sure))
    kept: list[Told] = []
    taken: set[int] = set()
    for _, t in ranked:
        if not any(p in taken for p in range(t.start, t.end)):
            kept.append(t)
            taken.update(range(t.start, t.end))
    return sorted(kept, key=lambda t: t.start)


_JOINED = re.compile(
    r"\s{0,2}(?:,|and|e|ed|und|et|y|&|or|o|oder|ou)\s{0,2}(?:on |il |am |le |el |the )?", re.IGNORECASE
)


def _years_shared(text: str, found: list[Told], now: datetime) -> list[Told]:
    """ "3 March and 5 April 2025": the year at the end holds for the dates before it."""
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        this, after = shared[k], shared[k + 1]
        if this.yearless and after.day and not after.yearless and _JOINED.fullmatch(text[this.end : after.start]):
            year = after.day.year if _says_year(text[after.start : after.end], after.day) else None
            day = calendar.resolved(this.yearless._replace(year=year), now.date(), "past") if year else None
            shared[k] = this._replace(day=day, yearless=None) if day else this
    return shared


def with_days(text: str, found: list[Told]) -> list[Told]:
    """ "On 3 March I rang, and at 4pm he rang back": a time alone takes the day told of before it in its sentence."""
    joined = list(found)
    for k, t in enumerate(found):
        if t.day is None and t.at is not None:
            left, right = context.sentence(text, t.start, t.end)
            near = [*reversed(found[max(0, k - 3) : k]), *found[k + 1 : k + 4]]
            day = next((d.day for d in near if d.day and not d.last and left <= d.start and d.end <= right), None)
            joined[k] = t._replace(day=day, pattern=f"{t.pattern}, of the day beside it") if day else t
    return [t for t in joined if t.day or not _is_habit(text, t)]


_LONE_DAY = "day of the month"


def _named_again(found: list[Told]) -> list[Told]:
    """ "Not the 23rd": of a day whose month was told before, that one is meant, unless the day before it is near."""
    again = list(found)
    for k, t in enumerate(found):
        if t.pattern != _LONE_DAY or t.day is None:
            continue
        days = [one.day for one in reversed(found[:k]) if one.day and not one.last and one.pattern != _LONE_DAY]
        same = next((day for day in days if day.day == t.day.day), None)
        if same and not (days and 0 <= (t.day - days[0]).days < _NEAR_DAY):
            again[k] = t._replace(day=same)
    return again


_NEAR_DAY = 15


_BY_PHONE = re.compile(
    r"\b(?:r[iu]ng|call|phone|reach|contact|telephon|available|open|telefon|chiam|richiam|reperibil|contatt|orari"
    r"|apert|disponibil)[^\W\d_]{0,8}\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:after|before|from|between|until|till|any time|dopo|prima|dalle|tra|fra|entro|fino)\b[^\d]{0,25}", re.IGNORECASE
)


def _is_habit(text: str, t: Told) -> bool:
    """Whether a time without a day says when somebody may be reached: "ring me after six", "open from 9 to 5"."""
    bounds = _BOUND.match(text, t.start) or _BOUND.search(text, max(0, t.start - 9), t.start)
    return bool(bounds and _BY_PHONE.search(text, max(0, t.start - 90), t.start))


def _says_year(text: str, day: date) -> bool:
    return str(day.year) in text or text.rstrip().endswith(f"{day.year % 100:02d}")
