"""Complaints and replies as the API shows them, and what callers do with them."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from ingest.model import Delivery, Medium, ReplyKind, State
from ingest.review.api.common import Given, Id, Label, Shape, Words
from ingest.review.api.shapes_items import Item
from ingest.review.flow import Settlement

Written = Literal[
    ReplyKind.UPDATE, ReplyKind.RESPONSE, ReplyKind.QUESTION, ReplyKind.OMBUDSMAN, ReplyKind.DATA_PROTECTION,
    ReplyKind.DECLINE,
]  # fmt: skip


class Complaint(Shape):
    """A complaint in one line."""

    id: int
    reference: str
    complainant: str | None
    medium: Medium
    language: str
    state: State
    opened: datetime
    closed: datetime | None
    assigned_to: str | None
    flags: list[str]


class Clock(Shape):
    """One running deadline."""

    name: str
    started: datetime
    due: datetime
    explanation: str = Field(description="How the due instant came about, in words.")
    met: datetime | None
    paused: datetime | None


class Reply(Shape):
    """A message of ours and what is known about its way."""

    id: int
    complaint_id: int
    reference: str
    kind: ReplyKind
    language: str
    channel: Literal["email", "letter"]
    recipient: str
    subject: str
    message_id: str
    delivery: Delivery
    due: datetime | None
    attempt: int
    next_try: datetime | None
    server_words: str
    created: datetime
    finished: datetime | None
    finished_by: str | None


class Note(Shape):
    """What a colleague wrote down."""

    author: str
    at: datetime
    text: str


class Call(Shape):
    """A call record that may be the one told of."""

    number: str
    started: datetime
    seconds: int
    agent: str | None


class Contact(Shape):
    """A contact with us a letter tells of."""

    item_id: int
    number: str | None
    instant: str | None = Field(description="ISO 8601, as precise as it was told.")
    staff: str | None
    reference: str | None
    verdict: Literal["matched", "near", "none", "unchecked"] = Field(description="What the call records say of it.")
    reason: str = Field(description="What agrees and what does not.")
    calls: list[Call]


class Act(Shape):
    """One row of the audit log."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str = Field(description="JSON.")


class OneComplaint(Complaint):
    """A complaint with everything that happened to it."""

    address: str | None
    postal_address: str | None
    outcome: str | None
    clocks: list[Clock]
    items: list[Item]
    replies: list[Reply]
    notes: list[Note]
    contacts: list[Contact]
    log: list[Act]


class Hit(Shape):
    """A complaint that fits what was searched for, or an item without one."""

    complaint_id: int | None
    item_id: int | None
    reference: str | None
    complainant: str | None
    state: State
    opened: datetime
    where: str = Field(description="reference, complainant, finding, subject or text")
    match: str = Field(description="The words around it.")
    score: float


class NewNote(Given):
    """Something to write down."""

    text: Words = Field(min_length=1)


class Assignment(Given):
    """Who works on it."""

    to: Label | None = Field(description="A sign-in name; null gives it back to everybody.")


class Ending(Given):
    """How a complaint ended."""

    outcome: Words = Field(min_length=1)


class Addresses(Given):
    """Where the complainant is answered."""

    address: str | None = Field(default=None, max_length=254, description="E-mail.")
    postal: Words | None = Field(default=None, description="The block to print on a letter.")

    @model_validator(mode="after")
    def _one(self) -> "Addresses":
        if not self.address and not self.postal:
            raise ValueError("an e-mail address or a postal address is needed")
        return self


class NewReply(Given):
    """A reply to write."""

    kind: Written
    text: Words = Field(default="", description="The staff's own words; the template brings the rest.")


class Draft(Shape):
    """A reply as it would go out."""

    channel: Literal["email", "letter"]
    recipient: str
    subject: str
    language: str
    content: str = Field(description="The RFC 5322 message, or the letter as PDF: base64.")


class Fate(Given):
    """What became of a reply, or is to become of it."""

    how: Settlement


class Letters(Given):
    """Letters that were printed."""

    replies: list[Id] = Field(min_length=1, max_length=500)


class Done(Shape):
    """The id of what an act is about or made."""

    id: int
