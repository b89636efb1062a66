import pytest
import sqlalchemy as sa

from ingest.store import desk_index, desk_search, schema
from ingest.store.database import Database
from tests.review.conftest import World

WORDS = [
    "PR-26-00451-7", "00451", "0451-7", "pr2600451", "26004517", "00457-1", "Marlowe", "marlow", "Ada Marlwoe",
    "Marlwe", "Marlwoe",
    "ada@example", "TK-44871", "020 7946 0018", "small child heating", "roken boi",
]  # fmt: skip


def found(world: World, words: str) -> list[str | None]:
    with world.database.read() as connection:
        return [hit.reference for hit in desk_search.find(connection, words)]


def filled(world: World) -> None:
    world.mail(complaint_id=world.complaint("PR-26-00451-7"))
    world.complaint("PR-26-88888-8", complainant="Zoltan Quirke", address="zq@example.com")


def test_everything_is_found_with_the_index_without_it_and_on_postgresql(world, tmp_path, postgres_url):
    """Half a reference, a slip in a name, a number, words of the letter: found on both databases, index or not."""
    filled(world)
    for words in WORDS:
        assert found(world, words) == ["PR-26-00451-7"], f"{words} without the index"
    with world.database.write() as connection:
        desk_index.ensure(connection)
    for words in WORDS:
        assert found(world, words) == ["PR-26-00451-7"], f"{words} with the index"
    other = Database(postgres_url)
    schema.metadata.create_all(other.engine)
    with other.write() as connection:
        desk_index.ensure(connection)
    there = World(other, tmp_path / "pg")
    filled(there)
    for words in WORDS:
        assert found(there, words) == ["PR-26-00451-7"], f"{words} on PostgreSQL"
    other.close()


def test_the_index_follows_every_change(world):
    """What is written, changed or deleted after the index was made is found, or not, as it stands now."""
    with world.database.write() as connection:
        desk_index.ensure(connection)
        desk_index.ensure(connection)  # harmless when it is there
    filled(world)
    assert found(world, "Marlowe") == ["PR-26-00451-7"]
    with world.database.write() as connection:
        connection.execute(schema.complaint.update().where(schema.complaint.c.id == 1).values(complainant="Bea Thorne"))
        connection.execute(schema.finding.update().values(value="changed"))
        connection.execute(schema.reading.update().values(text="nothing"))
    assert found(world, "Marlowe") == []
    assert found(world, "Thorne") == ["PR-26-00451-7"]
    with world.database.write() as connection:
        connection.execute(schema.reading.delete())
        assert (
            connection.execute(
                sa.text("SELECT count(*) FROM search_reading WHERE search_reading MATCH 'nothing'")
            ).scalar()
            == 0
        )


def test_lost_triggers_are_made_again_and_the_index_is_filled_anew(world):
    """A table rebuilt by a migration loses its triggers; the next `ensure` mends the index."""
    with world.database.write() as connection:
        desk_index.ensure(connection)
        for name in ("put", "take", "change"):
            connection.exec_driver_sql(f"DROP TRIGGER search_complaint_{name}")
    filled(world)
    with world.database.write() as connection:
        desk_index.ensure(connection)
    assert found(world, "Marlowe") == ["PR-26-00451-7"]


@pytest.mark.parametrize(
    "words", ["%", "__", "' OR 1=1 --", "\\", "zzzzzz", "a" * 400, "\x00", '"', "NEAR(", "zq OR zx*", "x:y", "-"]
)
def test_odd_searches_find_nothing_and_break_nothing(world, words):
    """Wildcards, SQL and the index's own operators are only words."""
    world.mail()
    assert found(world, words) == []
    with world.database.write() as connection:
        desk_index.ensure(connection)
    assert found(world, words) == []
