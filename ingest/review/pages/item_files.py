"""The files of an item: page images, the mail's HTML in its sandbox, the words of a page, the original to keep.

Each request is authorised and each download of an original audited; names are made by us, never by the sender.
"""

import base64
import hashlib
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response

from ingest import errors
from ingest.review import show
from ingest.review.door import Door, Missing
from ingest.review.rights import Right
from ingest.review.scaled import scaled
from ingest.review.visit import Visit
from ingest.store import audit, desk

_STYLE_HASH = base64.b64encode(hashlib.sha256(show.FRAME_STYLE.encode()).digest()).decode()
FRAME_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; sandbox; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
WIDTHS = (160, 1200, 2400)  # pixels: thumbnail, screen, close up


def image(visit: Visit) -> Response:
    """A page image, scaled for the screen."""
    item_id, page = visit.number("item"), visit.number("page")
    asked = visit.asked("width")
    width = int(asked) if asked.isdecimal() and int(asked) in WIDTHS else 1200
    try:
        path = visit.flow.page_image(item_id, page)
    except errors.Error:
        path = None
    if path is None or not path.is_file():
        raise Missing(f"The image of page {page} is not there.", remedy="The text and the original are still there.")
    try:
        shown = scaled(Path(path), width)
    except OSError:  # damaged, or no image at all
        raise Missing(f"The image of page {page} cannot be shown.", remedy="The text and the original are.") from None
    return FileResponse(
        shown,
        media_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=600"},
    )


def words(visit: Visit) -> Response:
    """The words of a page with their boxes, for the pointer."""
    with visit.flow.database.read() as connection:
        reading = desk.reading_of(connection, visit.number("item"))
    if reading is None:
        return JSONResponse([])
    return JSONResponse(show.words_on(reading, visit.number("page")))


def text(visit: Visit) -> Response:
    """The words between two places of the reading's text: what somebody pointed at."""
    with visit.flow.database.read() as connection:
        reading = desk.reading_of(connection, visit.number("item"))
    start, end = visit.asked("start", "0"), visit.asked("end", "0")
    if reading is None or not (start.isdecimal() and end.isdecimal()):
        raise Missing("There is no text here.")
    return PlainTextResponse(show.plain(reading.text[int(start) : int(end)][:1000]))


def mail(visit: Visit) -> Response:
    """The mail's HTML, made inert, for the sandboxed frame and nowhere else."""
    with visit.flow.database.read() as connection:
        reading = desk.reading_of(connection, visit.number("item"))
    html = reading.mail.html if reading and reading.mail else None
    if html is None:
        raise Missing("This item has no formatted mail.")
    body = show.inert(html)
    head = f'<meta charset="utf-8"><title>mail</title><style>{show.FRAME_STYLE}</style>'
    page = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return HTMLResponse(page, headers={"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"})


def original(visit: Visit) -> Response:
    """The original as it arrived, as a download that no browser opens by itself."""
    item_id = visit.number("item")
    with visit.flow.database.read() as connection:
        sheet = desk.sheet(connection, item_id)
    if sheet is None:
        raise Missing(f"There is no item {item_id}.")
    content = visit.flow.originals.open(sheet.sha256)
    with visit.flow.database.write() as connection:
        audit.record(connection, "downloaded the original", f"item:{item_id}", actor=visit.me)
    headers = {"Content-Disposition": f'attachment; filename="item-{item_id}{suffix(sheet.name)}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def suffix(name: str) -> str:
    """A harmless ending for a download's name, taken from a short list."""
    ending = Path(name).suffix.lower()
    known = {".eml", ".msg", ".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".heic", ".docx", ".odt", ".txt"}
    return ending if ending in known else ".bin"


DOORS = (
    Door("GET", "/items/{item:int}/pages/{page:int}.jpg", image, Right.SEE),
    Door("GET", "/items/{item:int}/words/{page:int}", words, Right.SEE),
    Door("GET", "/items/{item:int}/text", text, Right.SEE),
    Door("GET", "/items/{item:int}/mail", mail, Right.SEE),
    Door("GET", "/items/{item:int}/original", original, Right.SEE),
)
