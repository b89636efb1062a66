"""The writer's own name where no sign-off announces it: on the last line of what they wrote, and as their mail has it.

Adds spans that the model passed over; a line that holds more than a name, or everyday words only, is left alone.
"""

from collections.abc import Iterator

from ingest.extract.names_lexicon import Flag, flags_of, folded
from ingest.extract.names_model import Span
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of
from ingest.model import Reading, SectionKind

SURE = 0.85
MOST_WORDS = 5  # in a name on a line of its own
LINES = 6  # from the end that are looked at: addresses and numbers may follow the name
NAMES = Flag.FORENAME | Flag.FORENAME_RARE | Flag.SURNAME | Flag.SURNAME_RARE
EVERYDAY = Flag.WORD_EN | Flag.WORD_IT
_FOREIGN = frozenset({SectionKind.QUOTE, SectionKind.FORWARD, SectionKind.DISCLAIMER, SectionKind.ATTACHMENT})


def closing(tokens: Tokens, reading: Reading) -> Span | None:
    """The name on a line of its own at the end of what the writer wrote; None when there is none.

    Args:
        tokens: the whole text's tokens.
        reading: for its sections.
    """
    end = min((one.start for one in reading.sections if one.kind in _FOREIGN), default=len(reading.text))
    for number, (first, last) in enumerate(_lines_back(tokens, end)):
        name = _name_in(tokens, first, last)
        if name:
            return name if first or number else None  # a text that is but a name tells nothing of whose it is
        if number == LINES or not _contact_line(tokens.texts[first:last]):
            return None
    return None


def _lines_back(tokens: Tokens, end: int) -> Iterator[tuple[int, int]]:
    """The lines before a character as token ranges, the last one first."""
    last = sum(start < end for start in tokens.starts)
    while last:
        first = last - 1
        while first and tokens.lines[first - 1] == tokens.lines[last - 1]:
            first -= 1
        yield first, last
        last = first


def _name_in(tokens: Tokens, first: int, last: int) -> Span | None:
    """The name that a line consists of, titles and signs at its edges aside."""
    while first < last and ("T" in groups_of(tokens.texts[first]) or not tokens.texts[first][0].isalpha()):
        first += 1
    while last > first and not tokens.texts[last - 1][0].isalpha():
        last -= 1
    words = tokens.texts[first:last]
    if not 0 < len(words) <= MOST_WORDS or not all(_may_be_part(word) for word in words):
        return None
    if any(word[0].isupper() for word in words) and any(
        word.islower() and "p" not in groups_of(word) for word in words
    ):
        return None  # a sentence, however short: "Il mio numero"
    if len(words) == 1 and flags_of(words[0]) & Flag.FREQUENT and not flags_of(words[0]) & Flag.PLACE:
        return Span(first, last, SURE)
    known = [bool(flags_of(word) & NAMES) for word in words]
    strange = [not flags_of(word) & (EVERYDAY | Flag.PLACE) for word in words]
    sure = any(known) and any(strange) if len(words) > 1 else known[0] and strange[0]
    return Span(first, last, SURE) if sure or (len(words) > 1 and all(strange)) else None


def _may_be_part(word: str) -> bool:
    """Whether a word can stand in a name: letters only, and no street, firm, month or greeting."""
    bare = word.replace("'", "").replace("’", "").replace("-", "").replace(".", "")
    return bare.isalpha() and not set(groups_of(word)) & set("ACMGDHV")


def _contact_line(words: list[str]) -> bool:
    """Whether a line is one of those that follow a name: a number, an address, a place, a firm."""
    if any(word[0].isdigit() or "@" in word or set(groups_of(word)) & {"A", "C"} for word in words):
        return len(words) <= 14
    return len(words) <= 4 and any(flags_of(word) & Flag.PLACE for word in words)


def with_own(spans: list[Span], tokens: Tokens, reading: Reading, sender: str) -> list[Span]:
    """The spans, with the writer's name at the end and as the mail's head has it.

    Args:
        spans: the names found so far, in order.
        tokens: the whole text's tokens.
        reading: for its sections.
        sender: the mail's display name, tidied; "" when there is none.
    """
    own = closing(tokens, reading)
    more = [*([own] if own else []), *_of_sender(tokens, sender)]
    taken = {at for span in spans for at in range(span.first, span.end)}
    added = []
    for span in more:
        if taken.isdisjoint(range(span.first, span.end)):
            added.append(span)
            taken.update(range(span.first, span.end))
    return sorted([*spans, *added], key=lambda span: span.first) if added else spans


def _of_sender(tokens: Tokens, sender: str) -> Iterator[Span]:
    """Where the whole of the sender's name stands."""
    wanted = [folded(word) for word in sender.split()]
    if len(wanted) < 2:
        return
    words = [folded(word) for word in tokens.texts]
    for at, word in enumerate(words):
        if word == wanted[0] and words[at : at + len(wanted)] == wanted:
            yield Span(at, at + len(wanted), SURE)
