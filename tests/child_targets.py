"""What children are asked to do in tests: behave, break down in every way, or try what they must not."""

import os
import signal
import socket
import sys
import time

from ingest import errors


def obey(initial: bytes, *, deed: str) -> bytes:
    """Do one deed, by its name."""
    return DEEDS[deed](initial)


def _echo(initial: bytes) -> bytes:
    return initial + b" from " + str(os.getpid()).encode()


def _sleep(_: bytes) -> bytes:
    time.sleep(3600)
    return b"awake"


def _loop(_: bytes) -> bytes:
    while True:
        pass


def _eat(_: bytes) -> bytes:
    eaten = []
    while True:
        eaten.append(bytearray(64_000_000))


def _crash(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b"alive"


def _leave(_: bytes) -> bytes:
    sys.exit(7)


def _vanish(_: bytes) -> bytes:
    os._exit(0)


def _refuse(_: bytes) -> bytes:
    raise errors.Locked("the third page is locked", remedy="Ask for the key.")


def _fail(_: bytes) -> bytes:
    raise KeyError("a name that must not be told")


def _dig(_: bytes) -> bytes:
    return _dig(_)


def _call(_: bytes) -> bytes:
    return _told(lambda: socket.create_connection(("127.0.0.1", 9), 2))


def _listen(_: bytes) -> bytes:
    return _told(lambda: socket.socket().bind(("127.0.0.1", 0)))


def _look_up(_: bytes) -> bytes:
    return _told(lambda: socket.getaddrinfo("example.org", 80))


def _told(deed: object) -> bytes:
    try:
        deed()  # type: ignore[operator]
    except PermissionError as error:
        return f"refused: {error}".encode()
    except OSError as error:
        return f"failed: {error}".encode()
    return b"it worked"


DEEDS = {
    "echo": _echo,
    "sleep": _sleep,
    "loop": _loop,
    "eat": _eat,
    "crash": _crash,
    "leave": _leave,
    "vanish": _vanish,
    "refuse": _refuse,
    "fail": _fail,
    "dig": _dig,
    "call": _call,
    "listen": _listen,
    "look up": _look_up,
}


def poisoned(initial: bytes, **question: object) -> bytes:
    """Read as the reader does, except that a name like "poison-crash" does that deed when the whole file is read."""
    name = str(question["name"])
    if question["task"] == "understand" and name.startswith("poison-") and not question["head_only"]:
        return DEEDS[name.removeprefix("poison-")](initial)
    from ingest import reader  # the other targets start faster without it

    return reader.answer(initial, **question)  # type: ignore[arg-type]
