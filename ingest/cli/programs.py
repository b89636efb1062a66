"""`postroom token` and `postroom webhook`: how other programs come in, and what they are told."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured

tokens = typer.Typer(rich_markup_mode=None, help="Tokens with which programs use the API.", no_args_is_help=True)
webhooks = typer.Typer(rich_markup_mode=None, help="What other programs are told of complaints.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.add_typer(tokens, name="token")
    app.add_typer(webhooks, name="webhook")


@tokens.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What the token is for.")],
    scope: Annotated[list[str], typer.Option(help="read, act, send, audit or admin; repeat it for more.")],
    role: Annotated[str, typer.Option(help="Role of the account that is made for it, when --person is missing.")] = "",
    person: Annotated[str, typer.Option(help="Sign-in name of whose acts they will be.")] = "",
    days: Annotated[int, typer.Option(help="After how many days it ends.")] = 365,
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Make a token and print it, once. Without --person an account of this name is made, which nobody signs in to."""
    settings = configured(config)
    from ingest import errors
    from ingest.review import tokens as made
    from ingest.store import migrations
    from ingest.store.database import Database
    from ingest.store.people import Role
    from ingest.store.tokens import Scope

    if bool(role) is bool(person):
        raise errors.SettingsError("give either --role or --person", remedy="`postroom token create --help`")
    try:
        scopes, wanted = [Scope(one) for one in scope], Role(role) if role else None
    except ValueError as error:
        raise errors.SettingsError(
            str(error), remedy=f"Scopes: {', '.join(Scope)}. Roles: {', '.join(Role)}."
        ) from None
    database = Database(settings.database_url)
    migrations.upgrade(database)
    if wanted is not None:
        made.create_account(database, name, wanted, scopes, by="command line")
    _, token = made.create(database, person or name, name, scopes, days=days, by="command line")
    typer.echo(token)


@tokens.command("list")
def show(config: ConfigFile = Path("config.toml")) -> None:
    """List every token, the latest first."""
    settings = configured(config)
    from ingest import clock
    from ingest.store import tokens as kept
    from ingest.store.database import Database

    with Database(settings.database_url).read() as connection:
        for one in kept.listed(connection):
            state = "live" if one.live(clock.now()) else "revoked" if one.revoked else "ended"
            used = f"used {one.used:%Y-%m-%d %H:%M}" if one.used else "never used"
            scopes, until = " ".join(sorted(one.scopes)), f"until {one.expires:%Y-%m-%d}"
            typer.echo(f"{one.id:4} {state:8} {one.owner.sign_in:20} {scopes:28} {used}, {until}  {one.name}")


@tokens.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(help="Its number in the list.")], config: ConfigFile = Path("config.toml")
) -> None:
    """End a token for good."""
    settings = configured(config)
    from ingest.store import tokens as kept
    from ingest.store.database import Database

    with Database(settings.database_url).write() as connection:
        kept.revoke(connection, number, by="command line")
    typer.echo(f"Token {number} opens nothing any more.")


@webhooks.command("secret")
def secret() -> None:
    """Print a new secret for an endpoint."""
    import base64
    import secrets

    typer.echo(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}")


@webhooks.command("list")
def messages(
    state: Annotated[str, typer.Option(help="Only PENDING, DELIVERED or GIVEN_UP ones.")] = "",
    config: ConfigFile = Path("config.toml"),
) -> None:
    """List the latest messages and what came of them."""
    settings = configured(config)
    from ingest import errors
    from ingest.store import webhooks as kept
    from ingest.store.database import Database

    try:
        wanted = kept.State(state) if state else None
    except ValueError:
        raise errors.SettingsError(f"--state: there is no state '{state}'") from None
    with Database(settings.database_url).read() as connection:
        for one in kept.latest(connection, state=wanted, limit=200):
            at = f"{one.created:%Y-%m-%d %H:%M}"
            typer.echo(
                f"{one.id:6} {at} {one.state.value:10} {one.attempt:2} {one.endpoint:20} {one.event:24} {one.words}"
            )


@webhooks.command("replay")
def replay(
    number: Annotated[list[int], typer.Argument(help="Its number in the list.")],
    config: ConfigFile = Path("config.toml"),
) -> None:
    """Send messages again, the same bytes under the same id."""
    settings = configured(config)
    from ingest.store import webhooks as kept
    from ingest.store.database import Database

    with Database(settings.database_url).write() as connection:
        for one in number:
            kept.replay(connection, one, by="command line")
    typer.echo(f"{len(number)} to be sent again.")
