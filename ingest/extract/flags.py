"""Flags: what people must know about a letter, each with the words that say so.

A flag routes a complaint to the right people; it never declines, delays or answers anything. It reads what the writer
newly wrote, not quotes of earlier mails nor the small print below them, where such words mean nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.extract import context
from ingest.extract.flag_words import ROWS, FlagName
from ingest.model import Flag, Reading, SectionKind

_NOT_THE_WRITERS = {SectionKind.QUOTE, SectionKind.DISCLAIMER, SectionKind.RECIPIENT}
_WORD = re.compile(r"[^\W\d_]{2,30}")
_MOST_OF_A_KIND = 5
_REACH = 90  # characters around a trigger; no pattern reaches further
_Rule = tuple[FlagName, re.Pattern[str], str]


def flags_in(reading: Reading) -> tuple[Flag, ...]:
    """Every flag of a reading, in the order of the text; at most five of a kind."""
    lower = _lowered(reading.text)
    layout = context.layout_of(reading.sections)
    found: dict[tuple[FlagName, int], Flag] = {}
    for (name, pattern, reason), places in _set_off(lower):
        for match in _near(pattern, lower, places):
            start, end = match.span()
            if not layout.at(start) & _NOT_THE_WRITERS:
                found.setdefault((name, start), Flag(name, start, end, reading.text[start:end], reason))
    return _few(sorted(found.values(), key=lambda flag: (flag.start, flag.name)))


def _near(pattern: re.Pattern[str], lower: str, places: list[int]) -> Iterator[re.Match[str]]:
    """Where a pattern matches around the words that set it off; each place of the text is looked at once."""
    past = 0
    for place in places:
        begin, end = max(past, place - _REACH), place + _REACH
        if end <= past:
            continue
        for match in pattern.finditer(lower, begin, end):
            yield match
            past = match.end()
        past = max(past, place)


def _lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, each character in its place."""
    lower = text.lower() if len(text.lower()) == len(text) else "".join(_lower(one) for one in text)
    return lower.replace("\u2019", "'").replace("\n", " ")


def _lower(character: str) -> str:
    return character.lower() if len(character.lower()) == 1 else character


def _few(flags: list[Flag]) -> tuple[Flag, ...]:
    """The first few of each kind, the same words once, and none inside another of its kind."""
    kept: list[Flag] = []
    for flag in flags:
        same = [one for one in kept if one.name == flag.name]
        repeated = any(one.text.lower() == flag.text.lower() or flag.start < one.end for one in same)
        if not repeated and len(same) < _MOST_OF_A_KIND:
            kept.append(flag)
    return tuple(kept)


def _set_off(lower: str) -> list[tuple[_Rule, list[int]]]:
    """The rules that words of the text set off, in the order of the table, with the places of those words."""
    exact, stems = _triggers()
    places: dict[int, list[int]] = {}
    for match in _WORD.finditer(lower):
        word = match[0]
        for index in exact.get(word, ()):
            places.setdefault(index, []).append(match.start())
        for start, index in stems.get(word[:4], ()):
            if word.startswith(start):
                places.setdefault(index, []).append(match.start())
    rules = _rules()
    return [(rules[index], places[index]) for index in sorted(places)]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple((name, re.compile(pattern), reason) for name, _, pattern, reason in ROWS)


@lru_cache(maxsize=1)
def _triggers() -> tuple[dict[str, set[int]], dict[str, set[tuple[str, int]]]]:
    """Which rules a word sets off, and which a word that begins so does, by the beginning's first four letters."""
    exact: dict[str, set[int]] = {}
    stems: dict[str, set[tuple[str, int]]] = {}
    for index, (_, triggers, _, _) in enumerate(ROWS):
        for trigger in triggers.split():
            if trigger.endswith("*"):
                stems.setdefault(trigger[:4], set()).add((trigger[:-1], index))
            else:
                exact.setdefault(trigger, set()).add(index)
    return exact, stems
