"""The post room: what came in today, sheet by sheet, with what was made of it; and a place to drop files."""

import hashlib
from datetime import datetime, timedelta

from starlette.datastructures import UploadFile
from starlette.responses import Response

from ingest import clock, errors
from ingest.model import Arrival, Source, SourceKind
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk_queue

MOST_FILES = 100


def show(visit: Visit) -> Response:
    """What arrived today."""
    asked = visit.asked("days", "1")
    days = min(31, int(asked)) if asked.isdecimal() and len(asked) < 4 else 1
    zone = visit.office.pages.zone
    today = datetime.combine(clock.now().astimezone(zone).date(), datetime.min.time(), zone)
    with visit.flow.database.read() as connection:
        lines = desk_queue.newest(connection, today - timedelta(days=max(0, days - 1)))
    return visit.page("post_room.html", lines=lines, days=days, taken=visit.asked("taken"), most=MOST_FILES)


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


def _arrival(file: UploadFile, now: datetime) -> Arrival:
    content = file.file.read()
    name = (file.filename or "upload").replace("\\", "/").rsplit("/", 1)[-1][:200]
    digest = hashlib.sha256(content).hexdigest()
    key = f"{now.isoformat(timespec='seconds')}/{digest}"
    return Arrival(Source(SourceKind.FOLDER, "upload", key), name, content, now)


DOORS = (
    Door("GET", "/post", show, Right.SEE),
    Door("POST", "/post", upload, Right.ACT, files=MOST_FILES),
)
