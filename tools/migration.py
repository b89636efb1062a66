"""Writes the next migration from the difference between the tables of the schema and those the migrations make.

`python tools/migration.py 0002 "Remember the calendar of a complaint"`; read it before you commit it.
"""

import sys
import tempfile
from pathlib import Path

import alembic.command
import alembic.config

from ingest.store import migrations
from ingest.store.database import Database

FOLDER = Path(migrations.__file__).parent


def main(revision: str, message: str) -> None:
    """Compare on an empty SQLite ledger, and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/compare.db", pool=1)
        config = alembic.config.Config()
        config.set_main_option("script_location", str(FOLDER))
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            if list((FOLDER / "versions").glob("*.py")):
                alembic.command.upgrade(config, "head")
            alembic.command.revision(config, message=message, autogenerate=True, rev_id=revision)
        database.close()
    written = next((FOLDER / "versions").glob(f"{revision}_*.py"))
    text = written.read_text("utf-8")
    text = text.replace("ingest.store.schema.Instant(timezone=True)", "sa.DateTime(timezone=True)")
    # SQLite shows a boolean's default as a number, which PostgreSQL refuses
    text = text.replace("sa.Boolean(), server_default=sa.text('0')", "sa.Boolean(), server_default=sa.false()")
    lines = [line for line in text.splitlines() if "###" not in line]
    written.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
