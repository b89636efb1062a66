"""Items as the API shows them, and what callers say about them."""

import base64
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from ingest.model import FindingKind, Medium, SectionKind, State
from ingest.review.api.common import Given, Id, Label, Shape, Version, Words

Box = tuple[int, int, int, int]


def _decoded(given: object) -> bytes:
    """Base64 in full (RFC 4648, section 4): what is not of its alphabet is refused, never passed over."""
    content = base64.b64decode(given, validate=True) if isinstance(given, str) else b""
    if not content:
        raise ValueError("base64 of at least one byte is needed")
    return content


_BASE64 = {"type": "string", "contentEncoding": "base64", "minLength": 4, "description": "Its bytes."}
Content = Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema(_BASE64)]


class Item(Shape):
    """One thing that arrived."""

    id: int
    name: str = Field(description="The file's name, the sender's words: never a path.")
    source: str
    received: datetime
    sha256: str = Field(description="Of its original.")
    size: int = Field(description="Of its original, bytes.")
    state: State
    medium: Medium | None
    language: str | None = Field(description="ISO 639-1.")
    subject: str | None
    reason: str | None = Field(description="Why it is held, put off, quarantined or closed.")
    remedy: str | None
    complaint_id: int | None
    reference: str | None = Field(description="Of its complaint.")
    duplicate_of: int | None
    review: bool = Field(description="Whether staff must look.")
    reasons: list[str] = Field(description="Why they must.")
    reviewed: datetime | None
    reviewed_by: str | None
    locked_by: str | None = Field(description="Who has it open.")
    locked_until: datetime | None
    due: datetime | None = Field(description="Its nearest clock.")
    version: int = Field(description="Grows with each change by a person; verdicts name the one they are about.")


class Waiting(Item):
    """One line of the queue."""

    doubtful: int = Field(description="Findings the machine was not sure of and nobody has judged.")
    unjudged: int
    flags: list[str]
    complainant: str | None


class Finding(Shape):
    """A fact found in an item, with its evidence and the verdict on it."""

    id: int
    kind: FindingKind
    role: str
    value: str = Field(description="Normalised: E.164, ISO 8601, lower-case address, ...")
    text: str = Field(description="As it stands in the reading's text.")
    start: int
    end: int = Field(description="Exclusive; both index the reading's text.")
    page: int | None
    box: Box | None = Field(description="x0, y0, x1, y1 in pixels of the upright page.")
    confidence: float
    reason: str
    doubtful: bool
    verdict: Literal["confirmed", "corrected", "rejected", "added"] | None
    verdict_by: str | None
    verdict_at: datetime | None
    found_value: str | None = Field(description="What the machine had found, when a person corrected it.")
    found_role: str | None


class Flag(Shape):
    """Something people must know."""

    name: str
    text: str
    reason: str
    start: int
    end: int


class Page(Shape):
    """One page of a scan, upright."""

    number: int
    width: int
    height: int
    rotation: int
    confidence: float
    state: str


class Section(Shape):
    """A named stretch of the text."""

    kind: SectionKind
    start: int
    end: int
    label: str | None


class Attachment(Shape):
    """Something that came with a mail."""

    name: str
    media_type: str
    bytes: int
    sha256: str
    note: str | None


class Mail(Shape):
    """The head of a mail: claims by its sender."""

    from_name: str | None
    from_address: str | None
    to: list[str]
    cc: list[str]
    subject: str
    claimed_date: datetime | None
    message_id: str | None
    automatic: str | None


class Reading(Shape):
    """The text of an item with positions."""

    text: str
    language: str | None
    reply_text: str = Field(description="Only what this sender newly wrote.")
    signature: str
    pages: list[Page]
    sections: list[Section]
    attachments: list[Attachment]
    notes: list[str]
    mail: Mail | None


class OneItem(Item):
    """An item with all that was found in it."""

    reading: Reading | None
    findings: list[Finding]
    flags: list[Flag]
    silence: str | None = Field(description="Why nobody was answered by machine.")
    same: list[int] = Field(description="Other items with the same bytes.")
    possible: list[int] = Field(description="Complaints it may belong to.")


class Word(Shape):
    """A word of a page."""

    start: int
    end: int
    box: Box


class Taken(Shape):
    """What became of an upload."""

    id: int
    new: bool = Field(description="False when the same key had brought it before.")


class Upload(Given):
    """A new arrival."""

    name: Label = Field(min_length=1, description="The file's name; its ending helps to read it.")
    content: Content
    key: str | None = Field(
        default=None, pattern=r"^[\w.:-]{1,100}$", description="Yours: the same key again makes no second item."
    )


class AtVersion(Given):
    """An act on an item as somebody saw it."""

    version: Version


class Verdict(AtVersion):
    """What somebody says about a finding."""

    verdict: Literal["confirmed", "corrected", "rejected"]
    value: Words | None = Field(default=None, min_length=1, description="The right one, as people write it.")
    role: Label | None = Field(default=None, description="The right one; unchanged when missing.")

    @model_validator(mode="after")
    def _corrects(self) -> "Verdict":
        if (self.verdict == "corrected") is (self.value is None and self.role is None):
            raise ValueError("value or role go with 'corrected', and only with it")
        return self


class NewFinding(AtVersion):
    """A finding the machine missed."""

    kind: FindingKind
    role: Label
    value: Words = Field(min_length=1, description="As people write it; it is normalised here.")
    start: int = Field(default=0, ge=0, le=2**31 - 1, description="Where it stands in the text; 0 when typed.")
    end: int = Field(default=0, ge=0, le=2**31 - 1, description="Exclusive; 0 when typed.")


class Parted(AtVersion):
    """Which pages are which letter."""

    letters: list[list[Id]] = Field(
        min_length=1, max_length=500, description="Of each letter its pages in order; every page exactly once."
    )

    @model_validator(mode="after")
    def _has_pages(self) -> "Parted":
        if not all(self.letters):
            raise ValueError("a letter has at least one page")
        return self


class Seen(Given):
    """An item as somebody saw it."""

    item: Id
    version: Version


class Pile(Given):
    """Items that are one letter, in the order in which their pages stand."""

    items: list[Seen] = Field(min_length=2, max_length=50)


class Made(Shape):
    """Items that came of an act."""

    items: list[int]


class Reason(Given):
    """Why."""

    reason: Words = Field(min_length=1)


class Target(Given):
    """The complaint an item is put to."""

    complaint: Id
