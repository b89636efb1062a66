"""The lead's board: what is late, what will be, how much went straight through, how good the reading is."""

import csv
import io
from datetime import timedelta

from starlette.responses import Response

from ingest import clock
from ingest.review import charts
from ingest.review.door import Door
from ingest.review.kinds import KIND_NAMES
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import audit, desk_board, desk_export
from ingest.store.desk_board import Board

PERIODS = (7, 30, 90)  # days
SCORES = ("very unhappy", "unhappy", "neither", "happy", "very happy")
FRESH = timedelta(minutes=1)


def show(visit: Visit) -> Response:
    """The board."""
    asked = visit.asked("days", "30")
    days = int(asked) if asked.isdecimal() and int(asked) in PERIODS else 30
    board = _counted(visit, days)
    said = visit.tongue.said
    arrivals = charts.columns(
        [visit.tongue.day(day.day).rsplit(" ", 1)[0] for day in board.days],
        [[day.email for day in board.days], [day.letter for day in board.days], [day.form for day in board.days]],
        said("Arrivals by day"),
    )
    promises = [
        (said(one.name.replace("_", " ").capitalize()), (one.met, one.running, one.missed)) for one in board.promises
    ]
    backlog = [(said(name), (number,)) for name, number in board.backlog]
    accuracy = [
        (said(KIND_NAMES.get(one.kind, one.kind)), (one.confirmed, one.corrected, one.rejected))
        for one in board.accuracy
    ]
    survey = [(said(name), (number,)) for name, number in zip(SCORES, board.survey, strict=True)]
    return visit.page(
        "board.html", survey=charts.bars(survey, said("What customers say")), score_names=SCORES,
        board=board, days=days, periods=PERIODS, arrivals=arrivals,
        promises=charts.bars(promises, said("Promises kept")), backlog=charts.bars(backlog, said("Open by age")),
        accuracy=charts.bars(accuracy, said("Accuracy by field")), kind_names=KIND_NAMES,
    )  # fmt: skip


def _counted(visit: Visit, days: int) -> Board:
    """The numbers, counted anew when they are a minute old: a board on a wall asks for them all day."""
    kept = visit.office.boards.get(days)
    if kept is not None and clock.now() - kept.counted < FRESH:
        return kept
    with visit.flow.database.read() as connection:
        board = desk_board.board(connection, days=days, zone=visit.office.settings.zone)
    visit.office.boards[days] = board
    return board


def export(visit: Visit) -> Response:
    """The complaints as CSV for a spreadsheet; what a spreadsheet would take for a formula is defused."""
    file = io.StringIO()
    writer = csv.writer(file)
    with visit.flow.database.write() as connection:
        for row in desk_export.rows(connection):
            writer.writerow([defused(value) for value in row])
        audit.record(connection, "exported", "complaints", actor=visit.me)
    headers = {"Content-Disposition": 'attachment; filename="complaints.csv"'}
    return Response("\ufeff" + file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def defused(value: object) -> str:
    """A value that no spreadsheet takes for a formula (OWASP, CSV injection): a quote stands before the first sign."""
    text = str("" if value is None else value)
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@"} or text[:1] in {"\t", "\r", "\n"} else text


DOORS = (Door("GET", "/board", show, Right.LEAD), Door("GET", "/board/complaints.csv", export, Right.LEAD))
