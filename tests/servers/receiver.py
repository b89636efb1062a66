"""A program that takes webhooks on a free port of this machine, and checks each signature."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.certificates import Certificates

SECRET = "whsec_" + base64.b64encode(b"a secret only for these tests!!!").decode()


@dataclass(frozen=True)
class Received:
    """One message that came."""

    id: str
    timestamp: int
    body: dict[str, Any]
    text: str
    path: str
    host: str


class Receiver:
    """Takes what is posted; `statuses` are the next answers, 204 after them."""

    def __init__(self, certificates: Certificates | None = None) -> None:
        self.received: list[Received] = []
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["content-length"])).decode()
                receiver.check(self, text)
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if certificates is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates.certificate, certificates.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme, name = ("https", "localhost") if certificates else ("http", "127.0.0.1")
        self.url = f"{scheme}://{name}:{self._server.server_port}/hooks?from=postroom"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def check(self, request: BaseHTTPRequestHandler, text: str) -> None:
        """Keep a message whose signature is right; one that is not fails the sender with a broken connection."""
        name, stamp = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        right = base64.b64encode(hmac.digest(key, f"{name}.{stamp}.{text}".encode(), hashlib.sha256)).decode()
        assert f"v1,{right}" in request.headers["webhook-signature"].split(" ")
        assert request.headers["content-type"] == "application/json"
        host = request.headers["host"]
        self.received.append(Received(name, int(stamp), json.loads(text), text, request.path, host))

    def stop(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)
