"""What speaks for and against a date and another finding being parts of one contact, as the names of features.

The weights of these are learned (`python -m benchmarks.train_events`); this file only says what can be seen. A `>` in
a name says that the date stands before the other finding, a `<` that it stands behind.
"""

from bisect import bisect_left
from collections.abc import Iterator

from ingest.extract.events_told import Fact, Pair, Part, Told
from ingest.extract.events_words import SAYS

_GAPS = (2, 6, 15, 30, 60, 120, 250, 500)  # characters
_SIGNS = ',;:()–-"“«/'
_LONG = 400  # characters of which the words between are no longer looked at


def features(told: Told, pair: Pair) -> list[str]:
    """The features of one pair, in any order."""
    return [
        "always",
        *_places(pair),
        *_others(told, pair),
        *_rivals(told, pair),
        *_order(told, pair),
        *_alone(told, pair),
        *_between(told, pair),
        *_around(told, pair),
    ]


def _places(pair: Pair) -> Iterator[str]:
    """How far apart the two stand, and as what."""
    date, fact, way, far = pair.date, pair.fact, pair.way, min(pair.sentences, 4)
    rows = min(pair.second.row - pair.first.row, 3)
    yield f"sentences{way}{far}"
    yield f"rows{way}{rows}"
    yield f"gap{way}{bisect_left(_GAPS, pair.second.start - pair.first.end)}"
    yield f"date {date.role}"
    yield f"fact {fact.role}"
    yield f"roles{min(far, 1)} {date.role} {fact.role}"
    clock = "t" in date.value
    yield f"shape {'time' if date.value[0] == 't' else 'range' if '/' in date.value else 'at' if clock else 'day'}"
    if date.opens:
        yield f"opens{way}{far}{rows}"
        yield f"opens rows {rows}"


def _others(told: Told, pair: Pair) -> Iterator[str]:
    """What stands between them that one or the other may belong to instead."""
    way, start, end = pair.way, pair.first.end, pair.second.start
    contacts = _values(told.inside("date", start, end), pair.date)
    same = _values(told.inside(pair.part, start, end), pair.fact)
    yield f"contacts between{way}{contacts}"
    yield f"dates between{way}{min(told.count(told.days, start, end), 2)}"
    yield f"same between{way}{same}"
    yield f"people between{way}{_values(told.inside('staff', start, end), pair.fact)}"
    yield f"between{way}{min(pair.sentences, 2)} {contacts}{same}"
    yield f"openers between{way}{min(told.count(told.openers, start, end), 2)}"


def _rivals(told: Told, pair: Pair) -> Iterator[str]:
    """Which other date the fact is near to, and which other fact the date."""
    date, fact, way, far = pair.date, pair.fact, pair.way, min(pair.sentences, 2)
    nearest = told.nearest("date", fact)
    mine, its = nearest is None or nearest.value == date.value, told.nearest(pair.part, date) is fact
    yield f"nearest {mine}{its}{way}"
    yield f"nearest {mine}{its}{far}"
    before, after = told.beside("date", fact)
    if way == ">":
        yield f"last date before {before is date or before is None}{far}"
        yield f"next date near {after is not None and after.sentence == fact.sentence}{far}"
        yield f"first fact after {told.beside(pair.part, date)[1] is fact}{far}"
    else:
        yield f"next date after {after is date or after is None}{far}"
        yield f"date before near {before is not None and before.sentence == fact.sentence}{far}"
        yield f"last fact before {told.beside(pair.part, date)[0] is fact}{far}"
    yield f"told before {fact.again}{far}"


def _order(told: Told, pair: Pair) -> Iterator[str]:
    """How dates and facts take turns within the sentence and the line that both stand in."""
    date, fact = pair.date, pair.fact
    for name, same, span in (
        ("sentence", not pair.sentences, told.sentence(date.sentence)),
        ("row", date.row == fact.row, told.line(date.row)),
    ):
        if not same:
            continue
        contacts, facts = told.inside("date", *span), told.inside(pair.part, *span)
        yield f"{name} counts {min(len(contacts), 3)}{min(len(facts), 3)}"
        if date in contacts and fact in facts:
            turn = contacts.index(date) == facts.index(fact)
            yield f"{name} turn {len(contacts) == len(facts)}{turn}"
            yield f"{name} opening {contacts[0].start < facts[0].start}{pair.way}{turn}"


def _alone(told: Told, pair: Pair) -> Iterator[str]:
    """Whether the text tells of other contacts and facts at all, and whether the fact's sentence has its own."""
    way, fact, far = pair.way, pair.fact, min(pair.sentences, 2)
    days = min(len(told.values["date"]) - (pair.date.value in told.values["date"]), 2)
    others = min(len(told.values[pair.part]) - (fact.value in told.values[pair.part]), 2)
    span = told.sentence(fact.sentence)
    own = min(_values(told.inside("date", *span), pair.date), 1)
    paragraphs = min(told.count(told.gaps, pair.first.end, pair.second.start), 2)
    says = told.says_sentence(fact.sentence)
    each = "each" in says or "same" in says
    yield f"paragraphs{way}{paragraphs}"
    yield f"alone{way}{days}{others}"
    yield f"alone {days}{others} {paragraphs}{fact.role}"
    yield f"own{way}{own}{far}"
    yield f"own{own}{far} {days}{others}"
    yield f"own{own}{paragraphs} {days} {fact.role} {pair.date.role}"
    yield f"each{way}{each}{own}{paragraphs}"
    yield f"each {each} {others} {paragraphs}"
    if pair.part == "staff":
        return
    for name, staff in zip(("before", "after"), told.beside("staff", fact), strict=True):
        if staff is not None:
            its = told.nearest("date", staff)
            sentences = min(abs(fact.sentence - staff.sentence), 2)
            yield f"staff {name} {sentences} {its is None or its.value == pair.date.value}"


def _between(told: Told, pair: Pair) -> Iterator[str]:
    """What is said from the one to the other."""
    way, start, end = pair.way, pair.first.end, pair.second.start
    if end - start > _LONG:
        yield "long"
        return
    text, words, far = told.text[start:end], told.words(start, end), min(pair.sentences, 1)
    for says in told.says(words):
        yield f"says{way}{far} {says}"
    yield f"words{way}{min(len(words), 6)}"
    for sign in _SIGNS:
        if sign in text:
            yield f"sign{way}{far} {sign}"
    if not words:
        yield f"only{way} {' '.join(text.split())[:3]}"


def _around(told: Told, pair: Pair) -> Iterator[str]:
    """What the words next to the two, and the rest of their sentences say."""
    near, fact = not pair.sentences, pair.fact
    yield from told.once(fact, _around_fact)
    yield from told.once(pair.date, _around_date)
    for says in told.says_sentence(fact.sentence):
        yield f"fact {near} {says}"
    if fact.value in told.greeted:
        yield f"fact greeted {near}"
    if fact.opens:
        yield f"fact opens{pair.way}"
    if not near:
        for says in told.says_sentence(pair.date.sentence):
            yield f"date {says}"


def _around_fact(told: Told, fact: Fact) -> Iterator[str]:
    last, ahead = told.before(fact.start), told.after(fact.end)
    yield f"fact - {last[-1] if last else ''}"
    yield f"fact + {ahead[0] if ahead else ''}"
    yield from (f"fact <{says}" for word in last for says in SAYS.get(word, ()))
    yield from (f"fact >{says}" for word in ahead for says in SAYS.get(word, ()))
    row, _ = told.line(fact.row)
    opening = told.says(told.words(row, min(row + 15, fact.start)))
    yield from (f"fact row {says}" for says in ("dear", "thanks") if says in opening)
    yield f"fact then {told.text[fact.end : fact.end + 1]}"
    if told.text[fact.end : fact.end + 2] == ",\n":
        yield "fact greets"


def _around_date(told: Told, date: Fact) -> Iterator[str]:
    yield from (f"date <{says}" for word in told.before(date.start) for says in SAYS.get(word, ()))
    yield from (f"date >{says}" for word in told.after(date.end) for says in SAYS.get(word, ()))


def _values(facts: list[Fact], but: Fact) -> int:
    """How many values there are besides one; more than two count as two."""
    return min(len({one.value for one in facts} - {but.value}), 2) if facts else 0


__all__ = ["Part", "features"]
