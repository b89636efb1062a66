"""What stands around each finding, as features for the role models: words, groups of words, place, value, reasons.

It weighs nothing, and it knows no role but those that the extractors' own rules gave. A feature is a short string; the
weights know those that were seen in training.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from ingest.extract import context
from ingest.extract.names_lexicon import Flag, flags_of, folded
from ingest.extract.names_people import akin, words_of
from ingest.extract.names_tidy import normalise
from ingest.extract.role_neighbours import same_facts
from ingest.extract.role_text import MARKS, Told, run, told
from ingest.extract.role_words import groups_of
from ingest.model import Finding, FindingKind, Reading

_QUOTED = re.compile(r"'[^']*'|\d+")
# The letter says that it is written for somebody, or that the account is another's.
_FOR_ANOTHER = re.compile(
    r"\b(?:on behalf|(?:i|we) act|acting for|for whom|power of attorney|(?:account|policy) ?holder|bill payer"
    r"|whose (?:account|bill|line|contract|name)|in (?:her|his|their) name|(?:my|our) clients?|executor|(?:my|the) late"
    r"|carer|authori[sz]ed? me|writ(?:e|ing) (?:this )?for (?:him|her|them|my)|(?:per|a) (?:conto|nome)|da parte d"
    r"|intestat\w{1,4}|deleg\w{1,4}|assistit[oaie]|procura|tutor\w|amministrat\w{2,4} di sostegno|l'utenza (?:e|è|di)"
    r"|im (?:namen|auftrag)|vollmacht|für mein\w{1,2} \w+ schreib\w*|au nom de|en nombre de)\b"
)
_NEAR, _FAR_LEFT, _FAR_RIGHT = 5, 12, 9  # words
_LONGEST_LINE = 9  # words of a line that may belong to a head or a foot
_EDGE = 12  # lines


@dataclass(frozen=True, slots=True)
class Seen:
    """All findings of a reading as they look at first."""

    text: Told
    same: list[list[int]]  # see `same_facts`
    features: list[list[str]]  # of each finding


def seen(found: Sequence[Finding], reading: Reading, received: datetime) -> Seen:
    """For each finding everything that may tell its role, as features.

    Args:
        found: all findings of a reading in order, with the roles and reasons that the extractors' rules gave.
        reading: its text, sections and, for mail, its head.
        received: when it arrived, aware.
    """
    text = told(reading.text, found)
    layout = context.layout_of(reading.sections)
    whole = _whole(found, reading)
    same = same_facts(found)
    ranks = _ranks(found)
    every = []
    for at, one in enumerate(found):
        told_here = [*whole, *_ruled(one), *ranks[at], *_around(text, at)]
        told_here += _place(text, at, one, layout, len(reading.text))
        told_here += _value(one, reading, received)
        told_here += _elsewhere(at, same[at], found)
        every.append(told_here + _joined(told_here) if one.kind is FindingKind.PERSON_NAME else told_here)
    return Seen(text, same, every)


def _joined(features: list[str]) -> list[str]:
    """A relation of the writer's together with whether the letter is written for somebody."""
    kin = [one for one in ("<< kin", "<< elder", "<< behalf", ">> kin", ">> elder") if one in features]
    return [f"{one} {'for another' in features}" for one in kin]


def _whole(found: Sequence[Finding], reading: Reading) -> list[str]:
    """What the whole reading is."""
    counts = Counter(one.kind for one in found)
    whole = ["all", f"medium {reading.medium}", *(f"many {kind} {min(count, 4)}" for kind, count in counts.items())]
    return [*whole, "for another"] if _FOR_ANOTHER.search(reading.text.lower()) else whole


def reasons_of(one: Finding) -> tuple[str, str]:
    """What a finding's reason says of its value, and what of its role."""
    if one.kind is FindingKind.PERSON_NAME:
        return "", one.reason
    value, _, role = one.reason.partition("; ")
    return value, role


def _ruled(one: Finding) -> Iterator[str]:
    """What the extractor's own rule says, and why."""
    value, why = reasons_of(one)
    yield f"rule {one.role}"
    yield f"rule {one.role} {bool(why)}"
    for part in why.split(", "):
        yield f"why {one.role} {_QUOTED.sub('', part)}"
    for part in value.split(", "):
        yield f"how {_QUOTED.sub('', part)}"


def _ranks(found: Sequence[Finding]) -> list[list[str]]:
    """Which of its kind each finding is: the first, the last, the only one."""
    counts = Counter(one.kind for one in found)
    seen: Counter[FindingKind] = Counter()
    ranks = []
    for one in found:
        seen[one.kind] += 1
        rank = ["first"] if seen[one.kind] == 1 else []
        ranks.append([*rank, "final"] if seen[one.kind] == counts[one.kind] else rank)
    return ranks


def _around(text: Told, at: int) -> list[str]:
    """The words, groups of words and findings in the sentence, and the groups in the sentences beside it."""
    place = text.places[at]
    begin, end = run(text.bounds, place)
    left = text.words[max(begin, place - _FAR_LEFT) : place][::-1]  # the nearest first
    right = text.words[place + 1 : min(end, place + 1 + _FAR_RIGHT)]
    heads = not any(word[0].isalpha() for word in right)  # "Monday 18 May. Rang. Nobody answered."
    if heads:
        right = text.words[place + 1 : place + 1 + _FAR_RIGHT]
    one, two = (*left[:2], "¶", "¶")[:2]
    next_one, next_two = (*right[:2], "¶", "¶")[:2]
    own = text.words[place]
    return [
        f"-1 {one}", f"-2 {two}", f"-2-1 {two} {one}", f"+1 {next_one}", f"+2 {next_two}",
        f"+1+2 {next_one} {next_two}", "heads" if heads else "led",
        *_bag(left, right, text.words[max(0, begin - 8) : begin], text.words[end : end + 7], own),
        *_order(left, right, own),
    ]  # fmt: skip


def _bag(left: list[str], right: list[str], past: list[str], next_: list[str], own: str) -> set[str]:
    """The words and groups before and after, all of them, the near ones, and those up to the next of the same kind."""
    return set().union(
        ("L " + word for word in left),
        ("R " + word for word in right),
        *(_groups("<<", word) for word in left[:_NEAR]),
        *(_groups(">>", word) for word in right[:_NEAR]),
        *(_groups("o<", word) for word in left[: _until(left, own)]),
        *(_groups("o>", word) for word in right[: _until(right, own)]),
        *(_groups("p", word) for word in past),
        *(_groups("n", word) for word in next_),
    )


@lru_cache(maxsize=100_000)
def _groups(where: str, word: str) -> tuple[str, ...]:
    """The groups of a word, as features that say where it stands."""
    return tuple(f"{where} {group}" for group in groups_of(word))


def _order(left: list[str], right: list[str], own: str) -> list[str]:
    """Who did what: the telling groups before and after, the nearest first."""
    before, after = [core for core in map(_core, left) if core], [core for core in map(_core, right) if core]
    one, two, three = (*before[:3], "", "", "")[:3]
    next_one, next_two = (*after[:2], "", "")[:2]
    verb, next_verb = _verb(before), _verb(after)
    mine = f"ov {_verb(before[: _until(before, own)])} {_verb(after[: _until(after, own)])}"
    return [
        f"c {one}", f"c {two} {one}", f"c {three} {two} {one}", f"d {next_one}", f"d {next_one} {next_two}",
        f"c {one} d {next_one}", f"c {two} {one} d {next_one}", mine,
        f"v {verb}", f"w {next_verb}", f"v {verb} w {next_verb}",
    ]  # fmt: skip


def _until(words: list[str], own: str) -> int:
    """How many words stand before the next finding of the same kind."""
    return words.index(own) if own in words else len(words)


def _verb(cores: list[str]) -> str:
    """What the nearest word that says so tells is done."""
    return next((core for core in cores if core in _VERBS), "")


@lru_cache(maxsize=50_000)
def _core(word: str) -> str:
    """The first group of a word whose order among others tells; a finding is one."""
    return word if word[0] == "<" else next((one for one in groups_of(word) if one in _CORE), "")


# The groups whose order tells who did what: the others only say what is spoken of.
_CORES = """
    me you they call talk write tell reply gave complain visit engineer appoint fault restored install bill pay
    contract move born noticed wait by until since between from not will kin friend job calling behalf fax reach
    ref org account thank received due
"""
_CORE = frozenset(_CORES.split()) | {*MARKS.values()}
_VERBS = _CORE - {*MARKS.values(), "me", "you", "they", "not", "will", "since", "from", "between", "by", "until"}


def _place(text: Told, at: int, one: Finding, layout: context.Layout, size: int) -> list[str]:
    """Where on the page and in its line a finding stands."""
    place = text.places[at]
    begin, end = run(text.edges, place)
    line = bisect_right(text.edges, place) - 1
    foot = len(text.edges) - 2 - line
    short = "short" if end - begin <= _LONGEST_LINE else "long"
    found = [f"in {kind}" for kind in layout.at(one.start)] or ["in none"]
    found += [f"at {int(one.start / max(1, size) * 6)}", f"lead {min(place - begin, 4)}", f"{short} line"]
    found.append(f"{short} head {line}" if line < _EDGE else "not head")
    found.append(f"{short} foot {foot}" if foot < _EDGE else "not foot")
    found += [f"{short} at head"] if line < _EDGE else []
    found += [f"{short} at foot"] if foot < _EDGE else []
    found += ["alone"] if end - begin == 1 else []
    found += ["line end"] if place + 1 == end else []
    return [*found, f"line opens {text.words[begin]}"] if 0 < place - begin <= 6 else found


def _value(one: Finding, reading: Reading, received: datetime) -> Iterable[str]:
    """What the value itself tells."""
    match one.kind:
        case FindingKind.DATE_TIME:
            return _of_date(one, received.date())
        case FindingKind.PHONE_NUMBER:
            return (f"begins {one.value[:3]}", f"begins {one.value[:4]}")
        case FindingKind.EMAIL_ADDRESS:
            return _of_address(one, reading)
        case FindingKind.PERSON_NAME:
            return _of_name(one, reading)
        case FindingKind.TICKET_REFERENCE:
            signs = re.sub("[A-Z]+", "A", re.sub("[0-9]+", "9", one.value))
            return (f"shape {signs}", f"letters {re.sub('[^A-Z]', '', one.value)[:4]}", f"size {len(one.value) // 3}")


_AGO = ((-2, "far ahead"), (-1, "ahead"), (0, "today"), (1, "yesterday"), (14, "days ago"), (60, "weeks ago"),
        (400, "months ago"), (6000, "years ago"))  # fmt: skip


def _of_date(one: Finding, today: date) -> Iterator[str]:
    first = one.value.partition("/")[0].partition("T")[0]
    form = ("span" if "/" in one.value else "day") if first else "no day"
    timed = "timed" if "T" in one.value else "untimed"
    try:
        past = (today - date.fromisoformat(first)).days if first else None
    except ValueError:
        past = None
    ago = "none" if past is None else next((word for most, word in _AGO if past <= most), "ages ago")
    year = "year" if re.search("(?:19|20)[0-9]{2}", one.text) else "no year"
    yield from (f"form {form} {timed}", f"ago {ago}", f"{year} {ago}", f"{year} {form}", timed, form)
    words = _WORDS.findall(folded(one.text))
    yield from (f"word {word}" for word in words)
    yield f"numeric {not words}"


_WORDS = re.compile(r"[^\W\d_]{2,40}")


def _of_address(one: Finding, reading: Reading) -> Iterator[str]:
    name, _, domain = one.value.partition("@")
    yield f"domain {domain}"
    sender = reading.mail.from_address if reading.mail else None
    if sender:
        yield "sender's domain" if sender.endswith("@" + domain) else "not the sender's domain"
    yield from (f"word {word}" for word in _WORDS.findall(name))


def _of_name(one: Finding, reading: Reading) -> Iterator[str]:
    words = words_of(one.value)
    yield f"size {min(len(words), 3)}"
    known = [flags_of(word) for word in words]
    yield f"forename first {bool(known and known[0] & (Flag.FORENAME | Flag.FORENAME_RARE))} {min(len(words), 3)}"
    yield f"word {any(flags & (Flag.WORD_EN | Flag.WORD_IT) for flags in known)}"
    yield f"place {any(flags & Flag.PLACE for flags in known)}"
    if one.text.isupper():
        yield "capitals"
    if _AT_A_FIRM.match(reading.text, one.end):
        yield "at a firm"
    sender = reading.mail.from_name if reading.mail else None
    if sender:
        yield "like sender" if akin(one.value, normalise(sender)) else "unlike sender"


# "Lorna of Ravelin", "Tatiana, di Nettuno Telefonia": a name that says whose people somebody belongs to.
_AT_A_FIRM = re.compile(
    r",? (?:of|from|at|with|di|della|dello|dell|del|dei|presso|von|vom|bei|de|du|chez)(?: the)?[ '’][A-ZÀ-ÖØ-Þ]"
)


def _elsewhere(at: int, same: list[int], found: Sequence[Finding]) -> Iterator[str]:
    """What the rules say where the same fact stands again."""
    if len(same) > 1:
        yield "again"
        yield from {f"else {found[other].role}" for other in same if other != at}
        yield from {
            f"else {found[other].role} {_QUOTED.sub('', reasons_of(found[other])[1])}" for other in same if other != at
        }
        yield "said before" if same[0] < at else "said later"
