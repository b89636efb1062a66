"""The values that travel between the stages: frozen, typed, each field said in words.

Nothing here does anything. Instants are aware and in UTC; spans index `Reading.text`, end exclusive; boxes are
`(x0, y0, x1, y1)` in pixels of the upright page image at its OCR resolution; confidences run from 0 to 1.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

Box = tuple[int, int, int, int]


class State(StrEnum):
    """Where an item stands. The first four are on the way, the rest are resting places."""

    ARRIVED = "ARRIVED"
    READ = "READ"
    EXTRACTED = "EXTRACTED"
    DECIDED = "DECIDED"
    OPEN = "OPEN"  # belongs to a complaint
    CLOSED = "CLOSED"  # needs nothing more: automatic mail, a duplicate, dismissed by a person
    HELD = "HELD"  # needs a person before it can go on
    DEFERRED = "DEFERRED"  # will be tried again by itself
    QUARANTINED = "QUARANTINED"  # could not be processed: visible, retriable, its clock running


class Medium(StrEnum):
    """How the complainant wrote."""

    LETTER = "letter"
    EMAIL = "email"
    FORM = "form"


class SourceKind(StrEnum):
    """Which door an item came through."""

    MAILBOX = "mailbox"
    FOLDER = "folder"
    FORM = "form"
    MAILDIR = "maildir"
    BATCH = "batch"  # a letter that was scanned together with others: its batch is an item of its own


@dataclass(frozen=True, slots=True)
class Source:
    """The place an item came from; unique, so that the same place is never taken twice."""

    kind: SourceKind
    place: str  # the account and folder, or the watched folder, by its name in the configuration
    key: str  # what identifies the item there: "UIDVALIDITY/UID", a file's name and digest, a batch's digest and pages


@dataclass(frozen=True, slots=True)
class Arrival:
    """Raw bytes as `arrive` hands them over, before anything is recorded."""

    source: Source
    name: str  # the file name or subject-free label to show; the sender's words, never a path
    content: bytes  # exactly what arrived
    received: datetime  # ours: IMAP INTERNALDATE, or the instant the file was first seen; never the Date header
    medium_hint: Medium | None = None  # FORM for the web form; else the reader finds out


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that arrived, as the ledger knows it."""

    id: int
    source: Source
    name: str
    received: datetime
    sha256: str  # of the original's bytes, lower-case hex
    size: int  # of the original, bytes
    state: State
    attempt: int  # how many times processing was begun; the fence a paused zombie fails on
    medium: Medium | None = None
    reason: str | None = None  # why it is held, deferred, quarantined or closed
    remedy: str | None = None  # what staff can do about it
    complaint_id: int | None = None
    base: int = 0  # the attempt after which a person last started it over; tries are counted from there


# ---- reading -------------------------------------------------------------------------------------------------


class PageState(StrEnum):
    """What the reader could make of a page."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"  # something is there, and the text is not to be trusted
    HANDWRITTEN = "handwritten"
    SEPARATOR = "separator"  # a sheet printed by `postroom separators`


class SectionKind(StrEnum):
    """The parts of a letter or a mail that extractors use as context."""

    SENDER = "sender"  # the sender's address block
    RECIPIENT = "recipient"  # our address
    DATE_LINE = "date_line"
    SUBJECT = "subject"  # subject or reference line
    SALUTATION = "salutation"
    BODY = "body"  # for mail: what this sender newly wrote
    SIGN_OFF = "sign_off"
    SIGNATURE = "signature"
    ENCLOSURES = "enclosures"
    STAMP = "stamp"  # a received stamp
    LETTERHEAD = "letterhead"
    QUOTE = "quote"  # somebody's earlier words
    FORWARD = "forward"  # a mail passed on: header block and body
    DISCLAIMER = "disclaimer"
    ATTACHMENT = "attachment"  # text of an attached scan or document
    FIELD = "field"  # a labelled value of a form; `label` names it


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a scanned page."""

    start: int
    end: int
    page: int  # counted from 1
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright."""

    number: int  # counted from 1
    width: int  # pixels of the upright image at its OCR resolution
    height: int
    rotation: int  # degrees clockwise that made it upright: 0, 90, 180 or 270
    confidence: float  # mean over its words, weighted by length; 1.0 for a text layer
    state: PageState = PageState.READ
    origin: Literal["ocr", "text layer", "document"] = "ocr"
    skew: float = 0.0  # degrees that were straightened
    separator: str | None = None  # the payload of a separator sheet
    image: str | None = None  # file name of the upright page image within the folder given to the reader
    attachment: int | None = None  # index into Reading.attachments when the page came with a mail


@dataclass(frozen=True, slots=True)
class Section:
    """A named stretch of the text."""

    kind: SectionKind
    start: int
    end: int
    label: str | None = None  # FIELD: the canonical field name; others: None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that came with a mail."""

    name: str  # as the sender called it, cleaned for display; never a path
    media_type: str
    bytes: int  # decoded size
    sha256: str
    note: str | None = None  # why it could not be read, when it could not


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says (RFC 3464, or read out of free text)."""

    recipient: str | None  # the address that failed, lower-case
    status: str | None  # "5.1.1"
    permanent: bool | None  # None: the report does not say
    message_id: str | None  # Message-ID of the mail of ours that it is about, with its brackets
    diagnostic: str = ""  # the server's words, shortened


@dataclass(frozen=True, slots=True)
class Mail:
    """The head of a mail: claims by its sender, except where noted."""

    from_name: str | None
    from_address: str | None  # lower-case; None when there is no usable one
    envelope_sender: str | None  # Return-Path; "" is the null sender <>, None when the header is missing
    reply_to: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    claimed_date: datetime | None  # the Date header: a claim, never a clock
    message_id: str | None  # with its brackets
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]  # every header in order, names lower-case, values unfolded and decoded
    automatic: str | None = None  # why no person wrote it: "bounce", "auto-reply", "list", "receipt", "report", ...
    automatic_reason: str | None = None  # the rule that said so, in a few words
    bounce: Bounce | None = None
    certified: datetime | None = None  # the instant Italian certified mail (PEC) vouches for
    forwarded_by: str | None = None  # the colleague who passed it on, when `from_*` was taken from a forward
    html: str | None = None  # the HTML part as sent; hostile: show only sanitised and sandboxed
    form: str | None = None  # the configured form whose notification this is
    defects: tuple[str, ...] = ()  # what was odd: "two From headers", "unknown charset x-foo", ...


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of an item with positions."""

    medium: Medium
    text: str  # the whole text: for mail body, quotes and attachments; for letters all pages in reading order
    language: str | None  # ISO 639-1, None when it cannot be told
    language_confidence: float = 0.0
    reply_text: str = ""  # mail: only what this sender newly wrote; letters: the text
    signature: str = ""
    words: tuple[Word, ...] = ()
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    mail: Mail | None = None
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()  # what staff should know: "page 2 is handwritten", "attachment locked"
    certified_arrival: datetime | None = None  # from a received stamp or certified mail: evidence, not a clock
    splits: tuple[int, ...] = ()  # pages at which a new letter seems to begin: a proposal for staff


# ---- extracting ----------------------------------------------------------------------------------------------


class FindingKind(StrEnum):
    """What a finding is about."""

    TICKET_REFERENCE = "ticket_reference"
    PERSON_NAME = "person_name"
    DATE_TIME = "date_time"
    PHONE_NUMBER = "phone_number"
    EMAIL_ADDRESS = "email_address"


ROLES: dict[FindingKind, tuple[str, ...]] = {
    FindingKind.TICKET_REFERENCE: ("ours", "theirs", "unknown"),
    FindingKind.PERSON_NAME: ("complainant", "staff", "third_party", "other"),
    FindingKind.DATE_TIME: ("incident", "contact", "letter", "deadline", "birth", "other"),
    FindingKind.PHONE_NUMBER: ("called_from", "call_back", "ours", "other"),
    FindingKind.EMAIL_ADDRESS: ("complainant", "staff", "other"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One extracted fact, where it stands and why it is believed."""

    kind: FindingKind
    value: str  # normalised: reference upper-case, E.164, lower-case address, ISO 8601, tidied name
    text: str  # exactly Reading.text[start:end]
    role: str  # what it is to this complaint; each kind has its own roles, see ROLES
    start: int
    end: int
    page: int | None  # where it stands on paper; None for typed text
    box: Box | None
    confidence: float  # the score of its evidence, through the curve of its kind when one is shipped
    reason: str  # "valid GB number after 'called from'"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something people must know about; it routes, it never decides."""

    name: Literal["data_protection", "vulnerable", "abusive", "legal_threat", "safety"]
    start: int
    end: int
    text: str  # the words that say so
    reason: str


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """A contact with us that one or two neighbouring sentences tell of; each field is a finding's index or None."""

    number: int | None
    instant: int | None
    staff: int | None
    reference: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one reading."""

    findings: tuple[Finding, ...] = ()
    flags: tuple[Flag, ...] = ()
    events: tuple[ContactEvent, ...] = ()


# ---- deciding ------------------------------------------------------------------------------------------------


class Action(StrEnum):
    """What becomes of an item."""

    OPEN = "open"  # a new complaint
    JOIN = "join"  # belongs to a complaint that is there
    DUPLICATE = "duplicate"  # the same bytes are there already: linked
    AUTOMATIC = "automatic"  # a robot's mail: recorded and closed
    HOLD = "hold"  # a person must say


@dataclass(frozen=True, slots=True)
class KnownComplaint:
    """A complaint in the ledger that an item may belong to."""

    id: int
    reference: str
    addresses: tuple[str, ...]  # the complainant's confirmed e-mail addresses, lower-case
    names: tuple[str, ...]
    state: str  # OPEN or CLOSED
    opened: datetime
    references: tuple[str, ...] = ()  # ticket references found in it
    text: str = ""  # the beginning of its first item's text, to compare


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ledger knows that bears on one item; fetched by `pipeline` from `store`."""

    duplicate_of: int | None = None  # id of the earlier item with the same digest
    by_headers: tuple[KnownComplaint, ...] = ()  # whose messages In-Reply-To or References name
    by_reference: tuple[KnownComplaint, ...] = ()  # whose reference of ours stands in the text or subject
    by_sender: tuple[KnownComplaint, ...] = ()  # earlier complaints from the same address
    similar: tuple[KnownComplaint, ...] = ()  # that share a name or ticket reference
    bounced_reply: int | None = None  # id of the reply of ours that a delivery report is about


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `decide` says about one item."""

    action: Action
    acknowledge: bool  # whether a reply is due to whoever wrote
    silence: str | None  # why not, in words for staff; None when acknowledge
    channel: Literal["email", "letter"] | None  # how to acknowledge; None when silent
    recipient: str | None  # the one address to answer, or the postal address block
    language: str  # of the answer, ISO 639-1
    review: bool  # whether staff must look
    reasons: tuple[str, ...] = ()  # why they must, in words
    doubtful: tuple[int, ...] = ()  # indices of the findings below their threshold
    flags: tuple[str, ...] = ()
    complaint_id: int | None = None  # JOIN: the complaint it joins
    duplicate_of: int | None = None  # DUPLICATE: the item it repeats
    possible: tuple[int, ...] = ()  # complaints it might belong to: for staff to say
    rule: str = ""  # name of the rule that fired


# ---- replying ------------------------------------------------------------------------------------------------


class ReplyKind(StrEnum):
    """The messages postroom writes; each is unique within its complaint."""

    ACKNOWLEDGEMENT = "acknowledgement"
    UPDATE = "update"
    RESPONSE = "response"
    OMBUDSMAN = "ombudsman"
    QUESTION = "question"
    DECLINE = "decline"
    DATA_PROTECTION = "data_protection"
    SURVEY = "survey"


class Delivery(StrEnum):
    """What is known about a reply's way to its reader."""

    PENDING = "PENDING"  # waits for its turn
    CLAIMED = "CLAIMED"  # a sender is at it; the final dot has not been sent
    DOT_PENDING = "DOT_PENDING"  # the final dot may have been sent: from here on doubt is possible
    ACCEPTED = "ACCEPTED"  # the relay took it
    DEFERRED = "DEFERRED"  # a 4xx: tried again later
    REJECTED = "REJECTED"  # a 5xx: a person decides
    UNCERTAIN = "UNCERTAIN"  # nobody knows; a person decides, never sent again by itself
    BOUNCED = "BOUNCED"  # accepted, and came back
    TO_PRINT = "TO_PRINT"  # a letter that waits for printing
    POSTED = "POSTED"  # a person put it in the post
    HELD = "HELD"  # a person must do something before it can go
    CANCELLED = "CANCELLED"  # withdrawn by a person, with a reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as composed, before it has a row: frozen bytes from here on."""

    kind: ReplyKind
    language: str
    channel: Literal["email", "letter"]
    envelope_sender: str  # "" for the null sender
    recipient: str  # one address, or for letters the postal address block
    message_id: str  # with its brackets: an HMAC of (complaint, kind), so that a retry is the same message
    content: bytes  # the whole RFC 5322 message, or the PDF
    subject: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One intended outgoing message, as the ledger knows it."""

    id: int
    complaint_id: int
    draft: Draft
    delivery: Delivery
    due: datetime | None  # by when it must have gone
    attempt: int  # how many times sending was begun
    token: int  # fencing token: grows with each claim
    next_try: datetime | None  # DEFERRED: not before this instant
    server_words: str = ""  # what the relay last said
    created: datetime | None = None
    finished: datetime | None = None  # accepted, posted or cancelled


@dataclass(frozen=True, slots=True)
class Clock:
    """One running deadline of a complaint."""

    name: str  # "acknowledgement", "update", ... as in policy.toml
    started: datetime
    due: datetime
    explanation: str  # how the due instant came about, in words
    met: datetime | None = None
    paused: datetime | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """The record staff work on."""

    id: int
    reference: str
    medium: Medium
    language: str
    complainant: str | None  # name as found or confirmed
    address: str | None  # e-mail address, lower-case
    state: State  # OPEN or CLOSED
    opened: datetime  # arrival of its first item
    clocks: tuple[Clock, ...] = ()
    flags: tuple[str, ...] = ()
    items: tuple[int, ...] = field(default=())
