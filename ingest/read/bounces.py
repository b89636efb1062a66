"""Reads delivery reports: which address failed, for good or for now, and which mail of ours it is about.

A report that keeps to RFC 3464 is read field by field; the free-text ones of the big systems by what they have in
common: an address under a sentence of regret, an enhanced status code (RFC 3463), the returned head of the mail. It
reads only what is known to be a bounce; whether a mail is one, `automatic` says.
"""

import re
from dataclasses import replace
from email.parser import HeaderParser

from ingest.model import Bounce
from ingest.read.characters import clean, decode, line
from ingest.read.parts import Parsed

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.\-:])([45])[0-7]\d(?=[ \-][^\d/:.]|\s*$)", re.MULTILINE)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_MESSAGE_ID = re.compile(r"^\s*[>|]?\s*message-id\s*:\s*(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(r"^to\s*:\s*(.{3,300})$", re.IGNORECASE | re.MULTILINE)
_TEMPORARY = re.compile(
    r"delayed|will (?:be )?(?:retr|keep trying|continue)|not yet been delivered|still being retried|"
    r"warning(?: only)?\b|"
    r"temporar|try again later|ritardat|in ritardo|tentativi|verzögert|retard[ée]|demorad|vertraagd|opóźnion",
    re.IGNORECASE,
)
_REGRET = re.compile(
    r"(?:could ?n['o]?t|can(?:not|['’]t)|unable to|fail(?:ed|ure)|undeliver|not (?:be )?deliver|"
    r"following (?:recipient|address)|"
    r"did not reach|wasn['’]t delivered|returned|rejected|unknown user|user unknown|no such user|does not exist|"
    r"delayed|"
    r"mancata|non (?:è stato|recapit|consegn)|impossibile|nicht zugestellt|konnte nicht|unzustellbar|"
    r"n['’]a pas pu|non remis|no se (?:ha )?pud|não (?:foi|pôde)|niet (?:worden )?(?:bezorgd|afgeleverd)|"
    r"nie (?:można|został))",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^[\s>*-]*(?:(?:-{2,}\s*)?(?:this is a copy of|original message|below this line is a copy|"
    r"the header of the original|"
    r"message header|unsent message|returned message|copy of (?:the|your) message|the following is a copy|"
    r"included is a copy|original e?-?mail|message headers follow|the body of the message)|(?:received|"
    r"return-path):\s)",
    re.IGNORECASE | re.MULTILINE,
)
_RETURNED_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)
_LIMIT = 60_000


def bounce_of(
    parsed: Parsed, text: str, sender: str | None, ours: frozenset[str] = frozenset(), *, subject: str = ""
) -> Bounce:
    """What a bounce says.

    Args:
        parsed: the bounce, taken apart.
        text: its text as a reader sees it.
        subject: its subject, which may be all that says whether the failure is for good.
        sender: the address that sent the bounce; it did not fail.
        ours: our own addresses; they did not fail either.
    """
    message_id = _returned_id(parsed, text)
    bounce = _from_fields(parsed, message_id) or _from_text(text[:_LIMIT], subject, message_id, ours | {sender or ""})
    if bounce.recipient:
        return bounce
    failed = _ADDRESS.search(str(parsed.message.get("x-failed-recipients", "")))
    return replace(bounce, recipient=failed[0].lower() if failed else _returned_to(parsed, ours))


def status_reports(parsed: Parsed) -> list[dict[str, str]]:
    """The groups of fields of the delivery-status parts (RFC 3464, 2.1): names lower-case, the first is per message."""
    groups: list[dict[str, str]] = []
    for part in parsed.parts:
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            source = clean(decode(part.content[:_LIMIT], None)[0])
            for block in re.split(r"\n\s*\n", source.strip()):
                message = HeaderParser().parsestr(block)
                group = {name.lower(): " ".join(str(value).split()) for name, value in message.items()}
                if group:
                    groups.append(group)
    return groups


def _from_fields(parsed: Parsed, message_id: str | None) -> Bounce | None:
    recipients = [group for group in status_reports(parsed) if group.keys() & {"final-recipient", "original-recipient"}]
    if not recipients:
        return None
    order = {"failed": 0, "delayed": 1}
    group = min(recipients, key=lambda each: order.get(each.get("action", "").lower().split(" ")[0], 2))
    action = group.get("action", "").lower()
    status = _STATUS.search(group.get("status", "")) or _STATUS.search(group.get("diagnostic-code", ""))
    code = status[1] if status else None
    return Bounce(
        recipient=_recipient(group),
        status=code,
        permanent=_permanent(action, code),
        message_id=message_id,
        diagnostic=line(group.get("diagnostic-code", "") or group.get("status", ""), 300),
    )


def _recipient(group: dict[str, str]) -> str | None:
    for field in ("final-recipient", "original-recipient", "x-actual-recipient"):
        match = _ADDRESS.search(group.get(field, "").partition(";")[2] or group.get(field, ""))
        if match:
            return match[0].lower()
    return None


def _permanent(action: str, code: str | None) -> bool | None:
    if action.startswith("delayed"):
        return False
    if code:
        return code[0] == "5" if code[0] in "45" else None
    return True if action.startswith("failed") else None


def _from_text(text: str, subject: str, message_id: str | None, others: frozenset[str]) -> Bounce:
    returned = _RETURNED.search(text, 40)
    report = text[: returned.start()] if returned else text
    status = _STATUS.search(report)
    reply = _REPLY_CODE.search(report)
    temporary = bool(_TEMPORARY.search(f"{subject}\n{report[:3_000]}"))
    permanent: bool | None = None
    if status:
        permanent = status[1][0] == "5"
    elif reply:
        permanent = reply[1] == "5"
    elif _REGRET.search(f"{subject}\n{report}"):
        permanent = not temporary
    return Bounce(
        recipient=_failed(report, others) or _failed(text, others),
        status=status[1] if status else None,
        permanent=permanent,
        message_id=message_id,
        diagnostic=line(_diagnostic(report, status or reply), 300),
    )


def _failed(report: str, others: frozenset[str]) -> str | None:
    """The first address after the first words of regret, or the first at all, that is nobody's who writes."""
    regret = _REGRET.search(report)
    places = [regret.start()] if regret else []
    for start in [*places, 0]:
        for match in _ADDRESS.finditer(report, start):
            address = match[0].lower().strip("'.")
            if address not in others and not address.startswith(("mailer-daemon@", "postmaster@", "abuse@")):
                return address
    return None


def _diagnostic(report: str, code: re.Match[str] | None) -> str:
    """The line in which the server says why."""
    if code is None:
        regret = _REGRET.search(report)
        if regret is None:
            return ""
        code = regret
    start = report.rfind("\n", 0, code.start()) + 1
    end = report.find("\n", code.end())
    return report[start : end if end > 0 else len(report)]


def _returned_id(parsed: Parsed, text: str) -> str | None:
    """The Message-ID in the returned head of our mail, in a part of its own or at the end of the text."""
    match = _MESSAGE_ID.search(_returned_head(parsed)) or _MESSAGE_ID.search(text)
    return match[1] if match else None


def _returned_to(parsed: Parsed, ours: frozenset[str]) -> str | None:
    """Whom the returned mail was addressed to, when that is one address."""
    to = _TO.search(_returned_head(parsed))
    found = {match.lower() for match in _ADDRESS.findall(to[1])} - ours if to else set()
    return found.pop() if len(found) == 1 else None


def _returned_head(parsed: Parsed) -> str:
    """The beginning of the mail that came back, when it is a part of its own."""
    return "\n".join(
        clean(decode(part.content[:_LIMIT], None)[0]) for part in parsed.parts if part.media_type in _RETURNED_TYPES
    )
