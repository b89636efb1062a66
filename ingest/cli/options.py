"""Options that several commands share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # only a name for types: loading the settings takes a second that `--help` need not wait for
    from ingest.config import Config

ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The configuration file, see config.example.toml.")]


def configured(path: Path) -> "Config":
    """The settings of a file, those of the pages checked too."""
    from ingest import config, serve

    settings = config.load(path)
    serve.settings_of(settings)
    return settings
