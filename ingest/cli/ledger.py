"""`postroom db`, `export`, `replay`, `survey` and `suppress`: what is done with the ledger itself."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured

db = typer.Typer(rich_markup_mode=None, help="The ledger's tables.", no_args_is_help=True)
suppress = typer.Typer(rich_markup_mode=None, help="Addresses that nothing is mailed to.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.add_typer(db, name="db")
    app.add_typer(suppress, name="suppress")
    app.command()(export)
    app.command()(replay)
    app.command()(survey)


@db.command()
def upgrade(config: ConfigFile = Path("config.toml")) -> None:
    """Bring the tables up to date; `run` does this by itself."""
    settings = configured(config)
    from ingest.store import migrations
    from ingest.store.database import Database

    database = Database(settings.database_url)
    migrations.upgrade(database)
    typer.echo(f"The ledger stands at {migrations.current(database)}.")


@db.command()
def verify(config: ConfigFile = Path("config.toml")) -> None:
    """Check every original's bytes and the chain of the audit log, for a restore drill or an auditor."""
    settings = configured(config)
    from ingest import errors, reconcile
    from ingest.pipeline import Flow

    flow = Flow(settings)
    found = list(reconcile.differences(flow, ()))
    for line in found:
        typer.echo(line)
    flow.close()
    if found:
        raise errors.Damaged(f"{len(found)} differences were found")
    typer.echo("Every original has its bytes, and the audit log is whole.")


def export(
    corrections: Annotated[bool, typer.Option("--corrections", help="What staff corrected, as a test set.")] = False,
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Write complaints, or with --corrections what staff corrected, as one JSON object a line."""
    settings = configured(config)
    from ingest.store import exporting
    from ingest.store.database import Database

    with Database(settings.database_url).read() as connection:
        lines = exporting.corrections(connection) if corrections else exporting.complaints(connection)
        for line in lines:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def replay(
    items: Annotated[list[int], typer.Argument(help="Numbers of items that rest: held, quarantined or closed.")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Have items read and decided on anew, for example after an upgrade; a running daemon does the work."""
    settings = configured(config)
    from ingest.acts import Acts
    from ingest.pipeline import Flow

    acts = Acts(Flow(settings))
    for item_id in items:
        acts.retry(item_id, "command line")
        typer.echo(f"Item {item_id} will be read anew.")
    acts.flow.close()


def survey(
    days: Annotated[int, typer.Option(min=1, help="How many days to look back.")] = 90,
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Show what customers said about how their complaints were handled."""
    settings = configured(config)
    from datetime import timedelta

    from ingest import clock
    from ingest.store import surveys
    from ingest.store.database import Database

    with Database(settings.database_url).read() as connection:
        told = surveys.summary(connection, clock.now() - timedelta(days=days))
    mean = "" if told.mean is None else f"; {told.mean:.1f} of 5 on average"
    typer.echo(f"In {days} days: {told.asked} asked, {told.answered} answered{mean}.")
    for score, number in reversed(told.scores.items()):
        typer.echo(f"  {score}: {number}")


@suppress.command("add")
def suppress_add(
    address: Annotated[str, typer.Argument(help="The e-mail address.")],
    reason: Annotated[str, typer.Option(help="Why nothing is to be mailed to it; staff read this.")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Let nothing more be mailed to an address; a reply to it waits with a person."""
    settings = configured(config)
    from ingest import errors
    from ingest.store import suppressions
    from ingest.store.database import Database

    if address.count("@") != 1:
        raise errors.Refused(f"'{address}' is no e-mail address", remedy="Give one address, like ada@example.org.")
    with Database(settings.database_url).write() as connection:
        added = suppressions.add(connection, address, reason, "command line")
    typer.echo(f"Nothing is mailed to {address} any more." if added else f"{address} is on the list already.")


@suppress.command("remove")
def suppress_remove(
    address: Annotated[str, typer.Argument(help="The e-mail address.")], config: ConfigFile = Path("config.toml")
) -> None:
    """Let an address be written to again; replies that waited are sent when a person says so."""
    settings = configured(config)
    from ingest.store import suppressions
    from ingest.store.database import Database

    with Database(settings.database_url).write() as connection:
        removed = suppressions.remove(connection, address, "command line")
    typer.echo(f"{address} may be written to again." if removed else f"{address} was not on the list.")


@suppress.command("list")
def suppress_list(config: ConfigFile = Path("config.toml")) -> None:
    """Show every suppressed address with its reason, the latest first."""
    settings = configured(config)
    from ingest.store import suppressions
    from ingest.store.database import Database

    with Database(settings.database_url).read() as connection:
        for one in suppressions.everything(connection):
            typer.echo(f"{one.address}  {one.at:%Y-%m-%d}  {one.added_by}  {one.reason}")
