"""A complainant's data: found, handed out, held for the law, erased; each is shown before it is done."""

from datetime import timedelta

from starlette.responses import Response

from ingest import clock, errors
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import audit, desk_search, desk_subjects
from ingest.store.desk_subjects import Plan

KEPT = 730  # days that are offered for retention: two years
SHOWN = 50  # complaints of a preview that are named


def show(visit: Visit) -> Response:
    """Complaints of one person, found like everywhere else."""
    words = visit.asked("q").strip()[:200]
    found: tuple[desk_subjects.Subject, ...] = ()
    if words:
        with visit.flow.database.read() as connection:
            hits = desk_search.find(connection, words)
            found = desk_subjects.subjects(connection, [hit.complaint_id for hit in hits if hit.complaint_id])
        with visit.flow.database.write() as connection:
            audit.record(connection, "searched", "subjects", actor=visit.me, hits=len(found))
    return _page(visit, words=words, found=found)


def act(visit: Visit) -> Response:
    """Hand out, hold, release, or show what erasing would take."""
    chosen, how = _chosen(visit), visit.given("act")
    if how == "export":
        headers = {"Content-Disposition": 'attachment; filename="personal-data.zip"'}
        return Response(visit.flow.archive(chosen, visit.me), media_type="application/zip", headers=headers)
    if how == "erase":
        with visit.flow.database.read() as connection:
            return _page(visit, plan=desk_subjects.plan(connection, chosen))
    with visit.flow.database.write() as connection:
        for complaint_id in chosen:
            if how == "hold":
                desk_subjects.hold(connection, complaint_id, visit.given("reason"), by=visit.me)
            elif how == "release":
                desk_subjects.release(connection, complaint_id, by=visit.me)
    with visit.flow.database.read() as connection:
        return _page(visit, found=desk_subjects.subjects(connection, chosen))


def erase(visit: Visit) -> Response:
    """Erase what the preview showed."""
    return _page(visit, done=visit.flow.erase(_chosen(visit), (), visit.me))


def retention(visit: Visit) -> Response:
    """What is too old to keep: shown, and nothing more."""
    days = _days(visit.asked("days", str(KEPT)))
    with visit.flow.database.read() as connection:
        complaints, loose = desk_subjects.expired(connection, clock.now() - timedelta(days=days))
        plan = desk_subjects.plan(connection, complaints, loose)
    return _page(visit, plan=plan, days=days)


def retain(visit: Visit) -> Response:
    """Erase what is too old to keep, counted anew: what was held or opened again meanwhile stays."""
    before = clock.now() - timedelta(days=_days(visit.given("days")))
    with visit.flow.database.read() as connection:
        complaints, loose = desk_subjects.expired(connection, before)
    return _page(visit, done=visit.flow.erase(complaints, loose, visit.me))


def _page(
    visit: Visit, *, words: str = "", found: tuple[desk_subjects.Subject, ...] = (), plan: Plan | None = None,
    done: Plan | None = None, days: int | None = None,
) -> Response:  # fmt: skip
    return visit.page(
        "subjects.html", words=words, found=found, plan=plan, done=done, days=days, kept=KEPT, shown=SHOWN
    )


def _chosen(visit: Visit) -> list[int]:
    chosen = [int(str(value)) for value in visit.form.getlist("complaint") if str(value).isdecimal()]
    if not chosen:
        raise errors.Error("No complaint is chosen.", remedy="Tick the complaints, then press the button.")
    return chosen


def _days(text: str) -> int:
    if not text.isdecimal() or not 30 <= int(text[:6]) <= 36_500:
        raise errors.Error("This is no number of days.", remedy="Give the days to keep post for: 30 or more.")
    return int(text[:6])


DOORS = (
    Door("GET", "/subjects", show, Right.PEOPLE),
    Door("POST", "/subjects", act, Right.PEOPLE),
    Door("POST", "/subjects/erase", erase, Right.PEOPLE),
    Door("GET", "/subjects/retention", retention, Right.PEOPLE),
    Door("POST", "/subjects/retention", retain, Right.PEOPLE),
)
