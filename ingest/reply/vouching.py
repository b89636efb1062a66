"""Who really sent a mail, as far as our own servers vouch for it, and so which one address an answer may go to.

Believes only Authentication-Results headers (RFC 8601) that name one of our servers, and of those the topmost: a
sender can write any others himself. Never answers a Reply-To or a Cc.
"""

import re
from collections.abc import Iterator
from typing import Literal

from ingest.model import Mail
from ingest.reply.settings import ADDRESS, Settings

Verdict = Literal["pass", "fail", "none"]


def dmarc(mail: Mail, settings: Settings) -> Verdict:
    """What our own mail server said about the From address: pass, fail, or none when it said nothing.

    The topmost header of our servers counts, and a pass only for the domain it names: another From may have been
    looked at, or the envelope around the mail.
    """
    verdict, about = next(_said_by_us(mail, settings), ("none", None))
    domain = (mail.from_address or "").rpartition("@")[2].lower()
    return "none" if verdict == "pass" and about not in (None, domain) else verdict


def _said_by_us(mail: Mail, settings: Settings) -> Iterator[tuple[Verdict, str | None]]:
    """What each header of our own servers says, topmost first, and about which domain."""
    ours = {server.lower() for server in settings.auth_servers}
    for name, value in mail.headers:
        if name == "authentication-results":
            server, _, results = _without_comments(value).partition(";")
            if server.split()[:1] and server.split()[0].lower() in ours:
                yield _verdict(results)


def recipient_for(mail: Mail, settings: Settings) -> str | None:
    """The one address an answer may go to, lower-case; None when there is none that can be used.

    The From address when it is aligned with the envelope sender, when our server vouches for it, or when nothing is
    known of the envelope; otherwise the envelope sender, since only that one the sending server answered for.
    """
    author, envelope = mail.from_address, mail.envelope_sender
    usable = [address.lower() for address in (author, envelope) if address and ADDRESS.fullmatch(address)]
    if (
        author
        and author.lower() in usable
        and (
            not envelope
            or mail.form is not None
            or mail.forwarded_by is not None
            or mail.certified is not None
            or dmarc(mail, settings) == "pass"
            or aligned(author, envelope)
        )
    ):
        return author.lower()
    return envelope.lower() if envelope and envelope.lower() in usable else None


def aligned(author: str, envelope: str) -> bool:
    """Whether two addresses belong to one domain, or one to a subdomain of the other's (relaxed, RFC 7489 3.1)."""
    one, other = (address.rpartition("@")[2].lower() for address in (author, envelope))
    shorter = min(one, other, key=len)
    return one == other or (shorter.count(".") >= 1 and (one.endswith("." + other) or other.endswith("." + one)))


def _verdict(results: str) -> tuple[Verdict, str | None]:
    for part in results.split(";"):
        match = re.match(r"\s*dmarc\s*=\s*([a-z]+)", part, re.IGNORECASE)
        if match:
            word = match[1].lower()
            about = re.search(r"\bheader\.from\s*=\s*([\w.-]+)", part, re.IGNORECASE)
            domain = about[1].lower().rstrip(".") if about else None
            return ("pass" if word == "pass" else "fail" if word == "fail" else "none"), domain
    return "none", None


def _without_comments(value: str) -> str:
    """The value without quoted strings and (nested) comments, in which anybody may write anything."""
    kept, depth, quoted, skip = [], 0, False, False
    for letter in value:
        if skip:
            skip = False
        elif letter == "\\":
            skip = True
        elif letter == '"' and depth == 0:
            quoted = not quoted
        elif quoted:
            continue
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept)
