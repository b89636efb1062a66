"""Pages that people put together, on both databases: where each stands, whose verdicts go with it, what is undone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ingest import errors
from ingest.model import Extraction, Finding, FindingKind, Medium, Page, Reading
from ingest.store import alerts, desk_leaves, readings, schema
from ingest.store.database import Database
from ingest.store.desk_leaves import Leaf, Recast
from tests.store.test_ledger import NOW, add, complaint

KIND = FindingKind.PERSON_NAME


def found(text: str, name: str, page: int) -> Finding:
    start = text.index(name)
    return Finding(KIND, name, name, "staff", start, start + len(name), page, (0, 0, 9, 9), 0.5, "made")


def read(text: str, pages: int = 1) -> Reading:
    return Reading(Medium.LETTER, text, "en", pages=tuple(Page(n, 10, 10, 0, 0.9) for n in range(1, pages + 1)))


def two_scans(database: Database) -> tuple[int, int]:
    """Two items of one page, each with a name on it; the one on the second is confirmed."""
    first, second = add(database, 1, 2)
    of = complaint(database, 1)
    with database.write() as connection:
        for item_id, name in ((first, "Ada"), (second, "Bruno")):
            readings.save(connection, item_id, read(f"Dear {name}"), Extraction((found(f"Dear {name}", name, 1),)))
        mine = schema.finding.c.item_id == second
        connection.execute(schema.finding.update().where(mine).values(verdict="confirmed", verdict_by="anna"))
        values = {"complaint_id": of, "state": "OPEN"}
        connection.execute(schema.item.update().where(schema.item.c.id == first).values(**values))
    return first, second


def whole(first: int, second: int) -> Recast:
    text = "Dear Bruno\n\f\nDear Ada"
    extraction = Extraction((found(text, "Bruno", 1), found(text, "Ada", 2)))
    moved = {Leaf(second, 1): (0, 0, 1), Leaf(first, 1): (0, 13, 2)}
    return Recast((Leaf(second, 1), Leaf(first, 1)), read(text, 2), extraction, (0, 1), moved)


def test_verdicts_go_with_their_pages_and_everything_can_be_restored(database: Database) -> None:
    """What somebody confirmed on a page stays confirmed where the page is now, once; the item can be put back."""
    first, second = two_scans(database)
    with database.write() as connection:
        before = desk_leaves.standing(connection, first)
        desk_leaves.recast(connection, first, whole(first, second), [first, second])
        rows = connection.execute(
            sa.select(schema.finding.c.value, schema.finding.c.verdict, schema.finding.c.page, schema.finding.c.start)
            .where(schema.finding.c.item_id == first)
            .order_by(schema.finding.c.position)
        ).all()
        assert [tuple(row) for row in rows] == [("Bruno", "confirmed", 1, 5), ("Ada", None, 2, 18)]
        assert desk_leaves.of(connection, first, [1, 2]) == (Leaf(second, 1), Leaf(first, 1))
        assert desk_leaves.of(connection, second, [1]) == (Leaf(second, 1),)
        desk_leaves.restore(connection, first, before)
        assert desk_leaves.of(connection, first, [1]) == (Leaf(first, 1),)
        again = desk_leaves.standing(connection, first)
        assert {name: value for name, value in again.items() if name != "pages"} == {
            name: value for name, value in before.items() if name != "pages"
        }


def test_parts_follow_their_whole_and_are_not_worked_on(database: Database) -> None:
    """The items whose pages went away belong to the complaint of the item that has them, until that is undone."""
    first, second = two_scans(database)
    with database.write() as connection:
        desk_leaves.give_away(connection, second, "its pages belong to item 1", by="anna")
        desk_leaves.bind(connection, first, {second: {"some": "facts"}}, by="anna")
        desk_leaves.follow(connection, first)
        of = connection.execute(sa.select(schema.item.c.complaint_id).where(schema.item.c.id == second)).scalar()
        assert of is not None
        (bound,) = desk_leaves.parts_of(connection, first)
        assert (bound.part_id, bound.by, bound.before) == (second, "anna", {"some": "facts"})
        assert desk_leaves.whole_of(connection, second) == bound
        with pytest.raises(errors.Refused):
            desk_leaves.refuse_part(connection, second)
        with pytest.raises(errors.Refused):
            desk_leaves.refuse_bound(connection, second)
        desk_leaves.unbind(connection, [bound])
        desk_leaves.refuse_part(connection, second)
        assert desk_leaves.parts_of(connection, first) == ()


def test_what_left_since_is_counted(database: Database) -> None:
    """Only what may have reached the complainant after an instant hinders the undoing."""
    of = complaint(database, 1)
    with database.write() as connection:
        assert desk_leaves.left_since(connection, [of, None], NOW) == 0
        sent = {"delivery": "ACCEPTED", "finished": NOW + timedelta(minutes=1)}
        connection.execute(schema.reply.update().where(schema.reply.c.complaint_id == of).values(**sent))
        assert desk_leaves.left_since(connection, [of, None], NOW) == 1
        assert desk_leaves.left_since(connection, [of], NOW + timedelta(minutes=2)) == 0


def test_a_stale_version_changes_nothing(database: Database) -> None:
    """Whoever comes second is told before any work is done, and at the change itself."""
    (first,) = add(database, 1)
    with database.write() as connection:
        desk_leaves.step(connection, first, 0)
        for late in (desk_leaves.step, desk_leaves.refuse_stale):
            with pytest.raises(errors.Conflict):
                late(connection, first, 0)
        desk_leaves.refuse_stale(connection, first, 1)


def test_post_that_waits_is_listed_for_alarms(database: Database) -> None:
    """Held and quarantined items with their clock, the nearest first, and what was told of them."""
    first, second, third = add(database, 1, 2, 3)
    with database.write() as connection:
        for item_id, state, hours in ((first, "HELD", 5), (second, "QUARANTINED", 2), (third, "OPEN", 1)):
            values = {"state": state, "review": True, "due": NOW + timedelta(hours=hours)}
            connection.execute(schema.item.update().where(schema.item.c.id == item_id).values(**values))
        waiting = alerts.parked(connection)
        assert [(one.reference, one.clock.explanation) for one in waiting] == [
            (f"item {second}", "quarantined"), (f"item {first}", "held"),
        ]  # fmt: skip
        alerts.mark_parked(connection, [(second, "at risk")])
        assert [one.alerted for one in alerts.parked(connection)] == ["at risk", None]
