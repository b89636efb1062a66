"""What `postroom subject` and `retention` do, each act as lines to print; loaded when one of them is called."""

from datetime import timedelta

from ingest import clock, errors, subjects
from ingest.config import Config
from ingest.store import desk_complaints, desk_search, desk_subjects
from ingest.store.database import Database
from ingest.store.desk_subjects import Plan
from ingest.store.originals import Originals

BY = "command line"


def found(settings: Config, words: str) -> list[str]:
    """The complaints of a person, one a line."""
    with Database(settings.database_url).read() as connection:
        hits = desk_search.find(connection, words)
        known = desk_subjects.subjects(connection, [hit.complaint_id for hit in hits if hit.complaint_id])
    return [
        f"{one.reference}  {one.state.lower():7}  {one.opened:%Y-%m-%d}  {one.complainant or '-'}"
        + (f"  held: {one.hold}" if one.hold else "  erased" if one.erased else "")
        for one in known
    ]


def archive(settings: Config, references: list[str]) -> bytes:
    """Everything about some complaints as a ZIP."""
    database = Database(settings.database_url)
    return subjects.archive(database, _originals(settings), _ids(database, references), BY)


def hold(settings: Config, references: list[str], reason: str | None) -> None:
    """Hold complaints for a reason, or release them when there is none."""
    database = Database(settings.database_url)
    ids = _ids(database, references)
    with database.write() as connection:
        for complaint_id in ids:
            if reason is None:
                desk_subjects.release(connection, complaint_id, by=BY)
            else:
                desk_subjects.hold(connection, complaint_id, reason, by=BY)


def erase(settings: Config, references: list[str], *, really: bool) -> list[str]:
    """Erase closed complaints, or tell what that would take."""
    database = Database(settings.database_url)
    return _erase(settings, database, _ids(database, references), [], really=really)


def retain(settings: Config, days: int, *, really: bool) -> list[str]:
    """Erase what is older than so many days, or tell what that would take."""
    database = Database(settings.database_url)
    with database.read() as connection:
        complaints, loose = desk_subjects.expired(connection, clock.now() - timedelta(days=days))
    return _erase(settings, database, complaints, loose, really=really)


def _erase(settings: Config, database: Database, complaints: list[int], loose: list[int], *, really: bool) -> list[str]:
    if really:
        images = settings.storage.folder / "pages"
        done = subjects.erase(database, _originals(settings), images, complaints, loose, BY)
        return [f"Erased: {_told(done)}."]
    with database.read() as connection:
        plan = desk_subjects.plan(connection, complaints, loose)
    going = [f"{one.reference}  {one.complainant or '-'}" for one in plan.complaints]
    staying = [
        f"{one.reference}  stays: {'held: ' + one.hold if one.hold else 'still open'}"
        for one in (*plan.held, *plan.open)
    ]
    return [*going, *staying, f"Would be erased: {_told(plan)}. Say --yes to do it; it cannot be undone."]


def _told(plan: Plan) -> str:
    return (
        f"{len(plan.complaints)} complaints, {plan.items} items, {plan.originals} originals of {plan.size:,} bytes, "
        f"{plan.findings} findings, {plan.notes} notes, {plan.replies} replies"
    )


def _originals(settings: Config) -> Originals:
    return Originals(settings.storage.folder / "originals")


def _ids(database: Database, references: list[str]) -> list[int]:
    with database.read() as connection:
        known = {one: desk_complaints.id_of(connection, one) for one in references}
    unknown = [one for one, complaint_id in known.items() if complaint_id is None]
    if unknown:
        raise errors.Error(
            f"there is no complaint {', '.join(unknown)}", remedy="Look for it with `postroom subject find`."
        )
    return [complaint_id for complaint_id in known.values() if complaint_id is not None]
