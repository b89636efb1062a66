"""How postroom itself is: /health for watchers and /metrics for Prometheus. No personal data, no sign-in."""

from starlette.responses import JSONResponse, Response

from ingest.review.door import Door
from ingest.review.visit import Visit


def health(visit: Visit) -> Response:
    """200 when all is well, 503 when something is late; the facts by name either way."""
    well, facts = visit.office.health()
    return JSONResponse({"ok": well, **facts}, 200 if well else 503)


def metrics(visit: Visit) -> Response:
    """The counters."""
    return Response(visit.office.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


DOORS = (Door("GET", "/health", health, None), Door("GET", "/metrics", metrics, None))
