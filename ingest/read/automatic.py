"""Says whether a person wrote a mail, and if not, what did: an ordered table of reasons, the surest first.

A person's mail is never taken for a robot's: headers that only robots set decide alone; a subject or an address that a
person could have needs a second sign. Whether to stay silent is decided elsewhere; this only reports.
Sources: RFC 3834 (automatic responses), RFC 3464 (delivery reports), RFC 8098 (receipts), RFC 5965 (feedback reports),
RFC 2369 and 2919 (lists), RFC 5321 4.5.5 (the null sender).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.read import robots
from ingest.read.absence import tells_of_absence, tells_of_reading
from ingest.read.heads import Headers, every, first
from ingest.read.parts import Parsed
from ingest.read.settings import MailSettings

Verdict = tuple[str, str]  # what it is, and the rule that said so


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at."""

    headers: Headers
    parsed: Parsed
    subject: str
    sender: str | None  # From, lower-case
    envelope: str | None  # Return-Path; "" is the null sender
    text: str
    new: str  # what is new in the text: an answer quotes what robots wrote
    settings: MailSettings


def verdict_on(seen: Seen) -> Verdict | None:
    """What wrote this mail, and the rule that said so; None for a person."""
    for rule in _TABLE:
        verdict = rule(seen)
        if verdict:
            return verdict
    return None


def _own(seen: Seen) -> Verdict | None:
    if any(name.startswith("x-postroom") and name != "x-postroom-form" for name, _ in seen.headers):
        return "own", "carries our own header"
    if seen.sender in {address.lower() for address in seen.settings.own_addresses}:
        return "own", "comes from our own address"
    return None


def _report(seen: Seen) -> Verdict | None:
    types = {part.media_type for part in seen.parsed.parts}
    return _typed_report(seen, types) or _worded_report(seen, types)


def _typed_report(seen: Seen, types: set[str]) -> Verdict | None:
    kind = (_parameter(seen, "report-type") or "").lower()
    if kind == "feedback-report" or "message/feedback-report" in types:
        return "report", "a feedback report (RFC 5965)"
    if kind == "disposition-notification" or "message/disposition-notification" in types:
        return "receipt", "a read receipt (RFC 8098)"
    if kind == "delivery-status" or "message/delivery-status" in types or "message/global-delivery-status" in types:
        return _delivery(seen)
    return None


def _worded_report(seen: Seen, types: set[str]) -> Verdict | None:
    if robots.says_report(seen.subject) or _parameter(seen, "report-type") == "tlsrpt":
        return "report", "a report about mail traffic"
    if types & {"message/rfc822", "text/rfc822-headers"} and robots.says_complaint_report(seen.subject, seen.text):
        return "report", "a mailbox provider's report, the mail it is about attached"
    if seen.parsed.message.get_content_type() == "multipart/report":
        return ("bounce" if _tells_of_failure(seen.text) else "report"), "a report by a mail server (RFC 6522)"
    return None


def _delivery(seen: Seen) -> Verdict:
    actions = {
        match.lower()
        for part in seen.parsed.parts
        if part.media_type.endswith("delivery-status")
        for match in re.findall(r"(?im)^action:\s*([a-z]+)", part.content[:60_000].decode("latin-1"))
    }
    if actions and actions <= {"delivered", "relayed", "expanded"}:
        return "receipt", "a delivery report that tells of success (RFC 3464)"
    return "bounce", "a delivery report (RFC 3464)"


def _returned(seen: Seen) -> Verdict | None:
    if first(seen.headers, "x-failed-recipients"):
        return "bounce", "names failed recipients in its head"
    if robots.is_daemon(seen.sender):
        if robots.says_absent(seen.subject):
            return "auto-reply", "an absence notice from a mail server's address"
        return "bounce", "comes from a mail server's own address"
    name = first(seen.headers, "from") or ""
    if seen.envelope == "" or robots.is_daemon(seen.envelope):
        failed = robots.says_bounced(seen.subject) or _tells_of_failure(seen.text)
    else:
        returner = robots.is_daemons_name(name) or robots.may_return(seen.sender)
        failed = returner and not robots.passes_on(seen.subject) and _tells_why(seen)
    return ("bounce", "a server tells that mail could not be delivered") if failed else None


def _tells_why(seen: Seen) -> bool:
    """Whether a text gives a server's reason, or the subject does and the text names an address and what came back."""
    if _CODES.search(seen.text[:4_000]):
        return True
    text = seen.text[:8_000]
    return robots.says_bounced(seen.subject) and "@" in text and (_tells_of_failure(text) or bool(_HEAD.search(text)))


_HEAD = re.compile(r"^\s{0,3}(?:message-id|received|return-path)\s*:", re.IGNORECASE | re.MULTILINE)
_CODES = re.compile(
    r"\b[45]\.[0-7]\.\d{1,3}\b|\b(?:55[0-4]|45[0-2])[ -]|user unknown|unknown user|mailbox (?:is )?full", re.IGNORECASE
)
_FAILURE = re.compile(
    r"(?:could not be|was not|wasn['’]t|couldn['’]t be|cannot be|can['’]t be|not be|unable to be|failed to be|"
    r"has not been) "
    r"(?:delivered|sent)|following (?:recipient|address)|undeliverable|delivery (?:has )?failed|"
    r"permanent(?:ly)? (?:fatal )?"
    r"(?:error|failure)|user unknown|unknown user|mailbox (?:is )?(?:full|unavailable)|\b5\.[0-7]\.\d{1,3}\b|"
    r"\b55[0-4][ -]",
    re.IGNORECASE,
)


def _tells_of_failure(text: str) -> bool:
    return bool(_FAILURE.search(text[:4_000]))


def _declared(seen: Seen) -> Verdict | None:
    """What the mail says of itself."""
    declared = (first(seen.headers, "auto-submitted") or "no").split(";")[0].split("(")[0].strip().lower()
    if declared == "auto-replied":
        return "auto-reply", "Auto-Submitted: auto-replied"
    if declared not in ("no", ""):
        answers = robots.says_absent(seen.subject)
        return ("auto-reply" if answers else "robot"), f"Auto-Submitted: {declared[:40]}"
    for name, value in seen.headers:
        if (
            name.startswith("x-")
            and _ANSWERING_MACHINES.search(name)
            and value.strip().lower() not in ("no", "false", "0", "none", "")
        ):
            return "auto-reply", f"carries {name}"
        if name == "delivered-to" and value.strip().lower() == "autoresponder":
            return "auto-reply", "was delivered to an autoresponder on its way"
    precedence = (first(seen.headers, "precedence") or first(seen.headers, "x-precedence") or "").strip().lower()
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return "auto-reply", f"Precedence: {precedence}"
    return None


_ANSWERING_MACHINES = re.compile(  # names of headers; the one that asks others for silence is no such name
    r"^x-(?:[\w-]+-)?(?:mail-?)?auto-?(?:repl|respon(?!se-suppress)|answer|generated)|^x-vacation|machine-?generated|"
    r"^x-apple-action|^x-servicenow-generated$|^x-ms-exchange-generated-message-source$"
)


def _absent(seen: Seen) -> Verdict | None:
    """An out-of-office answer without headers of its own: the subject, and a second sign."""
    if not robots.says_absent(seen.subject):
        return None
    signs = (
        _suppresses_all(seen),
        seen.envelope == "",
        robots.says_no_answer(seen.new),
        not robots.is_answer(seen.subject)
        and tells_of_absence(seen.new, plainly=robots.says_plainly_absent(seen.subject)),
        robots.says_plainly_absent(seen.subject)
        and (first(seen.headers, "in-reply-to") or first(seen.headers, "references")),
    )
    return ("auto-reply", "the subject and text of an automatic answer") if any(signs) else None


def _suppresses_all(seen: Seen) -> bool:
    """Whether a mail asks for no automatic answer of any kind, as automatic answers do; programs of people ask less."""
    return bool(re.search(r"all|autoreply", first(seen.headers, "x-auto-response-suppress") or "", re.IGNORECASE))


def _receipt(seen: Seen) -> Verdict | None:
    if robots.says_read(seen.subject) and (seen.envelope == "" or tells_of_reading(seen.new)):
        return "receipt", "the subject and text of a receipt"
    return None


def _listed(seen: Seen) -> Verdict | None:
    named = [(name, value) for name, value in seen.headers if name in _LIST_HEADERS]
    if named and not any(_is_our_list(value, seen.settings) for _, value in named):
        return "list", f"carries {named[0][0]}"
    if named:
        return None
    precedence = (first(seen.headers, "precedence") or "").strip().lower()
    if precedence in ("list", "bulk", "junk"):
        return "list", f"Precedence: {precedence}"
    local = (seen.envelope or "").partition("@")[0]
    if local.startswith("owner-") or local.endswith(("-owner", "-request")):
        return "list", "the envelope sender is a list's"
    return None


def _is_our_list(value: str, settings: MailSettings) -> bool:
    """Whether a list header is our own group's: a mailbox that is a group puts it on every customer's mail."""
    found = value.lower().replace("@", ".")
    ours = [address.lower().replace("@", ".") for address in settings.own_addresses]
    return any(f"<{each}" in found or f"mailto:{each}" in found or f"={each}" in found for each in ours)


_LIST_HEADERS = frozenset(
    {
        "list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive",
        "list-unsubscribe-post", "mailing-list", "x-mailing-list", "x-list", "x-mlserver", "x-ml-name",
        "x-mailman-version", "x-beenthere", "x-listserver", "x-campaign", "x-campaignid", "x-mailchimp-campaign",
        "x-mc-user", "x-csa-complaints",
    }
)  # fmt: skip


def _robot(seen: Seen) -> Verdict | None:
    if robots.is_nobody(seen.sender):
        return "robot", "comes from an address that nobody reads"
    suppressed = first(seen.headers, "x-auto-response-suppress") is not None
    desk = any(name in _DESK_HEADERS for name, _ in seen.headers) or bool(_DESK_MAILERS.search(_mailer(seen)))
    quiet = robots.says_no_answer(seen.new)
    received = robots.says_received(seen.subject) or (robots.says_received(seen.new) and quiet)
    if received and (suppressed or desk or quiet or seen.envelope == ""):
        return "auto-reply", "another help desk confirms that it received something"
    if (suppressed or desk) and quiet:
        return "robot", "a program's head, and it calls itself automatic"
    if first(seen.headers, "x-loop") is not None:
        return "robot", "carries X-Loop"
    if seen.envelope == "":
        return "robot", "the null sender (RFC 5321, 4.5.5)"
    return None


_DESK_HEADERS = frozenset(
    {
        "x-zendesk-from-account-id", "x-freshdesk-ticket-id", "x-fd-email-category", "x-osticket-id", "x-rt-ticket",
        "x-rt-originator", "x-otrs-loop", "x-znuny-loop", "x-jira-fingerprint", "x-zammad-ticket-id",
        "x-hubspot-ticket",
        "x-servicenow-generated", "x-servicenow-source", "x-sfdc-emailcategory", "x-kayako-ticket", "x-freescout-id",
        "x-helpscout-id", "x-intercom-bin", "x-gorgias-id", "x-redmine-host", "x-mantisbt-bug-id", "x-loop",
    }
)  # fmt: skip
_DESK_MAILERS = re.compile(
    r"zendesk|freshdesk|osticket|otrs|znuny|zammad|freescout|jira|servicenow|kayako|request tracker", re.I
)


def _mailer(seen: Seen) -> str:
    return " ".join(
        [*every(seen.headers, "x-mailer"), *every(seen.headers, "x-powered-by"), *every(seen.headers, "user-agent")]
    )


def _parameter(seen: Seen, name: str) -> str | None:
    try:
        value = seen.parsed.message.get_param(name)
    except (ValueError, TypeError, LookupError):
        return None
    return str(value) if value else None


_TABLE: tuple[Callable[[Seen], Verdict | None], ...] = (
    _own,
    _report,
    _returned,
    _declared,
    _receipt,
    _absent,
    _listed,
    _robot,
)
