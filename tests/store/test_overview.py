"""Numbers about the whole ledger."""

from datetime import timedelta

from ingest.store import overview, schema
from ingest.store.database import Database
from tests.store.test_ledger import NOW, add, complaint


def test_the_daily_figure_adds_up_and_names_who_has_what_waits(database: Database) -> None:
    """Arrivals = acknowledged + silent + waiting, and what waits has a name on it or says that none has."""
    acknowledged, silent, assigned, opened, loose = add(database, 1, 2, 3, 4, 5)
    told, taken = complaint(database, 1), complaint(database, 2)
    with database.write() as connection:
        connection.execute(schema.reply.update().where(schema.reply.c.complaint_id == told).values(delivery="ACCEPTED"))
        connection.execute(schema.complaint.update().where(schema.complaint.c.id == taken).values(assigned_to="anna"))
        for item_id, values in (
            (acknowledged, {"complaint_id": told}),
            (assigned, {"complaint_id": taken}),
            (opened, {"locked_by": "ben"}),
            (loose, {}),
        ):
            connection.execute(schema.item.update().where(schema.item.c.id == item_id).values(id=item_id, **values))
        connection.execute(schema.silence.insert().values(item_id=silent, rule="list", reason="a list", at=NOW))
        figure = overview.answered(connection, NOW - timedelta(hours=1))
    assert figure.waiting == {"anna": 1, "ben": 1, "": 1}
    assert str(figure) == (
        "5 arrivals = 1 acknowledged + 1 silent with a reason + 3 waiting (1 with nobody yet, 1 with anna, 1 with ben)"
    )
