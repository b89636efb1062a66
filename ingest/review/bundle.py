"""The file on one complaint for the ombudsman: one PDF, indexed, in the order of time, each piece with its hash.

It holds what went between the complainant and us: everything that arrived and every answer. Notes and the audit log
stay inside. Pages are shown as the images and texts that were made of them under limits; no hostile file is opened
here. The typesetter runs in a process of its own with a time limit, for it is large and must not stay in memory.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Final

from ingest import errors
from ingest.children import Children, Limits
from ingest.model import Medium, Reading
from ingest.review.flow import Flow
from ingest.review.render import Pages
from ingest.review.scaled import scaled
from ingest.review.show import plain
from ingest.store import desk, desk_complaints, desk_leaves, desk_replies
from ingest.store.desk import Sheet
from ingest.store.desk_replies import Sending

MOST_PAGES: Final = 100  # images of one item; the text of further pages is there all the same
LONGEST: Final = 100_000  # characters of one piece
LIMITS: Final = Limits(seconds=120, processes=1, questions=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was sent or received."""

    at: datetime
    title: str
    ours: bool
    sha256: str  # of the original, or of the bytes that were sent
    text: str
    images: tuple[str, ...]  # data addresses of page images


def bundle(flow: Flow, pages: Pages, language: str, complaint_id: int) -> bytes:
    """The file as a PDF.

    Args:
        flow: where page images come from.
        pages: the templates.
        language: of the headings, ISO 639-1.
        complaint_id: the complaint.

    Raises:
        errors.Error: there is no such complaint, or the typesetter failed.
    """
    with flow.database.read() as connection:
        record = desk_complaints.record(connection, complaint_id)
        items = desk_complaints.items_of(connection, complaint_id)
        readings = {sheet.id: desk.reading_of(connection, sheet.id) for sheet in items}
        lent = {sheet.id for sheet in items if desk_leaves.whole_of(connection, sheet.id)}
        sendings = desk_replies.of_complaint(connection, complaint_id)
        sent = {one.id: desk_replies.content(connection, one.id) or b"" for one in sendings}
    if record is None:
        raise errors.Error(f"There is no complaint {complaint_id}.", remedy="Check the reference.")
    # what was put to another item is shown there; its original keeps its line and its hash
    pieces = [_arrived(flow, sheet, None if sheet.id in lent else readings[sheet.id]) for sheet in items]
    pieces += [_sent(one, sent[one.id]) for one in sendings]
    ordered = sorted(pieces, key=lambda piece: piece.at)
    return typeset(pages.render("bundle.html", language, record=record, pieces=ordered))


def typeset(html: str) -> bytes:
    """HTML of ours as a PDF, in a child process that ends with it.

    Raises:
        errors.Error: it took too long, too much memory, or failed.
    """
    children = Children("ingest.review.bundle:laid_out", b"", LIMITS)
    try:
        return children.ask(html=html)
    finally:
        children.close()


def laid_out(_: bytes, *, html: str) -> bytes:
    """The PDF of a page, made in the child; addresses outside the page itself are refused."""
    import weasyprint  # type: ignore[import-untyped]  # it ships no type information
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # as above

    inside = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    return bytes(weasyprint.HTML(string=html, url_fetcher=inside).write_pdf() or b"")


def _arrived(flow: Flow, sheet: Sheet, reading: Reading | None) -> Piece:
    title = sheet.subject or sheet.name
    if reading is None:
        return Piece(sheet.received, title, False, sheet.sha256, "", ())
    images = tuple(_images(flow, sheet.id, [page.number for page in reading.pages[:MOST_PAGES] if page.image]))
    text = "" if images and reading.medium is Medium.LETTER else reading.text
    return Piece(sheet.received, title, False, sheet.sha256, plain(text[:LONGEST]), images)


def _images(flow: Flow, item_id: int, numbers: list[int]) -> list[str]:
    found = []
    for number in numbers:
        path = flow.page_image(item_id, number)
        if path is not None and path.is_file():
            content = base64.b64encode(scaled(path, 1200).read_bytes()).decode()
            found.append(f"data:image/jpeg;base64,{content}")
    return found


def _sent(sending: Sending, content: bytes) -> Piece:
    text = ""
    if sending.channel == "email":
        body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
    at = sending.finished or sending.created
    return Piece(at, sending.subject, True, hashlib.sha256(content).hexdigest(), plain(text[:LONGEST]), ())
