"""An OAuth2 token endpoint for tests: hands out tokens, and answers Dovecot's questions about them.

`refuse` makes it fail on purpose; `grants` remembers what was asked, so that a test can look.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class TokenServer(ThreadingHTTPServer):
    """Tokens for one user."""

    daemon_threads = True

    def __init__(self, port: int, username: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.username = username
        self.lifetime = 3600  # seconds a token is said to live
        self.refuse: int | None = None  # an HTTP status to answer every grant with
        self.grants: list[dict[str, str]] = []
        self.valid: set[str] = set()

    @property
    def url(self) -> str:
        """The token endpoint."""
        return f"http://127.0.0.1:{self.server_port}/token"

    def grant(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer one request for a token."""
        self.grants.append(form)
        if self.refuse:
            return self.refuse, {"error": "invalid_client", "error_description": "the secret has expired"}
        token = f"token-{len(self.grants)}"
        self.valid.add(token)
        return 200, {"access_token": token, "expires_in": self.lifetime, "token_type": "Bearer"}

    def introspect(self, token: str) -> tuple[int, dict[str, object]]:
        """Answer the mail server's question."""
        known = token in self.valid
        return (200, {"active": True, "username": self.username}) if known else (401, {"active": False})


class _Handler(BaseHTTPRequestHandler):
    server: TokenServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self._answer(*self.server.grant({key: values[0] for key, values in parse_qs(body).items()}))

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self._answer(*self.server.introspect(query.get("token", [""])[0]))

    def _answer(self, status: int, value: dict[str, object]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(port: int, username: str) -> Iterator[TokenServer]:
    """A token server on `port` for the length of a `with` block."""
    with TokenServer(port, username) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
