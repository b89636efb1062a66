"""`postroom subject` and `retention`: a complainant's data handed out, held or erased; nothing goes without `--yes`."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured

References = Annotated[list[str], typer.Argument(help="References of complaints, PR-26-00123-4.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this it is only shown.")]

subject = typer.Typer(rich_markup_mode=None, help="What is kept about a complainant.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.add_typer(subject, name="subject")
    app.command()(retention)


@subject.command()
def find(
    words: Annotated[str, typer.Argument(help="A name, an address, a phone number, a part of a reference.")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """List the complaints of a person."""
    settings = configured(config)
    from ingest.cli import subject_acts

    _say(subject_acts.found(settings, words))


@subject.command()
def export(
    references: References,
    out: Annotated[Path, typer.Option(help="The ZIP to write.")] = Path("personal-data.zip"),
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Write everything about some complaints into a ZIP: the record, the post and the replies as they are."""
    settings = configured(config)
    from ingest.cli import subject_acts

    content = subject_acts.archive(settings, references)
    out.write_bytes(content)
    _say([f"{len(references)} complaints in {out}, {len(content):,} bytes"])


@subject.command()
def hold(
    references: References,
    reason: Annotated[str, typer.Option(help="Who needs it kept, and why.")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Keep complaints whatever happens, until they are released."""
    settings = configured(config)
    from ingest.cli import subject_acts

    subject_acts.hold(settings, references, reason)


@subject.command()
def release(references: References, config: ConfigFile = Path("config.toml")) -> None:
    """End a legal hold."""
    settings = configured(config)
    from ingest.cli import subject_acts

    subject_acts.hold(settings, references, None)


@subject.command()
def erase(references: References, yes: Yes = False, config: ConfigFile = Path("config.toml")) -> None:
    """Show what erasing closed complaints would take away; with --yes take it away. The numbers stay."""
    settings = configured(config)
    from ingest.cli import subject_acts

    _say(subject_acts.erase(settings, references, really=yes))


def retention(
    days: Annotated[int, typer.Option(min=30, help="Days to keep closed complaints and other post.")],
    yes: Yes = False,
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Show what is older than so many days; with --yes erase it, 500 of each at a time. Held complaints stay."""
    settings = configured(config)
    from ingest.cli import subject_acts

    _say(subject_acts.retain(settings, days, really=yes))


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
