"""Serves the review pages with uvicorn in a thread, so that the daemon and the pages start and stop together."""

import threading
import time

from ingest import errors, health
from ingest.acts import Acts
from ingest.config import Config, validated
from ingest.pipeline import Flow
from ingest.review.settings import Settings


def settings_of(config: Config) -> Settings:
    """The settings of the pages; raises SettingsError for a wrong one."""
    raw = dict(config.review)
    raw.setdefault("base_url", f"http://{config.server.host}:{config.server.port}")
    raw.setdefault("organisation", config.reply.company)
    return validated(Settings, raw, "review")


class Pages:
    """The review pages of this process.

    Args:
        flow: what they show and set going.
        config: where to listen, and the settings of the pages.
    """

    def __init__(self, flow: Flow, config: Config) -> None:
        import uvicorn

        from ingest.review import app
        from ingest.review.hurried import Hurried

        def well() -> tuple[bool, dict[str, object]]:
            seen = health.look(flow)
            return seen.ok, {"problems": list(seen.problems), **seen.details}

        pages = app.create(
            Acts(flow), settings_of(config), health=well, metrics=lambda: health.metrics(flow), form=config.arrive.form
        )
        self._server = uvicorn.Server(
            uvicorn.Config(
                pages,
                host=config.server.host,
                port=config.server.port,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=5,
                timeout_keep_alive=15,
                limit_concurrency=200,
                http=Hurried,
            )
        )
        self._where = f"{config.server.host}:{config.server.port}"
        self._thread = threading.Thread(target=self._server.run, name="pages", daemon=True)

    def start(self) -> None:
        """Begin to serve; raises SettingsError when the port cannot be had."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise errors.SettingsError(
                    f"the pages cannot listen on {self._where}", remedy="Change [server] port, or stop what uses it."
                )
            time.sleep(0.02)

    @property
    def port(self) -> int:
        """The port that is really listened on."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Finish open requests and stop."""
        self._server.should_exit = True
        self._thread.join(10)
