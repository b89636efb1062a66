"""`postroom calls import`: call records of the telephone system, to look contacts up in."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.options import ConfigFile, configured

if TYPE_CHECKING:  # only names for types: `--help` need not wait for the database
    from ingest.extract.calls import BadRow, CallRecord, CallSettings
    from ingest.store.calls import Call

AT_ONCE = 5000  # calls kept in one transaction, so that the post need not wait for a long import
MOST_TOLD = 20  # bad rows that are told one by one

calls = typer.Typer(rich_markup_mode=None, help="Call records of the telephone system.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.add_typer(calls, name="calls")


@calls.command("import")
def import_calls(
    file: Annotated[Path, typer.Argument(help="A CSV file with a row for each call; see [extract.calls].")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Keep the calls of an export; rows that are known already are brought up to date, bad ones told and left out."""
    settings = configured(config)
    from ingest import errors
    from ingest.store import audit
    from ingest.store import calls as kept
    from ingest.store.database import Database

    told, new, database = _Told(), 0, Database(settings.database_url)
    rows = told.good(_rows(file, settings.extract.calls))
    while some := list(islice(rows, AT_ONCE)):
        with database.write() as connection:
            new += kept.keep(connection, some)
    with database.write() as connection:
        audit.record(connection, "call records imported", "calls", actor="command line", rows=told.read, new=new)
    typer.echo(f"{told.read} calls read, {new} of them new, {told.bad} rows left out.")
    if told.bad:
        raise errors.Error(f"{told.bad} rows of {file} could not be read", remedy="Mend them and import it again.")


class _Told:
    """Counts the rows of an export, and tells on stderr of those that cannot be read."""

    def __init__(self) -> None:
        self.read = self.bad = 0

    def good(self, rows: "Iterable[CallRecord | BadRow]") -> "Iterator[Call]":
        """The calls among the rows, as the ledger keeps them."""
        from ingest.extract.calls import CallRecord
        from ingest.store.calls import Call

        for row in rows:
            if isinstance(row, CallRecord):
                self.read += 1
                yield Call(row.caller, row.called, row.start, row.seconds, row.agent)
            else:
                self._left_out(row)

    def _left_out(self, row: "BadRow") -> None:
        self.bad += 1
        if self.bad <= MOST_TOLD:
            sys.stderr.write(f"line {row.line}: {row.reason}\n")
        elif self.bad == MOST_TOLD + 1:
            sys.stderr.write("further bad rows are only counted\n")


def _rows(file: Path, settings: "CallSettings") -> "Iterator[CallRecord | BadRow]":
    """The rows of a file, with a progress bar when somebody watches."""
    from rich import progress
    from rich.console import Console

    from ingest import errors
    from ingest.extract.calls import records

    try:
        with progress.open(
            file, "rt", encoding=settings.encoding, newline="", description="Importing",
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
        ) as lines:  # fmt: skip
            yield from records(lines, settings=settings)
    except OSError as error:
        raise errors.Unreadable(f"{file}: {error.strerror}", remedy="Check the name and who may read it.") from error
    except UnicodeError as error:
        raise errors.Unreadable(
            f"{file} is not written in {settings.encoding}", remedy="Set extract.calls.encoding, for example to cp1252."
        ) from error
