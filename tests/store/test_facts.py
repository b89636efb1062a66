"""What the ledger knows that bears on an item."""

from ingest.model import Extraction, Finding, FindingKind, Medium, Reading
from ingest.reference import reference
from ingest.store import facts, items, schema
from ingest.store.database import Database
from tests.store.test_ledger import NOW, add, complaint


def test_the_reference_told_at_once_leads_to_the_complaint_that_was_joined(database: Database) -> None:
    """A form's sender is told a reference before it is known to join another complaint; it leads there for good."""
    joined, later = add(database, 1, 2)
    there = complaint(database)
    told = reference(joined, NOW.year)
    finding = Finding(FindingKind.TICKET_REFERENCE, told, told, "ours", 0, len(told), 1, None, 0.9, "ours")
    with database.write() as connection:
        before = facts.about(
            connection, items.get(connection, later), Reading(Medium.FORM, told, "en"), Extraction((finding,)), "PR"
        )
        connection.execute(schema.item.update().where(schema.item.c.id == joined).values(complaint_id=there))
        after = facts.about(
            connection, items.get(connection, later), Reading(Medium.FORM, told, "en"), Extraction((finding,)), "PR"
        )
    assert before.by_reference == ()
    assert [one.id for one in after.by_reference] == [there]
