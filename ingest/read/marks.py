"""Knows one line of a mail when it sees it: a quotation, the line above it, a header, a separator, a sign-off.

Each test looks at a line (or a few) alone; what the lines mean together is for `quotes` to say. A test that is not
sure says no: words taken for a quotation are lost to the reader, a quotation taken for words is only noise.
"""

import re

from ingest.read import phrases


def _any(words: tuple[str, ...]) -> str:
    """An alternation of the words, longest first, spaces of any width."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


QUOTED = re.compile(r"\s{0,3}(?:>|\|(?![^|]*\|))")  # two bars on a line are a table, not a quotation
_QUOTE_MARKS = re.compile(r"^\s{0,3}(?:[>|]\s?)+")

_DATE_DIGITS = r"\d{1,4}[./\-\s年]\s?\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.|º|°|er)?\s+(?:de\s+)?\w{3,}|\w{3,}\.?\s+\d{1,2},?"
_CLOCK = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_WHEN = re.compile(_DATE_DIGITS)
_WHO = re.compile(r"[^\s<>@]+@[^\s<>@]+|<\s*[^<>]*@[^<>]*>|\[mailto:")
_VERB = re.compile(
    rf"(?:^|[\s,>)\"'’”])(?:{_any(phrases.WROTE)})(?=[\s:：,(.]|$)|(?:写道|寫道|写了|書きました|작성)\s*[:：]",
    re.IGNORECASE,
)
_CJK_VERB = re.compile(r"(?:写道|寫道|写了|のメール|書きました|작성)")
_ANGLED = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>()\[\]]+@[^\s<>()\[\]]+(?:<mailto:[^>]*>)?\s*[>)\]]")
_QUOTING = re.compile(
    r"^(?:quoting|zitat von|citando|citation de|citaat van|cytowanie|selon|na\b|v\b)\b", re.IGNORECASE
)
_MADE_BY_PROGRAM = re.compile(  # weekday and full date, as nobody types them: "On Thursday, June 27, 2013, mary wrote:"
    rf"^(?:{_any(phrases.ON)})\s+(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom|mo|di|mi|do|fr|sa|so|jeu|sam|dim|"
    r"mié|jue|sáb|seg|ter|qua|qui|sex|man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön)\w*\.?,?\s.{3,30}\b\d{4}\b,?\s",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|we|you|your|io|ho|abbiamo|mi|ci|vi|ich|wir|mir|ihr|ihre|je|j|nous|vous|yo|nos|me|eu|ik|wij|jag|jeg)\b(?![.@])",
    re.IGNORECASE,
)
_OURS = re.compile(  # "your engineer wrote:"; with an address it is the name of a team
    r"\b(?:my|our|mio|mia|nostr[oa]|vostr[oa]|mein\w{0,2}|unser\w{0,2}|ihr\w{0,2}|mon|ma|notre|votre|mi|su|nuestr[oa]|vuestr[oa]|"
    r"meu|minha|noss[oa]|voss[oa]|mijn|uw|onze|jouw)\b|\bm['’]",
    re.IGNORECASE,
)
_ON = re.compile(rf"^(?:{_any(phrases.ON)})\b", re.IGNORECASE)
_BARE_DATE = re.compile(
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[\s,T].{2,160}[<(\[]\s*(?:mailto:)?\S+@\S+\s*[>)\]]\s*:?$"
    r"|^\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+\d{1,2}[:.]\d{2}.{2,160}[<(\[]\s*\S+@\S+\s*[>)\]]\s*:$",
    re.DOTALL,
)

_DASHES = r"[-_=*~—–─―‐‑−\s]"
_SEPARATOR = re.compile(
    rf"^\s*{_DASHES}{{2,}}(?P<words>[^-_=*~—–─―‐‑−].{{2,60}}?)\s*[:：]?\s*{_DASHES}*$|^\s*(?P<bare>\D{{5,60}}?)\s*[:：]\s*$"
)
_RUN_ON = re.compile(r"^[\s*]*[-_=]{2,}\s*(?P<words>[^-_=]{5,40}?)\s*[-_=]{2,}\s*(?P<more>[^\s\-_=].*)$")
_ORIGINAL = re.compile(
    rf"^(?:{_any(phrases.ORIGINAL)})(?:\s*\(.*\))?(?:\s+(?:from|von|da|de|van)\s.*)?$", re.IGNORECASE
)
_FORWARDED = re.compile(rf"^(?:{_any(phrases.FORWARDED)})(?:\s+(?:from|von|da|de|van|by)\s.*)?$", re.IGNORECASE)
_ABOVE = re.compile(_any(phrases.ABOVE), re.IGNORECASE)
RULE = re.compile(r"^\s*(?:[-_=*~—–─―‐‑−]\s?){3,}\s*$")

_LABELS = {
    "from": phrases.FROM,
    "date": phrases.DATE,
    "to": phrases.TO,
    "subject": phrases.SUBJECT,
    "other": phrases.OTHER_LABELS,
}
_HEADER = re.compile(
    r"^\s{0,3}[>|*\s]*\s?(?:"
    + "|".join(f"(?P<{field}>{_any(words)})" for field, words in _LABELS.items())
    + r")[ \t]{0,14}\*?\s?[:：]\*?(?:\s|$|(?=\S))(?P<value>.*)$",
    re.IGNORECASE,
)


def unquoted(line: str) -> str:
    """A line without the marks of quotation in front of it."""
    return _QUOTE_MARKS.sub("", line)


def is_attribution(text: str) -> bool:
    """Whether a few lines, joined, are the line above a quotation by their form alone."""
    text = _plain(text)
    if not 6 <= len(text) <= 400:
        return False
    if _BARE_DATE.match(text):
        return True
    return (text[-1] in ":：" and (bool(_VERB.search(text)) or _names_who_and_when(text))) or _verb_last(text)


def _plain(text: str) -> str:
    """One line, without the dashes that some programs put around it: "---- On Tuesday, Mary wrote ----"."""
    text = " ".join(text.split())
    return f"{text.strip('- ')}:" if text.startswith("--") and text.endswith("--") else text


def _names_who_and_when(text: str) -> bool:
    """A line without a verb: "Mary <m@example.org>, 3 March 2026 10:15:", "Quoting Mary <m@example.org>:"."""
    if _FIRST_PERSON.search(text):
        return False
    if _ANGLED.search(text):
        return bool(_WHEN.search(text) or _CLOCK.search(text)) or bool(_QUOTING.match(text))
    return len(text) < 80 and bool(_WHEN.search(text)) and bool(_CLOCK.search(text))


def _verb_last(text: str) -> bool:
    """ "2024年3月3日 Mary <m@example.org> 写道" and others without a colon: verb last, address and date present."""
    return bool(re.search(r"(?:写道|寫道|のメール|書きました|작성)\W*$", text)) and bool(
        _WHO.search(text) or _WHEN.search(text)
    )


def is_certain(text: str) -> bool:
    """Whether an attribution names a moment and a mailbox or clock time, so that no quoted line need follow.

    A sentence in the first person ("On 3 March I wrote to help@example.com:") is the sender's own, however it looks.
    """
    text = _plain(text)
    if _FIRST_PERSON.search(_ANGLED.sub(" ", text)) or (_OURS.search(text) and not _ANGLED.search(text)):
        return False
    has_when, has_clock, cjk = bool(_WHEN.search(text)), bool(_CLOCK.search(text)), bool(_CJK_VERB.search(text))
    if _ANGLED.search(text) and (has_when or has_clock or _QUOTING.match(text)):
        return True
    if _MADE_BY_PROGRAM.match(text):
        return True
    return has_when and has_clock and (cjk or bool(_ON.match(text)))


def is_above(line: str) -> bool:
    """Whether a help desk asks to write above this line."""
    return len(line) < 200 and bool(_ABOVE.search(line))


def separator(line: str) -> str | None:
    """ "original" or "forward" when the line announces a whole earlier mail, else None."""
    line = line.strip().strip("*").strip()
    run_on = _RUN_ON.match(line[:300])
    if run_on and header(run_on["more"]):  # some phones lose the line ends of the whole header block
        line = f"-- {run_on['words']} --"
    if not 5 <= len(line) <= 120:
        return None
    match = _SEPARATOR.match(line)
    words = ((match["words"] or match["bare"]) if match else line).strip(" -_=*~—–─―‐‑−:：>")
    dashed = bool(match and match["words"])
    if _FORWARDED.match(words) and (dashed or match):
        return "forward"
    if _ORIGINAL.match(words) and dashed:
        return "original"
    return None


def header(line: str) -> tuple[str, str] | None:
    """The field ("from", "date", "to", "subject", "other") and value of a line of a header block, else None."""
    if ":" not in line[:40] and "：" not in line[:40]:
        return None
    match = _HEADER.match(line)
    if match is None:
        return None
    field = next(name for name in _LABELS if match[name])
    return field, match["value"].strip().strip("*").strip()


def has_mailbox(text: str) -> bool:
    """Whether an e-mail address stands in the text."""
    return bool(_WHO.search(text))


def has_when(text: str) -> bool:
    """Whether a date or clock time stands in the text."""
    return bool(_WHEN.search(text) or _CLOCK.search(text))


_STARTS = re.compile(
    rf"^(?:{_any(phrases.ON)})\s.*\d|^\d{{1,4}}[./\-\s年]|^(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom)\w*\W+.*\d",
    re.IGNORECASE,
)


def begins_attribution(text: str) -> bool:
    """Whether a line begins as the line above a quotation does: "On ...", or a date."""
    return bool(_STARTS.match(text.strip()))
