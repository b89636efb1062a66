"""Which day is meant where the words leave it open: "on Friday", "by the 25th", "il 12" - gone by, today's or to come.

The grammar takes the nearest day in the direction its cues tell. Here a small linear model that was taught on letters
(`python -m benchmarks.train_ambiguous_days`) weighs the words around, the days told of before and after, and the
grammar's own choice against each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from ingest.extract import context
from ingest.extract.dategrammar import calendar
from ingest.extract.dategrammar.moments import Told
from ingest.extract.names_lexicon import DATA
from ingest.extract.role_weights import Table, load, odds
from ingest.extract.role_words import groups_of, plainly

WEIGHTS = "ambiguous_days.npz"  # in ingest/extract/data
OCCURRENCES = ("coming", "last", "last but one", "last but two", "today")  # in the order of the table's columns
_WEEKDAY, _LONE = "weekday", "day of the month"  # the patterns that leave the week open, and the month
_REACH = 90  # characters around, within the sentence
_LONG_AGO = 400  # days
_BESIDE = 8  # other dates looked at to either side
_NEAR = 3  # words whose place counts
_WORD = re.compile(r"[^\W\d_]{1,40}|[0-9]{1,4}|[,:;()\"“”?!-]")
_TO_COME = re.compile(  # verbs and words of what is to come
    r"\b(?:will|['’]ll|shall|going to|(?:is|are|am|['’]s|['’]re|['’]m) (?:due|to|back|away|coming|booked)|must|need"
    r"|please|kindly|(?:can|could|would) you|per favore|cortesemente|potete|potreste"
    r"|[^\W\d_]{2,20}(?:atemi|etemi|itemi)"
    r"|tomorrow|[^\W\d_]{2,20}(?:rà|rò|ranno|remo|rete)|dev[eo]|devono|domani|prossim[oai])\b",
    re.IGNORECASE,
)
_GONE = re.compile(  # of what is past
    r"\b(?:was|were|had|did|rang|rung|came|went|said|told|spoke|got|gave|took|sent|wrote|[^\W\d_]{2,20}ed"
    r"|[^\W\d_]{2,20}(?:at[oaie]|ut[oaie]|it[oaie])|era|erano|detto|scritto|venut[oaie]|fatto|disse|rispost[oa])\b",
    re.IGNORECASE,
)
_LEFT_OPEN = {"last", "coming"}  # what the grammar takes when no other day in the text tells
_CLEARLY = 1.5  # times as likely as the grammar's choice
_SURE = 0.5, 0.4  # of what is chosen: at least, and for certainty


@dataclass(frozen=True, slots=True)
class AmbiguousDay:
    """A day left open: which days may be meant, and what speaks for each."""

    place: int  # in the list of what was told
    days: dict[str, date]  # by occurrence
    rule: str  # the occurrence that the grammar takes
    features: list[str]


def chosen(text: str, found: Sequence[Told], now: datetime) -> list[Told]:
    """What was told, with the day most likely meant where the words leave it open.

    Args:
        text: the text it was found in.
        found: what the grammar read, in order.
        now: naive wall-clock time it was told from.
    """
    taken = list(found)
    for one in ambiguous_in(text, found, now):
        occurrence, chance = meant(one, weights())
        least, more = _SURE
        taken[one.place] = found[one.place]._replace(day=one.days[occurrence], sure=least + more * chance)
    return taken


def meant(one: AmbiguousDay, table: Table) -> tuple[str, float]:
    """The occurrence that is meant and how likely it is, 0 to 1: the grammar's own if no other is clearly likelier."""
    likely = odds(table.sums([table.rows_of(one.features)], 0))[0]
    chances = {each: float(likely[table.roles.index(each)]) for each in one.days}
    likeliest = max(chances, key=lambda each: chances[each])
    occurrence = likeliest if chances[likeliest] > _CLEARLY * chances[one.rule] else one.rule
    return occurrence, chances[occurrence]


@cache
def weights() -> Table:
    """The weights that ship."""
    return load(DATA / WEIGHTS)["occurrence"]


def ambiguous_in(text: str, found: Sequence[Told], now: datetime) -> list[AmbiguousDay]:
    """The days left open among what was told; see `chosen`."""
    return [
        AmbiguousDay(at, days, rule, _features(text, found, at, days, rule, now.date()))
        for at, one in enumerate(found)
        if not one.last and (days := _days(one, now.date()))
        for rule in [each for each, day in days.items() if day == one.day and each in _LEFT_OPEN]
    ]


def _days(one: Told, today: date) -> dict[str, date]:
    """The days that may be meant, by occurrence; none where the words leave nothing open."""
    if one.day is None or one.pattern not in {_WEEKDAY, _LONE}:
        return {}
    if one.pattern == _WEEKDAY:
        last, week = calendar.nearest_weekday(one.day.weekday(), today, "past"), timedelta(days=7)
        past, coming = [last - k * week for k in range(3)], calendar.nearest_weekday(one.day.weekday(), today, "future")
    else:
        months = (calendar.months_later(today.replace(day=1), step) for step in range(-6, 4))
        known = [day for month in months if (day := calendar.valid_in(month, one.day.day))]
        past, coming = [day for day in known if day < today][::-1], next(day for day in known if day > today)
    days = dict(zip(("last", "last but one", "last but two"), past, strict=False)) | {"coming": coming}
    falls = one.day.weekday() == today.weekday() if one.pattern == _WEEKDAY else one.day.day == today.day
    return days | {"today": today} if falls else days


def _features(text: str, found: Sequence[Told], at: int, days: dict[str, date], rule: str, today: date) -> list[str]:
    """What speaks for one day or another."""
    one = found[at]
    form = "week" if one.pattern == _WEEKDAY else "month"
    back = (today - days["last"]).days
    known = [form, f"rule {form} {rule}", f"back {form} {min(back, 31) // 3}"]
    known += ["timed"] if one.at else []
    before = _day_of(found[max(0, at - _BESIDE) : at][::-1], today)
    after = _day_of(found[at + 1 : at + 1 + _BESIDE], today)
    known += [f"before {form} {each}" for each in _beside(before, days, today)]
    known += [f"after {form} {each}" for each in _beside(after, days, today)]
    between = [occurrence for occurrence, day in days.items() if before and after and before <= day <= after]
    known += [f"between {form} {occurrence}" for occurrence in between] if len(between) == 1 else []
    known += [f"holds {form} {'today' in days}"]
    return [*known, *_around(text, one)]


def _day_of(others: Sequence[Told], today: date) -> date | None:
    """The nearest other day told of that is not one of years ago."""
    return next((one.day for one in others if one.day and abs((today - one.day).days) < _LONG_AGO), None)


def _beside(near: date | None, days: dict[str, date], today: date) -> list[str]:
    """How another day lies to the days that may be meant."""
    if near is None:
        return ["none"]
    since = {occurrence: (day - near).days for occurrence, day in days.items()}
    following = min(
        (occurrence for occurrence in since if since[occurrence] >= 0),
        key=lambda occurrence: since[occurrence],
        default="none",
    )
    nearest = min(since, key=lambda occurrence: abs(since[occurrence]))
    side = "past" if near < today else "today" if near == today else "ahead"
    gap = next((most for most in (0, 1, 3, 7, 14) if since.get(following, 99) <= most), 99)
    return [
        side, f"next {following}", f"{side} next {following}", f"next {following} in {gap}",
        f"nearest {nearest}", f"{side} nearest {nearest}",
    ]  # fmt: skip


def _around(text: str, one: Told) -> list[str]:
    """The words of the sentence to either side, and their groups; a word that begins the expression is its own."""
    first, last = context.sentence(text, one.start, one.end, _REACH)
    left = [plainly(word) for word in _WORD.findall(text, first, one.start)][::-1]
    right = [plainly(word) for word in _WORD.findall(text, one.end, last)]
    own = [plainly(word) for word in _WORD.findall(text, one.start, one.end)]
    two, next_two = [*left, "¶", "¶"], [*right, "¶", "¶"]
    known = [f"-1 {two[0]}", f"-2 {two[1]} {two[0]}", f"+1 {next_two[0]}", f"+2 {next_two[0]} {next_two[1]}"]
    known += [f"own {word}" for word in own if not word.isdigit()]
    known += {f"L {word}" for word in left} | {f"R {word}" for word in right}
    known += {f"<< {group}" for word in left[:_NEAR] for group in groups_of(word)}
    known += {f">> {group}" for word in right[:_NEAR] for group in groups_of(word)}
    known += {f"p {group}" for word in left for group in groups_of(word)}
    tense = [_tense(text, first, one.start), _tense(text, one.end, last)]
    known += [f"tense before {tense[0]}", f"tense after {tense[1]}", f"tense {tense}"]
    return [*known, *{f"n {group}" for word in right for group in groups_of(word)}]


def _tense(text: str, start: int, end: int) -> str:
    """Whether words speak of the past, of what is to come, of both or of neither."""
    gone, to_come = _GONE.search(text, start, end), _TO_COME.search(text, start, end)
    return f"{'gone' if gone else ''} {'to come' if to_come else ''}"
