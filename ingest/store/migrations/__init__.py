"""The history of the tables. `upgrade` brings a ledger of any age to today's shape, ours and the engine's."""

from pathlib import Path

import alembic.command
import alembic.config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from dbos import DBOS

from ingest.store import desk_index
from ingest.store.database import Database


def upgrade(database: Database) -> None:
    """Bring both sets of tables up to date; harmless when they are."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # outside any transaction: inside one SQLite ignores it, and a batch migration would cascade deletes
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        config = _config()
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
        if database.is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left {len(broken)} rows that point nowhere; restore the backup")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    DBOS.migrate(database.url)
    with database.write() as connection:
        desk_index.ensure(connection)  # every time: a batch migration on SQLite drops triggers


def current(database: Database) -> str | None:
    """The revision the ledger stands at, or None when it is empty."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this version of postroom works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
