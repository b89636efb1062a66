"""Mends what the model marked, by what no name ever is: part of an address, a street, a pronoun, half a sentence.

Cuts spans or leaves them out; it adds no name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.extract.names_lexicon import Flag, flags_of, folded
from ingest.extract.names_model import Span
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import PRONOUNS, VIE, groups_of

SURE = 0.9  # of an everyday word in small letters that stands in a line with capitals


def mended(spans: Iterable[Span], tokens: Tokens) -> list[Span]:
    """The spans without those that are no names, and cut to names.

    Args:
        spans: what the model found, in order.
        tokens: the whole text's tokens.
    """
    return [part for span in spans for part in _parts(span, tokens) if not _refused(part, tokens)]


def _parts(span: Span, tokens: Tokens) -> Iterator[Span]:
    """The names in a span: two where a line ends between two whole ones or a comma parts two forenames."""
    words = tokens.texts[span.first : span.end]
    if any("@" in word for word in words) or _is_sentence(words):
        cut = next((at for at, word in enumerate(words) if "@" in word or word.islower()), 0)
        if cut:
            yield from _parts(replace(span, end=span.first + cut), tokens)
        return
    for at in range(span.first + 1, span.end):
        if _ends_here(tokens, span, at):
            yield replace(span, end=at)
            yield from _parts(replace(span, first=at + (tokens.texts[at] == ",")), tokens)
            return
    yield span


def _is_sentence(words: list[str]) -> bool:
    """Whether small words stand in it that no name has beside its capitals."""
    titled = any(word[0].isupper() for word in words)
    return titled and any(word.isalpha() and word.islower() and "p" not in groups_of(word) for word in words)


def _ends_here(tokens: Tokens, span: Span, at: int) -> bool:
    """Whether one name ends before a token of a span and another begins there."""
    if tokens.lines[at - 1] != tokens.lines[at]:
        return at - span.first > 1 and span.end - at > 1
    if tokens.texts[at] != "," or at + 1 == span.end:
        return False
    before, after = flags_of(tokens.texts[at - 1]), flags_of(tokens.texts[at + 1])
    alone = at - span.first == 1 and span.end - at == 2
    surname = before & (Flag.SURNAME | Flag.SURNAME_RARE)
    return alone and bool(before & Flag.FREQUENT) and (not surname or bool(after & Flag.FREQUENT))


def _everyday(word: str) -> bool:
    """Whether a word in small letters is an everyday one."""
    return word.islower() and bool(flags_of(word) & (Flag.WORD_EN | Flag.WORD_IT))


def _line(tokens: Tokens, at: int) -> list[str]:
    """The words of a token's line."""
    line = tokens.lines[at]
    return tokens.texts[bisect_left(tokens.lines, line) : bisect_right(tokens.lines, line)]


def _refused(span: Span, tokens: Tokens) -> bool:
    """Whether a span is a pronoun or the name of a street."""
    first, last = span.first, span.end - 1
    if span.confidence < SURE and all(_everyday(word) for word in tokens.texts[first : span.end]):
        return any(word[0].isupper() for word in _line(tokens, first))
    if first == last and (folded(tokens.texts[first]) in PRONOUNS or not tokens.texts[first][0].isalpha()):
        return True
    if first and tokens.lines[first - 1] == tokens.lines[first] and folded(tokens.texts[first - 1]) in VIE:
        return True
    after = (
        tokens.texts[span.end] if span.end < len(tokens.texts) and tokens.lines[span.end] == tokens.lines[last] else ""
    )
    return after[:1].isupper() and "A" in groups_of(after) and not after.isupper()
