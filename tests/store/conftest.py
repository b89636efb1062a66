"""A fresh ledger on each of the two databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.store import migrations
from ingest.store.database import Database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty ledger with its tables made by the migrations."""
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("postgres_url") if on_server else f"sqlite:///{tmp_path / 'ledger.db'}"
    made = Database(url)
    migrations.upgrade(made)
    yield made
    made.close()
