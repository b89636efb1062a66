"""A text made ready for tying its findings together: its sentences, its lines, its telling words, its findings by part.

Everything is looked up by bisection afterwards, so that the cost of a pair of findings does not grow with the text.
Judges nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.extract import context
from ingest.extract.events_words import SAYS
from ingest.model import Finding, FindingKind

Part = Literal["number", "staff", "reference"]
Named = Literal["date", "number", "staff", "reference"]
KINDS: dict[FindingKind, Named] = {
    FindingKind.DATE_TIME: "date",
    FindingKind.PHONE_NUMBER: "number",
    FindingKind.PERSON_NAME: "staff",
    FindingKind.TICKET_REFERENCE: "reference",
}
PARTS: tuple[Part, ...] = ("number", "staff", "reference")
LIKELY = {"contact", "staff", "called_from", "ours"}  # roles of those who do take part, as far as they are right
_OUT = {"complainant", "theirs", "birth"}  # never taken for one of those
_WORD = re.compile(r"[^\W\d_]{1,25}")
_MANY = 30  # facts of a kind in one sentence that are looked at
_REACH = 900  # characters between the parts of one contact
_DATES = {"number": 8, "staff": 4, "reference": 4}  # dates to each side that a finding may belong to


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A finding that may take part in a contact."""

    index: int  # of the finding
    start: int
    end: int
    role: str
    value: str  # lower-case
    sentence: int  # number of the sentence it begins in
    row: int  # number of the line it begins in
    opens: bool  # it begins its line, but for a bullet or a number
    again: int  # 1: the same value was told before

    @property
    def likely(self) -> bool:
        """Whether its role is one that takes part."""
        return self.role in LIKELY


@dataclass(frozen=True, slots=True)
class Pair:
    """A date and another finding that may be parts of one contact."""

    part: Part
    date: Fact
    fact: Fact
    first: Fact  # whichever of the two stands first
    second: Fact
    way: str  # ">": the date stands first
    sentences: int  # between them; 0: they stand in the same one


class Told:
    """A text with its findings, ready to be asked what stands where."""

    def __init__(self, text: str, findings: Sequence[Finding]) -> None:
        """Index the text; the findings must be sorted by place."""
        self.text = text
        self._sentences = [start for start, _ in context.sentences(text)]
        self._rows = [0, *(found.end() for found in re.finditer("\n", text))]
        self.gaps = [found.start() for found in re.finditer("\n\n", text)]  # where paragraphs end
        found = list(_WORD.finditer(text))
        self._starts = [one.start() for one in found]
        self._words = [one[0].lower() for one in found]
        self._said: dict[int, set[str]] = {}
        self._known: dict[int, list[str]] = {}
        self.facts: dict[Named, list[Fact]] = {"date": [], "number": [], "staff": [], "reference": []}
        self._take(findings)
        self._likely = {name: [one for one in facts if one.likely] for name, facts in self.facts.items()}
        self._places = {name: [one.start for one in facts] for name, facts in self._likely.items()}
        self.values = {name: {one.value for one in facts} for name, facts in self._likely.items()}
        self.greeted = {one.value for one in self._likely["staff"] if self._greets(one)}
        self.days = [one.start for one in self.facts["date"]]
        self.openers = [one.start for one in self.facts["date"] if one.opens]

    def _take(self, findings: Sequence[Finding]) -> None:
        seen: set[tuple[Named, str]] = set()
        for index, one in enumerate(findings):
            name = KINDS.get(one.kind)
            if name is not None and one.role not in _OUT and one.value:
                key = (name, one.value.lower())
                self.facts[name].append(self._fact(index, one, again=key in seen))
                seen.add(key)

    def _fact(self, index: int, one: Finding, *, again: bool) -> Fact:
        row = bisect_right(self._rows, one.start) - 1
        ahead = self.text[self._rows[row] : one.start]
        return Fact(
            index=index,
            start=one.start,
            end=one.end,
            role=one.role,
            value=one.value.lower(),
            sentence=bisect_right(self._sentences, one.start) - 1,
            row=row,
            opens=len(ahead) < 20 and not _WORD.search(ahead),
            again=int(again),
        )

    def pairs(self) -> Iterator[Pair]:
        """The pairs worth a look: near enough, and mistaken roles only where both stand in one sentence."""
        dates = self.facts["date"]
        for part in PARTS:
            for fact in self.facts[part]:
                at, most = bisect_left(self.days, fact.start), _DATES[part]
                for date in dates[max(0, at - most) : at + most]:
                    pair = _pair(part, date, fact)
                    sure = date.likely + fact.likely
                    near = pair.second.start - pair.first.end < _REACH
                    if near and (sure > 1 or (sure and not pair.sentences)):
                        yield pair

    def sentence(self, number: int) -> tuple[int, int]:
        """Where a sentence begins and ends."""
        return _span(self._sentences, number, len(self.text))

    def line(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends."""
        return _span(self._rows, number, len(self.text))

    def words(self, start: int, end: int) -> list[str]:
        """The words that begin between two places, lower-case."""
        return self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, place: int) -> list[str]:
        """The three words before a place."""
        at = bisect_left(self._starts, place)
        return self._words[max(0, at - 3) : at]

    def after(self, place: int) -> list[str]:
        """The three words after a place."""
        at = bisect_left(self._starts, place)
        return self._words[at : at + 3]

    def says(self, words: Iterable[str]) -> set[str]:
        """What some words say."""
        return {says for word in words if word in SAYS for says in SAYS[word]}

    def says_sentence(self, number: int) -> set[str]:
        """What the words of a sentence say."""
        if number not in self._said:
            self._said[number] = self.says(self.words(*self.sentence(number)))
        return self._said[number]

    def once(self, fact: Fact, told: Callable[["Told", Fact], Iterable[str]]) -> list[str]:
        """What a function tells of a fact, asked once only."""
        if fact.index not in self._known:
            self._known[fact.index] = list(told(self, fact))
        return self._known[fact.index]

    def inside(self, name: Named, start: int, end: int) -> list[Fact]:
        """The first likely facts that begin between two places; so many that more would tell no more."""
        places = self._places[name]
        first = bisect_left(places, start)
        return self._likely[name][first : min(bisect_left(places, end), first + _MANY)]

    def count(self, places: list[int], start: int, end: int) -> int:
        """How many of some places lie between two."""
        return bisect_left(places, end) - bisect_left(places, start)

    def beside(self, name: Named, to: Fact) -> tuple[Fact | None, Fact | None]:
        """The last likely fact before another and the first one after it."""
        places, facts = self._places[name], self._likely[name]
        before, after = bisect_left(places, to.start), bisect_left(places, to.end)
        return (facts[before - 1] if before else None), (facts[after] if after < len(facts) else None)

    def nearest(self, name: Named, to: Fact) -> Fact | None:
        """The likely fact with the fewest characters between it and another."""
        sides = [one for one in self.beside(name, to) if one]
        return min(sides, key=lambda one: max(one.start - to.end, to.start - one.end), default=None)

    def _greets(self, one: Fact) -> bool:
        """Whether it stands in a salutation, with room for titles."""
        start, _ = self.line(one.row)
        return one.start - start < 45 and "dear" in self.says(self.words(start, one.start))


def _pair(part: Part, date: Fact, fact: Fact) -> Pair:
    first, second = (date, fact) if date.start < fact.start else (fact, date)
    return Pair(part, date, fact, first, second, ">" if first is date else "<", second.sentence - first.sentence)


def _span(starts: list[int], number: int, end: int) -> tuple[int, int]:
    return starts[number], starts[number + 1] if number + 1 < len(starts) else end
