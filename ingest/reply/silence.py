"""Decides whom the machine must not answer, before anything else is considered, and says why in words for staff.

One ordered table of named rules; the first that applies wins. Robots come first, because answering them makes loops
(RFC 3834 section 2, RFC 5321 section 4.5.5); then what needs no second answer; then senders nobody vouches for; then
rates. It looks at the reading and at numbers it is given: it opens nothing, sends nothing and refuses to guess about
mail without a sign: that gets an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.model import Item, Reading
from ingest.reply import rules
from ingest.reply.rules import Case, Recent
from ingest.reply.settings import Settings

__all__ = ["TABLE", "Recent", "Rule", "Silence", "silence_for"]


@dataclass(frozen=True, slots=True)
class Silence:
    """A decision not to answer by machine."""

    rule: str  # name of the rule in the table below
    reason: str  # why, in words for staff
    needs_person: bool  # whether a person must look, because somebody may be waiting for an answer


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    of_robots: bool  # looks at the mail's own head: not asked for letters and forms
    needs_person: bool
    applies: Callable[[Case], str | None]  # the reason, or None when it does not apply


def silence_for(reading: Reading, item: Item, *, settings: Settings, recent: Recent) -> Silence | None:
    """Why this item must not be answered by machine, or None when it may be.

    Args:
        reading: the item as read.
        item: the item; its state plays no part.
        settings: our addresses, servers and rates.
        recent: what the ledger knows.

    Source of the rules: RFC 3834, RFC 5321 section 4.5.5, RFC 8601, and what mail programs really write.
    """
    del item  # every rule so far is about what was read and what was sent
    mail = reading.mail
    recipient = (recent.recipient or (mail.from_address if mail else None) or "").lower()
    case = Case(mail, mail is not None and mail.form is None, recipient, settings, recent)
    for rule in TABLE:
        if rule.of_robots and not case.robot_signs:
            continue
        reason = rule.applies(case)
        if reason is not None:
            return Silence(rule.name, reason, rule.needs_person)
    return None


# The order is the policy: what is surely a robot first, what a person must look at last.
TABLE: tuple[Rule, ...] = (
    Rule("delivery_report", True, False, rules.delivery_report),
    Rule("certified_receipt", True, False, rules.certified_receipt),
    Rule("null_sender", True, False, rules.null_sender),
    Rule("ourselves", True, False, rules.ourselves),
    Rule("another_postroom", True, False, rules.another_postroom),
    Rule("auto_submitted", True, False, rules.auto_submitted),
    Rule("precedence", True, False, rules.precedence),
    Rule("mailing_list", True, False, rules.mailing_list),
    Rule("suppress", True, False, rules.suppress),
    Rule("auto_reply_header", True, False, rules.auto_reply_header),
    Rule("machine", True, False, rules.machine),
    Rule("out_of_office", True, False, rules.out_of_office),
    Rule("report", True, False, rules.report),
    Rule("read_as_automatic", True, False, rules.read_as_automatic),
    Rule("hops", True, False, rules.hops),
    Rule("joins", False, False, rules.joins),
    Rule("our_recipient", False, True, rules.our_recipient),
    Rule("unread_address", False, True, rules.unread_address),
    Rule("suppress_reports", True, True, rules.suppress_reports),
    Rule("forged", True, True, rules.forged),
    Rule("spam", True, True, rules.spam),
    Rule("address_rate", False, True, rules.address_rate),
    Rule("domain_rate", False, True, rules.domain_rate),
)
