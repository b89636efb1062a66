"""Rewrites the expected records beside the samples; read the difference like a letter before you commit it.

`python tests/post/expect.py` runs the demonstration once in a temporary folder and records, for each sample, what
became of it and what was found in it. The demonstration begins on the evening of 20 November 2026 whenever it is run,
because what "yesterday" and "2 November" mean depends on when a letter arrives.
"""

import json
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

EXPECTED = HERE / "expected"
BEGUN = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """Run the demonstration in a folder and return what became of each sample, by its file name."""
    from ingest import clock

    late = datetime.now(UTC) - BEGUN
    clock.drive(lambda: datetime.now(UTC) - late)
    try:
        return _records(folder)
    finally:
        clock.drive(None)


def _records(folder: Path) -> dict[str, dict[str, Any]]:
    from ingest.demo import Demo
    from ingest.store import history, readings
    from ingest.store.database import Database

    demo = Demo(folder, 0)
    demo.run(threading.Event(), once=True)
    database = Database(demo.settings.database_url, pool=1)
    try:
        with database.read() as connection:
            found = {}
            for item in history.all_items(connection):
                extraction = readings.extraction_of(connection, item.id)
                fate = history.fate_of(connection, item.id)
                found[item.name] = {
                    "state": item.state.value,
                    "medium": item.medium.value if item.medium else None,
                    **fate,
                    "findings": sorted({f"{one.kind.value}: {one.value} ({one.role})" for one in extraction.findings}),
                    "flags": sorted({flag.name for flag in extraction.flags}),
                }
            return found
    finally:
        database.close()


def main() -> None:
    """Write one file for each sample."""
    EXPECTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = records(Path(folder))
    for path in EXPECTED.glob("*.json"):
        path.unlink()
    for name, record in made.items():
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (EXPECTED / f"{name}.json").write_text(text + "\n", "utf-8")
    print(f"{len(made)} expected records in {EXPECTED}")


if __name__ == "__main__":
    main()
