"""Callers who send slowly, endlessly or nonsense: the pages stay open to everybody else."""

import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

from ingest.review import hurried
from ingest.serve import Pages
from tests.flow.hostile import House

FORM = "application/x-www-form-urlencoded"
CALLERS = 230  # more than are served at once


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The pages of a ledger, with less patience than usual."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hurried, "HEAD_SECONDS", 1.0)
        patch.setattr(hurried, "BODY_SECONDS", 2.0)
        house = House(tmp_path_factory.mktemp("house"), server={"port": 0}, review={"upload_megabytes": 1})
        made = Pages(house.flow, house.flow.settings)
        made.start()
        yield made
        made.stop()
        house.close()


def answers(pages: Pages) -> bool:
    """Whether the pages serve a caller who behaves."""
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{pages.port}/sign-in", timeout=5).status_code == 200
    return False


def call(pages: Pages, beginning: bytes) -> socket.socket:
    caller = socket.create_connection(("127.0.0.1", pages.port), timeout=10)
    caller.sendall(beginning)
    return caller


def cut_off(caller: socket.socket, drop: bytes, seconds: float = 30) -> bool:
    """Whether the pages hang up on a caller who goes on sending a drop now and then."""
    end = time.monotonic() + seconds
    caller.settimeout(0.1)
    while time.monotonic() < end:
        try:
            caller.sendall(drop)
            if caller.recv(10_000) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_heads_that_never_end_take_nobodys_place(pages: Pages) -> None:
    """More slow callers than there are places: each is cut off in time, however steadily it drips."""
    with ExitStack() as stack:
        callers = [stack.enter_context(call(pages, b"GET / HTTP/1.1\r\nX-Slow: ")) for _ in range(CALLERS)]
        assert cut_off(callers[0], b"x")
        assert cut_off(callers[-1], b"x")
        assert answers(pages)


def test_bodies_that_never_end_take_nobodys_place(pages: Pages) -> None:
    """A form whose last byte never comes is cut off in time."""
    head = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 9000\r\n\r\nname=".encode()
    with ExitStack() as stack:
        callers = [stack.enter_context(call(pages, head)) for _ in range(CALLERS)]
        assert cut_off(callers[0], b"a")
        assert cut_off(callers[-1], b"a")
        assert answers(pages)


def test_a_second_request_is_waited_for_no_longer(pages: Pages) -> None:
    """A connection that was answered once has no more patience than a new one."""
    with call(pages, b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n") as caller:
        assert caller.recv(10_000).startswith(b"HTTP/1.1 200")
        assert cut_off(caller, b"G")


def test_a_body_beyond_all_measure_is_refused(pages: Pages) -> None:
    """A hundred gigabytes, announced or in pieces without end: refused early, and cut off when they go on coming."""
    head = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
    with call(pages, f"{head}Content-Length: 100000000000\r\n\r\nx".encode()) as caller:
        assert caller.recv(10_000).startswith(b"HTTP/1.1 413")
    piece = b"186a0\r\n" + bytes(100_000) + b"\r\n"
    with call(pages, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()) as caller:
        sent = 0
        while sent < 200_000_000 and not select.select([caller], [], [], 0)[0]:
            caller.sendall(piece)
            sent += len(piece)
        assert caller.recv(10_000).startswith(b"HTTP/1.1 4")
        assert sent < 200_000_000
        assert cut_off(caller, piece)
    assert answers(pages)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /queue",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
    ],
    ids=["tls", "version", "smuggled", "long-line", "many-headers"],
)
def test_what_is_no_http_is_refused(pages: Pages, nonsense: bytes) -> None:
    """No answer but a refusal, and the next caller is served."""
    with suppress(OSError), call(pages, nonsense) as caller:
        assert caller.recv(100).startswith((b"HTTP/1.1 4", b"HTTP/1.1 505", b""))
    assert answers(pages)
