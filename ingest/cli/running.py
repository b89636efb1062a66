"""`postroom run`, `demo`, `worker` and `review`: the commands that stay."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.options import ConfigFile, configured


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file on the command line."""
    app.command()(run)
    app.command()(demo)
    app.command()(worker)
    app.command()(review)


def run(config: ConfigFile = Path("config.toml")) -> None:
    """Run everything: pollers, worker, sender, clocks and review pages. Stops cleanly on SIGTERM."""
    _daemon(config, serve=True, poll=True)


def worker(config: ConfigFile = Path("config.toml")) -> None:
    """Run one more worker on a shared PostgreSQL; it takes over the work of workers that die."""
    _daemon(config, serve=False, poll=False)


def review(config: ConfigFile = Path("config.toml")) -> None:
    """Serve only the review pages."""
    settings = configured(config)
    from ingest.pipeline import Flow
    from ingest.serve import Pages
    from ingest.store import migrations

    flow = Flow(settings)
    migrations.upgrade(flow.database)
    pages = Pages(flow, settings)
    pages.start()
    typer.echo(f"The review pages are at http://{settings.server.host}:{pages.port}/")
    _until_stopped().wait()
    pages.stop()
    flow.close()


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demonstration keeps its files.")] = Path("demo"),
    port: Annotated[int, typer.Option(help="Where its pages listen; 0 picks a free port.")] = 8025,
    once: Annotated[bool, typer.Option("--once", help="Stop when every sample has come to rest.")] = False,
) -> None:
    """Show the main job on sample post: no server and no configuration needed."""
    from ingest.demo import Demo
    from ingest.logs import configure

    configure(quiet=True)
    Demo(folder, port).run(_until_stopped(), once=once)


def _daemon(path: Path, *, serve: bool, poll: bool) -> None:
    settings = configured(path)
    from ingest.daemon import Daemon
    from ingest.logs import configure

    configure()
    stop = _until_stopped()
    Daemon(settings, serve=serve, poll=poll).run(stop)


def _until_stopped() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
