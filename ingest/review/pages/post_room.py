"""The post room: what came in today, sheet by sheet, with what was made of it; and a place to drop files."""

import hashlib
from datetime import date, datetime, timedelta

from starlette.datastructures import UploadFile
from starlette.responses import Response

from ingest import clock, errors
from ingest.model import Arrival, Source, SourceKind
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk_queue

MOST_FILES = 100
MOST_SHEETS = 200


def show(visit: Visit) -> Response:
    """What arrived today."""
    asked = visit.asked("days", "1")
    days = min(31, int(asked)) if asked.isdecimal() and len(asked) < 4 else 1
    today = _today(visit)
    with visit.flow.database.read() as connection:
        lines = desk_queue.newest(connection, today - timedelta(days=max(0, days - 1)))
    return visit.page(
        "post_room.html", lines=lines, days=days, taken=visit.asked("taken"), most=MOST_FILES,
        today=today.date(), most_sheets=MOST_SHEETS,
    )  # fmt: skip


def upload(visit: Visit) -> Response:
    """Take the dropped files in; each becomes an item, the same bytes in one upload only once."""
    files = [value for value in visit.form.getlist("files") if isinstance(value, UploadFile) and value.filename]
    if not files:
        raise errors.Error("No file was chosen.", remedy="Choose files, or drop them on the page.")
    if len(files) > MOST_FILES:
        raise errors.Error(f"At most {MOST_FILES} files at a time.", remedy="Send the rest afterwards.")
    now = clock.now()
    arrivals = [_arrival(file, now) for file in files]
    taken = visit.flow.take([arrival for arrival in arrivals if arrival.content])
    return visit.go(f"/post?taken={len(taken)}")


def separators(visit: Visit) -> Response:
    """Separator sheets to print and lay between letters that are scanned as one batch."""
    asked = visit.asked("count", "10")
    count = min(MOST_SHEETS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 6 else 10
    try:
        day = date.fromisoformat(visit.asked("day")) if visit.asked("day") else _today(visit).date()
    except ValueError:
        raise errors.Error("This is no day.", remedy="Choose the day on which the letters were received.") from None
    content = visit.flow.separators("letter", day, count)
    headers = {"Content-Disposition": f'attachment; filename="separators-{day.isoformat()}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _today(visit: Visit) -> datetime:
    zone = visit.office.pages.zone
    return datetime.combine(clock.now().astimezone(zone).date(), datetime.min.time(), zone)


def _arrival(file: UploadFile, now: datetime) -> Arrival:
    content = file.file.read()
    name = (file.filename or "upload").replace("\\", "/").rsplit("/", 1)[-1][:200]
    digest = hashlib.sha256(content).hexdigest()
    key = f"{now.isoformat(timespec='seconds')}/{digest}"
    return Arrival(Source(SourceKind.FOLDER, "upload", key), name, content, now)


DOORS = (
    Door("GET", "/post", show, Right.SEE),
    Door("GET", "/post/separators.pdf", separators, Right.SEE),
    Door("POST", "/post", upload, Right.ACT, files=MOST_FILES),
)
