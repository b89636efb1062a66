"""What the pages ask of the pipeline: the acts that set the machine going, and nothing more.

A narrow seam on purpose: the pages can be tried with a stand-in, and show what they depend on.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from ingest.extract.calls import CallSettings
from ingest.model import Arrival, Draft, FindingKind, ReplyKind
from ingest.parting import Plan as Together
from ingest.store.database import Database
from ingest.store.desk_subjects import Plan
from ingest.store.originals import Originals

Settlement = Literal["delivered", "send_again", "letter", "cancel"]


class Flow(Protocol):
    """The acts of the pipeline that people start. Each is one transaction, audited, and raises `errors.Error`."""

    database: Database
    originals: Originals
    calls: CallSettings  # how exactly people remember the calls they tell of

    def retry(self, item_id: int, by: str) -> None:
        """Start an item over."""

    def open_held(self, item_id: int, by: str) -> None:
        """Make a complaint of an item that was held, quarantined or closed as automatic, and acknowledge it."""

    def dismiss(self, item_id: int, by: str, reason: str) -> None:
        """Close an item that is no complaint."""

    def join(self, item_id: int, complaint_id: int, by: str) -> None:
        """Put an item to a complaint."""

    def separate(self, item_id: int, by: str) -> None:
        """Take an item out of its complaint and make one of its own."""

    def part(self, item_id: int, letters: Sequence[Sequence[int]], by: str, version: int) -> list[int]:
        """Part a scan into letters, of each its pages, and return the new items."""

    def plan_together(self, item_ids: Sequence[int]) -> Together:
        """What putting the pages of some items together, in this order, would do."""

    def together(self, item_ids: Sequence[int], versions: Sequence[int], by: str) -> int:
        """Put the pages of some items together, and return the item that has them."""

    def undoable(self, item_id: int) -> str | None:
        """Why what was put together cannot be taken apart again; None when it can."""

    def apart(self, item_id: int, by: str, version: int) -> list[int]:
        """Take back what was put together last, and return the items that have their pages again."""

    def confirm(self, item_id: int, by: str, version: int) -> None:
        """Confirm every finding nobody judged yet, and be done with the item."""

    def settle(self, reply_id: int, by: str, how: Settlement) -> None:
        """Say what became of an uncertain, rejected or bounced reply."""

    def printed(self, reply_ids: Sequence[int], by: str) -> None:
        """Note that letters were printed."""

    def posted(self, reply_id: int, by: str) -> None:
        """Note that a letter went to the post."""

    def preview(self, complaint_id: int, kind: ReplyKind, text: str) -> Draft:
        """A reply as it would go out; nothing is recorded."""

    def write(self, complaint_id: int, kind: ReplyKind, text: str, by: str) -> int:
        """Record a reply to be sent, and return its id."""

    def readdress(self, complaint_id: int, by: str, *, address: str | None = None, postal: str | None = None) -> None:
        """Set where the complainant is answered, and acknowledge if that waited for it."""

    def close(self, complaint_id: int, by: str, outcome: str) -> None:
        """Close a complaint."""

    def reopen(self, complaint_id: int, by: str) -> None:
        """Open a closed complaint again."""

    def may_answer_survey(self, reference: str, token: str) -> bool:
        """Whether a survey's link was signed by us."""

    def answer_survey(self, reference: str, token: str, score: int, words: str) -> bool:
        """Keep a customer's answer; False when the link was not signed by us."""

    def take(self, arrivals: Sequence[Arrival]) -> list[int]:
        """Take post in, and return the ids of its items."""

    def reference_of(self, item_id: int, received: datetime) -> str:
        """The reference under which an item's sender can ask for it, from its arrival on."""

    def separators(self, channel: str, day: date, count: int) -> bytes:
        """Sheets that part the letters of a batch, as a PDF to print."""

    def archive(self, complaint_ids: Sequence[int], by: str) -> bytes:
        """Everything about some complaints as a ZIP, for the person who asks for their data."""

    def erase(self, complaint_ids: Collection[int], loose: Collection[int], by: str) -> Plan:
        """Erase complaints, and items that belong to none, and say what went."""

    def page_image(self, item_id: int, page: int) -> Path | None:
        """The upright image of a page, or None when there is none."""

    def normalise(self, kind: FindingKind, text: str, item_id: int) -> str:
        """The value a person's words stand for, by the rules of the extractors."""
