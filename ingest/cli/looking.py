"""`postroom check`, `reconcile`, `templates` and `separators`: looking, and sheets to print."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured

templates = typer.Typer(rich_markup_mode=None, help="The templates of replies.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.command()(check)
    app.command()(reconcile)
    app.command()(separators)
    app.add_typer(templates, name="templates")


def check(config: ConfigFile = Path("config.toml")) -> None:
    """Try everything postroom depends on: settings, log-ins, languages, tables, templates, disk."""
    settings = configured(config)
    from ingest import checks, errors

    failed = 0
    for one in checks.all_of(settings):
        typer.echo(f"{'ok  ' if one.ok else 'FAIL'}  {one.name:24} {one.words}")
        failed += not one.ok
    if failed:
        raise errors.SettingsError(f"{failed} checks failed", remedy="Each line above says what is wrong.")


def reconcile(config: ConfigFile = Path("config.toml")) -> None:
    """Count what mailboxes, folders and disk hold against the ledger."""
    settings = configured(config)
    from ingest import errors
    from ingest import reconcile as counting
    from ingest.arrive import pollers
    from ingest.pipeline import Flow
    from ingest.store import overview

    flow = Flow(settings)
    found = list(counting.differences(flow, list(pollers(settings.arrive, flow))))
    for line in found:
        typer.echo(line)
    with flow.database.read() as connection:
        figure = overview.answered(connection, counting.day_ago())
    typer.echo(f"In the last 24 hours: {figure}.")
    flow.close()
    if found:
        raise errors.Error(f"{len(found)} differences", remedy="If the daemon runs, look again in a minute.")


@templates.command("check")
def check_templates(config: ConfigFile = Path("config.toml")) -> None:
    """Render every template with full, minimal and hostile data and report what is wrong."""
    settings = configured(config)
    from ingest import errors
    from ingest.reply import check as checker

    problems = checker.check_templates(settings.reply)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise errors.TemplateError(f"{len(problems)} problems in the templates")
    typer.echo("Every template is complete and readable.")


@templates.command("preview")
def preview(
    folder: Annotated[Path, typer.Argument(help="Where the pages are written.")] = Path("preview"),
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Write every template as pages to look at: mails as HTML, letters as PDF."""
    settings = configured(config)
    from ingest.reply import preview as pages

    typer.echo(f"Open {pages.write(settings.reply, folder)}")


def separators(
    out: Annotated[Path, typer.Argument(help="The PDF to write.")] = Path("separators.pdf"),
    channel: Annotated[str, typer.Option(help="What the letters behind the sheet are: post, counter, ...")] = "post",
    day: Annotated[str, typer.Option(help="The day they were received, ISO 8601; today when not given.")] = "",
    count: Annotated[int, typer.Option(min=1, max=500, help="How many sheets.")] = 10,
) -> None:
    """Print sheets that part the letters of a batch."""
    from ingest.read.separator_code import Separator
    from ingest.read.separators import sheet_pdf

    received = date.fromisoformat(day) if day else date.today()  # noqa: DTZ011 - the clerk's own day
    out.write_bytes(sheet_pdf([Separator(channel, received, number) for number in range(1, count + 1)]))
    typer.echo(f"{count} sheets in {out}")
