"""The conditions of the silence table: each looks at one case and returns the reason, or None when it does not apply.

They only say that a sign is there; which sign counts first, and whether a person must look, is said in `silence`.
"""

from dataclasses import dataclass

from ingest.model import Mail
from ingest.reply import marks, robots, vouching
from ingest.reply.settings import Settings

MOST_HOPS = 50  # Received lines; more is a loop (RFC 5321 section 6.3)


@dataclass(frozen=True, slots=True)
class Recent:
    """What the ledger knows that bears on answering one item; fetched by `pipeline` from `store`."""

    recipient: str | None = None  # whom the answer would go to; None: the From address of the mail
    to_address_today: int = 0  # acknowledgements to that address in the last 24 hours
    to_domain_last_hour: int = 0  # replies to its domain in the last hour
    joins: str | None = None  # reference of the complaint the item belongs to already
    spam: bool = False  # the administrator's own filter says so


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    mail: Mail | None  # None for letters
    robot_signs: bool  # whether the mail's own head speaks for its author: not for a web form's notification
    recipient: str  # lower-case; "" when there is none
    settings: Settings
    recent: Recent

    def values(self, name: str) -> list[str]:
        """The values of a header, stripped, in order."""
        return [value.strip() for key, value in (self.mail.headers if self.mail else ()) if key == name]

    def senders(self) -> list[str]:
        """From address and envelope sender, lower-case, those that are there."""
        if self.mail is None:
            return []
        both = (self.mail.from_address, self.mail.envelope_sender)
        return [address.lower() for address in both if address]


def delivery_report(case: Case) -> str | None:
    """A bounce or another report about mail."""
    kinds = [value.lower() for value in case.values("content-type")]
    reported = case.mail is not None and case.mail.bounce is not None
    if reported or any(kind.startswith("multipart/report") for kind in kinds) or case.values("x-failed-recipients"):
        return "It is a delivery report, not a message from a person."
    return None


def null_sender(case: Case) -> str | None:
    """Mail that asks for no answer (RFC 5321 4.5.5)."""
    if case.mail is not None and case.mail.envelope_sender in {"", "<>"}:
        return "It came from the null sender <>, which asks for no answer."
    return None


def auto_submitted(case: Case) -> str | None:
    """RFC 3834 section 5."""
    for value in case.values("auto-submitted"):
        if value.split(";")[0].split("(")[0].strip().lower() not in {"no", ""}:
            return f"Its header Auto-Submitted says '{_short(value)}': no person sent it."
    return None


def precedence(case: Case) -> str | None:
    """The old sign of bulk mail."""
    for value in case.values("precedence"):
        if value.lower() in robots.BULK_PRECEDENCE:
            return f"Its header Precedence says '{_short(value)}': it is bulk mail."
    return None


def mailing_list(case: Case) -> str | None:
    """RFC 2369 and RFC 2919 headers."""
    names = [name for name, _ in (case.mail.headers if case.mail else ())]
    found = next((name for name in names if name.startswith("list-") or name == "mailing-list"), None)
    return f"It came through a mailing list (header {found})." if found else None


def suppress(case: Case) -> str | None:
    """Microsoft's sign ([MS-OXCMAIL] 2.2.3.2.14)."""
    words = {word.strip().lower() for value in case.values("x-auto-response-suppress") for word in value.split(",")}
    if words & {"all", "oof", "autoreply"}:
        return "Its header X-Auto-Response-Suppress asks for no automatic answer."
    return None


def suppress_reports(case: Case) -> str | None:
    """The same sign with values that only ask for no receipts."""
    words = {word.strip().lower() for value in case.values("x-auto-response-suppress") for word in value.split(",")}
    if words - {"none", ""}:
        return "Its header X-Auto-Response-Suppress asks for no automatic reports; a person may have written it."
    return None


def auto_reply_header(case: Case) -> str | None:
    """Signs that answering programs leave."""
    for name, value in case.mail.headers if case.mail else ():
        if name in robots.AUTO_REPLY_HEADERS and value.strip().lower() not in {"no", "false", "0"}:
            return f"Its header {name} says that a program answered."
        if name == "x-post-messageclass" and "autoresponder" in value.lower():
            return f"Its header {name} says that a program answered."
        if name == "delivered-to" and value.strip().lower() == "autoresponder":
            return "It was delivered to an autoresponder on its way."
    return None


def ourselves(case: Case) -> str | None:
    """Our own mail, or mail from our own addresses."""
    if any(marks.is_ours(value, case.settings) for value in case.values(marks.HEADER.lower())):
        return "It is a mail of our own that came back."
    if any(case.settings.ours(address) for address in _authors(case)):
        return "It came from an address of our own."
    return None


def our_recipient(case: Case) -> str | None:
    """An answer to ourselves."""
    return "The answer would go to an address of our own." if case.settings.ours(case.recipient) else None


def another_postroom(case: Case) -> str | None:
    """A mark that is not of our making."""
    return "Another postroom's program wrote it." if case.values(marks.HEADER.lower()) else None


def machine(case: Case) -> str | None:
    """Addresses of mail systems; an envelope of certified mail (X-Trasporto) carries a person's message."""
    if case.values("x-trasporto"):
        return None
    for address in [*case.senders(), case.recipient]:
        if robots.MACHINE.fullmatch(address.rpartition("@")[0]) and not _vouched_person(case, address):
            return f"The address '{_short(address)}' belongs to a mail system."
    return None


def certified_receipt(case: Case) -> str | None:
    """Italian certified mail (PEC): receipts, not messages."""
    if case.values("x-ricevuta"):
        return "It is a receipt of certified mail."
    by_operator = any(address.startswith("posta-certificata@") for address in case.senders())
    if by_operator and case.mail is not None and robots.CERTIFIED_RECEIPT.match(case.mail.subject.strip()):
        return "It is a receipt of certified mail."
    return None


def out_of_office(case: Case) -> str | None:
    """A robot without any header, told by its subject."""
    if case.mail is not None and robots.OUT_OF_OFFICE.match(case.mail.subject.strip()):
        return "Its subject is that of an automatic absence note."
    return None


def report(case: Case) -> str | None:
    """Aggregate reports about mail (RFC 7489)."""
    if case.mail is not None and robots.DMARC_REPORT.match(case.mail.subject.strip()):
        return "It is a machine's report about mail."
    return None


def read_as_automatic(case: Case) -> str | None:
    """What the reader found out."""
    if case.mail is None or case.mail.automatic is None:
        return None
    return f"It was read as automatic mail: {case.mail.automatic_reason or case.mail.automatic}."


def hops(case: Case) -> str | None:
    """A loop without any other sign."""
    count = len(case.values("received"))
    return f"It went through {count} servers: it is probably in a loop." if count > MOST_HOPS else None


def joins(case: Case) -> str | None:
    """A reply on a complaint gets no second acknowledgement."""
    if case.recent.joins is None:
        return None
    return f"It belongs to {case.recent.joins}, which was acknowledged when it began."


def unread_address(case: Case) -> str | None:
    """Addresses that say nobody reads them."""
    local = case.recipient.rpartition("@")[0]
    if robots.UNREAD.fullmatch(local):
        return f"Nobody reads '{_short(case.recipient)}'; a person may stand behind it."
    return None


def forged(case: Case) -> str | None:
    """Senders our own server did not believe."""
    if case.mail is not None and vouching.dmarc(case.mail, case.settings) == "fail":
        return "Our mail server found the sender's address forged (DMARC failed)."
    return None


def spam(case: Case) -> str | None:
    """What the spam filter marked."""
    flagged = any(
        value.lower().startswith("yes")
        for name in ("x-spam-flag", "x-spam-status", "x-spam")
        for value in case.values(name)
    )
    return "The spam filter marked it." if flagged or case.recent.spam else None


def address_rate(case: Case) -> str | None:
    """One acknowledgement a day to one address."""
    if case.recipient and case.recent.to_address_today >= case.settings.rates.per_address_per_day:
        return f"This address got {case.recent.to_address_today} acknowledgement(s) in the last 24 hours already."
    return None


def domain_rate(case: Case) -> str | None:
    """A flood in one domain."""
    if case.recipient and case.recent.to_domain_last_hour >= case.settings.rates.per_domain_per_hour:
        return f"The sender's domain got {case.recent.to_domain_last_hour} replies within an hour."
    return None


def _authors(case: Case) -> list[str]:
    """Who wrote: for a mail that a colleague passed on, the author in it, not the colleague."""
    if case.mail is not None and case.mail.forwarded_by is not None:
        return [case.mail.from_address] if case.mail.from_address else []
    return case.senders()


def _vouched_person(case: Case, address: str) -> bool:
    """Whether `address` is only the technical envelope of a person's mail: many firms send with bounces+tag@."""
    if case.mail is None or address == case.recipient:
        return False
    if case.mail.certified is not None or case.mail.forwarded_by is not None:
        return True
    return address == (case.mail.envelope_sender or "").lower() and vouching.dmarc(case.mail, case.settings) == "pass"


def _short(value: str) -> str:
    """A sender's words made harmless for a sentence to staff."""
    return "".join(letter if letter.isprintable() else " " for letter in value)[:60]
