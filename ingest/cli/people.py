"""`postroom user`: the people who may sign in; the first administrator is made here and nowhere else."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured

users = typer.Typer(rich_markup_mode=None, help="The people who may sign in to the review pages.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.add_typer(users, name="user")


@users.command("add")
def add(
    sign_in: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[str, typer.Option(help="viewer, handler, supervisor, administrator or auditor.")] = "handler",
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Add a person. The password is asked for, or read from standard input when that is no terminal."""
    settings = configured(config)
    from ingest import errors, serve
    from ingest.review import signin
    from ingest.store import migrations
    from ingest.store.database import Database
    from ingest.store.people import Role

    if role not in {one.value for one in Role}:
        raise errors.SettingsError(f"--role: there is no role '{role}'", remedy=f"One of {', '.join(Role)}.")
    database = Database(settings.database_url)
    migrations.upgrade(database)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    pages = serve.settings_of(settings)
    signin.add_person(database, pages, sign_in, name, Role(role), password=password, by="command line")
    typer.echo(f"{sign_in} may sign in as {role}.")


@users.command("link")
def link(
    sign_in: Annotated[str, typer.Argument(help="Who is to be signed in.")], config: ConfigFile = Path("config.toml")
) -> None:
    """Print a link that signs this person in once, for a forgotten password."""
    settings = configured(config)
    from ingest import serve
    from ingest.review import signin
    from ingest.store.database import Database

    pages = serve.settings_of(settings)
    typer.echo(signin.one_time_link(Database(settings.database_url), pages, sign_in, by="command line"))


@users.command("list")
def show(config: ConfigFile = Path("config.toml")) -> None:
    """List the people who may sign in."""
    settings = configured(config)
    from ingest.store import people
    from ingest.store.database import Database

    with Database(settings.database_url).read() as connection:
        for person in people.listed(connection):
            typer.echo(f"{person.sign_in:20} {person.role:15} {'disabled' if person.disabled else ''} {person.name}")
