"""Names in the head lines of mails: "To: Smith, John; Rossi, Maria <...>", where commas part both names and people.

Reads a head line as a list of people when nearly every second piece is a forename; otherwise leaves the line to the
model. Looks at no other line.
"""

from functools import lru_cache

from ingest.extract.names_lexicon import Flag, flags_of, folded
from ingest.extract.names_mended import mended
from ingest.extract.names_model import Span
from ingest.extract.names_tokens import Tokens
from ingest.extract.names_words import groups_of

SURE = 0.93
HONORIFICS = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "sig", "sigra", "dott", "dottssa", "avv", "ing", "geom", "rag"]
)
MOST_WORDS = 3  # in a forename or a surname
EVERYDAY = Flag.WORD_EN | Flag.WORD_IT
Piece = tuple[int, int]  # first token and one past the last


def with_heads(spans: list[Span], tokens: Tokens) -> list[Span]:
    """The model's spans, but those of head lines that are lists of turned names are replaced by whole people.

    Args:
        spans: what the model found, in order.
        tokens: the whole text's tokens.
    """
    spans, people = mended(spans, tokens), list[Span]()
    at = 0
    while at < len(tokens.texts):
        end = at + 1
        while end < len(tokens.texts) and tokens.lines[end] == tokens.lines[at]:
            end += 1
        begin = _after_label(tokens, at, end)
        people += _people(tokens, begin, end) if begin else []
        at = end
    taken = {at for one in people for at in range(one.first, one.end)}
    left = [span for span in spans if taken.isdisjoint(range(span.first, span.end))]
    return sorted([*left, *people], key=lambda span: span.first)


def _after_label(tokens: Tokens, at: int, end: int) -> int:
    """The token after the colon of a head line's label, 0 when the line has none."""
    if "H" not in groups_of(tokens.texts[at]):
        return 0
    colons = [place for place in range(at + 1, min(end, at + 5)) if tokens.texts[place] == ":"]
    return colons[0] + 1 if colons else 0


def _people(tokens: Tokens, begin: int, end: int) -> list[Span]:
    """The people of one head line, none when it is no list of turned names."""
    entries: list[list[Piece]] = [[]]
    for piece in _pieces(tokens, begin, end):
        if piece is None:
            entries.append([])
        else:
            entries[-1].append(piece)
    pairs = [(entry[at], entry[at + 1]) for entry in entries if len(entry) % 2 == 0 for at in range(0, len(entry), 2)]
    forenames = sum(bool(flags_of(tokens.texts[first[0]]) & (Flag.FORENAME | Flag.FORENAME_RARE)) for _, first in pairs)
    whole = sum(_words(tokens, last) > 1 and _words(tokens, first) > 1 for last, first in pairs)
    if forenames < 0.5 * len(pairs) or whole > 0.2 * len(pairs):
        return []
    return [Span(last[0], first[1], SURE) for last, first in pairs]


def _words(tokens: Tokens, piece: Piece) -> int:
    """How many words of a piece are more than an initial."""
    return sum(len(tokens.texts[at].rstrip(".")) > 1 for at in range(*piece))


def _pieces(tokens: Tokens, begin: int, end: int) -> list[Piece | None]:
    """What commas part, as token ranges; None where a semicolon, an address or a bracket ends an entry."""
    pieces: list[Piece | None] = []
    start, depth = begin, 0
    for at in range(begin, end + 1):
        word = tokens.texts[at] if at < end else ";"
        named = depth == 0 and word[0].isalpha() and "@" not in word
        if named:
            continue
        if start < at and depth == 0:
            pieces.append((start, at))
        if word != ",":
            pieces.append(None)
        depth = max(0, depth + (word in "<[(") - (word in ">])")) if len(word) == 1 else depth
        start = at + 1
    return [piece for piece in pieces if piece is None or piece[1] - piece[0] <= MOST_WORDS]


def with_cued(spans: list[Span], tokens: Tokens) -> list[Span]:
    """The spans, and words with a capital that a title or a greeting announces and the model passed over.

    Args:
        spans: the names found so far, in order.
        tokens: the whole text's tokens.
    """
    taken = {at for span in spans for at in range(span.first, span.end)}
    more = []
    for at, announcing in enumerate(map(_announcing, tokens.texts[:-1])):
        if (
            not announcing
            or (announcing == "D" and not _begins_line(tokens, at))
            or at + 1 in taken
            or not _name_word(tokens, at, at + 1)
        ):
            continue
        end = at + 2
        while end < len(tokens.texts) and end - at <= MOST_WORDS and end not in taken and _name_word(tokens, at, end):
            end += 1
        more.append(Span(at + 1, end, 0.7))
        taken.update(range(at + 1, end))
    return sorted([*spans, *more], key=lambda span: span.first) if more else spans


@lru_cache(maxsize=50_000)
def _announcing(word: str) -> str:
    """T for an honorific, D for a greeting, which announces a name at the beginning of its line; else nothing."""
    if folded(word).replace(".", "") in HONORIFICS:
        return "T"
    return "D" if "D" in groups_of(word) else ""


def _begins_line(tokens: Tokens, at: int) -> bool:
    """Whether a token stands first in its line, or first behind a quotation mark."""
    return at == 0 or tokens.lines[at - 1] != tokens.lines[at] or tokens.texts[at - 1] == ">"


def _name_word(tokens: Tokens, announcer: int, at: int) -> bool:
    """Whether a word can be a name by itself: in the announcer's line, with a capital, no everyday word and no sign."""
    word = tokens.texts[at]
    plain = word[0].isupper() and word.replace("-", "").replace("'", "").replace("’", "").isalpha() and len(word) > 1
    same_line = tokens.lines[at] == tokens.lines[announcer]
    return same_line and plain and not groups_of(word) and not flags_of(word) & EVERYDAY


def with_repeats(spans: list[Span], tokens: Tokens) -> list[Span]:
    """The spans, and words that stand alone elsewhere as names and were sure to be parts of names in this text.

    Args:
        spans: the names found so far, in order.
        tokens: the whole text's tokens.
    """
    taken = {at for span in spans for at in range(span.first, span.end)}
    parts = {
        tokens.texts[at]: span.confidence
        for span in spans
        if span.confidence >= 0.8 and span.end - span.first > 1
        for at in range(span.first, span.end)
        if _speaks_for_itself(tokens.texts[at])
    }
    more = [
        Span(at, at + 1, 0.75 * parts[word])
        for at, word in enumerate(tokens.texts)
        if word in parts and at not in taken and _stands_alone(tokens, at)
    ]
    return sorted([*spans, *more], key=lambda span: span.first) if more else spans


def _speaks_for_itself(word: str) -> bool:
    """Whether a word is a name's own: long enough, with a capital, and no everyday word."""
    return (
        len(word) > 2
        and word[0].isupper()
        and not word.isupper()
        and not flags_of(word) & (EVERYDAY | Flag.PLACE)
        and not groups_of(word)
    )


def _stands_alone(tokens: Tokens, at: int) -> bool:
    """Whether no street, firm or further name stands beside the word."""
    before = tokens.texts[at - 1] if at and tokens.lines[at - 1] == tokens.lines[at] else "."
    after = tokens.texts[at + 1] if at + 1 < len(tokens.texts) and tokens.lines[at + 1] == tokens.lines[at] else "."
    if set(groups_of(before) + groups_of(after)) & {"A", "C"} or "&" in (before, after):
        return False
    return not any(word[0].isupper() and not flags_of(word) & EVERYDAY for word in (before, after) if word[-1] != ".")
