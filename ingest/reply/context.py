"""What a reply is about: everything `compose` needs to know of a complaint, gathered by the pipeline.

A value and nothing else; no text of the customer's is in it, apart from the name and address the answer goes to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ingest.model import Clock, Medium

Missing = Literal["reference", "dates", "phones"]


@dataclass(frozen=True, slots=True)
class Context:
    """The facts one reply is composed from."""

    reference: str  # our reference of the complaint
    channel: Literal["email", "letter"]
    recipient: str  # one e-mail address, or the postal address, one line each
    language: str  # of the reply, ISO 639-1
    received: datetime  # arrival of what is answered: ours, aware
    written: datetime  # the instant of composing, aware; becomes the Date of the mail and of the letter
    medium: Medium = Medium.EMAIL  # how the complainant wrote
    zone: str = "Europe/London"  # the office's time zone: dates are shown in it
    name: str | None = None  # the complainant's name; shown literally and short
    country: str | None = None  # ISO 3166 code that picks ombudsman and regulator; None: by language, then ours
    in_reply_to: str | None = None  # Message-ID of the mail that is answered
    references: tuple[str, ...] = ()  # Message-IDs of the thread so far, oldest first
    clocks: tuple[Clock, ...] = ()  # running or foreseen; their due instants are promised to the reader
    missing: tuple[Missing, ...] = ()  # what a complaint should give and this one does not
    data_protection: bool = False  # whether the complaint concerns personal data too
    words: str = ""  # what staff typed: the editable part, paragraphs divided by blank lines
    staff: str | None = None  # who signs; None: the team
    answer_by: datetime | None = None  # question: until when an answer is hoped for
    deadlock: bool = False  # ombudsman letter: whether it goes because no agreement was reached, not by time

    def due(self, clock: str) -> datetime | None:
        """The due instant of the clock called so; None when it neither runs nor is foreseen."""
        return next((one.due for one in self.clocks if one.name == clock and one.met is None), None)
