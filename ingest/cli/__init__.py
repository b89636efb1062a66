"""The command `postroom`: each command is one function in a file of its subject, and loads what it needs when called.

It refuses to hold any logic of its own: it turns words on the command line into one call, and errors into one line.
"""

import sys
from typing import Annotated

import typer

from ingest import __version__, errors
from ingest.cli import calls, ledger, looking, people, programs, reading, running, subjects

app = typer.Typer(
    name="postroom",
    help="Reads the complaints post, records it, answers in time, and shows staff what it was not sure of.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # the pretty help costs a third of a second of imports
    pretty_exceptions_enable=False,
)
for part in (running, reading, looking, people, programs, calls, subjects, ledger):
    part.add_to(app)


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    if version:
        typer.echo(f"postroom {__version__}")
        raise typer.Exit


def main() -> None:
    """Run one command; an error of ours is one line that says what happened and one that says what to do."""
    try:
        app()
    except errors.SettingsError as error:
        _tell(error)
        sys.exit(2)
    except errors.Error as error:
        _tell(error)
        sys.exit(1)


def _tell(error: errors.Error) -> None:
    sys.stderr.write(f"postroom: {error}\n  what to do: {error.remedy}\n")
