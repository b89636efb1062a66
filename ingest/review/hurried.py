"""HTTP for callers who come to the point: whoever sends a head or a body without end is cut off in time.

uvicorn waits for ever, and each open connection is a place that others lack. It refuses to count callers: whoever
opens very many connections is for the proxy in front.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0  # within which a caller has said what it wants
BODY_SECONDS = 300.0  # and has sent what belongs to it: the largest upload over a slow line


class Hurried(H11Protocol):
    """One connection, with a limit on how long its caller may take."""

    _until: asyncio.TimerHandle | None = None
    _waits_for: object = None  # what the caller owes us: a head (h11.IDLE) or a body (h11.SEND_BODY)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for a head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for what is still missing."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._wait_no_longer()

    def _wait(self) -> None:
        owed = self.conn.their_state
        if owed is self._waits_for:
            return
        self._wait_no_longer()
        if owed in (h11.IDLE, h11.SEND_BODY):
            self._waits_for = owed
            self._until = self.loop.call_later(HEAD_SECONDS if owed is h11.IDLE else BODY_SECONDS, self.transport.abort)

    def _wait_no_longer(self) -> None:
        self._waits_for = None
        if self._until:
            self._until.cancel()
