"""Child processes that may die: parsers and OCR run there, under limits on time, memory and the network.

A child is asked one thing at a time and answers bytes. When it takes too long it is killed, when it asks for too
much memory it gets none, when it crashes only the question is lost: the worker goes on with a new child. What a
child sends back is data (JSON, never pickles), so that a parser taken over by hostile input cannot reach further.
It refuses to retry: whether a question is asked again is for the caller to say.
"""

import contextlib
import ctypes
import importlib
import json
import multiprocessing
import os
import queue
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ingest import errors

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_MEGABYTE = 1024 * 1024


class Limits(BaseModel):
    """What one question to a child may cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=300, gt=0, description="wall-clock seconds after which a child is killed")
    memory_mb: int = Field(default=3000, ge=300, description="address space of a child, megabytes")
    processes: int = Field(default=0, ge=0, description="how many children work side by side; 0: one for each core")
    questions: int = Field(default=2000, ge=1, description="after so many questions a child is replaced by a fresh one")
    idle_seconds: float = Field(default=300, gt=0, description="a child that has had no question for so long is let go")


class Children:
    """A few child processes that answer questions with one function.

    Args:
        target: the function, as "package.module:name"; it is given the initial argument, then a question's
            arguments, and returns bytes.
        initial: bytes handed to each call first: the settings, made into values once in each child.
        limits: what a question may cost.
    """

    def __init__(self, target: str, initial: bytes, limits: Limits) -> None:
        self._target = target
        self._initial = initial
        self.limits = limits
        self.size = limits.processes or os.cpu_count() or 1
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self.size):
            self._idle.put(None)

    def ask(self, **question: str | int | float | bool | list[int] | None) -> bytes:
        """Ask one question and wait for the answer; threads may ask side by side.

        Raises:
            LimitExceeded: the child took too long or too much memory.
            ReaderFailed: the child died of the question, or its function failed in a way it did not foresee.
            errors.Error: whatever error of ours the function raised.
        """
        child = self._idle.get()
        try:
            if child is None or not child.usable(self.limits.questions):
                if child:
                    child.stop()
                child = _Child(self._target, self._initial, self.limits)
            return child.ask(question, self.limits.seconds)
        finally:
            self._idle.put(child)

    def warm(self) -> None:
        """Start every child now and return at once, so that the first questions do not wait for them."""
        for child in self._take_idle():
            self._idle.put(child or _Child(self._target, self._initial, self.limits))

    def rest(self) -> None:
        """Let children go that have had nothing to do for a while; call it now and then."""
        for child in reversed(self._take_idle()):
            if child and time.monotonic() - child.last > self.limits.idle_seconds:
                child.stop()
                self._idle.put(None)
            else:
                self._idle.put(child)

    def close(self) -> None:
        """Stop every child that is not busy."""
        for child in self._take_idle():
            if child:
                child.stop()

    def _take_idle(self) -> "list[_Child | None]":
        waiting = []
        with contextlib.suppress(queue.Empty):
            while True:
                waiting.append(self._idle.get_nowait())
        return waiting


class _Child:
    """One process and the pipe to it."""

    def __init__(self, target: str, initial: bytes, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_live,
            args=(theirs, target, initial, limits.memory_mb, os.getpid()),
            daemon=True,
            name="postroom-reader",
        )
        self._process.start()
        theirs.close()
        self._answered = 0
        self.last = time.monotonic()

    def usable(self, questions: int) -> bool:
        return self._process.is_alive() and self._answered < questions

    def ask(self, question: dict[str, Any], seconds: float) -> bytes:
        late = threading.Event()

        def expire() -> None:
            late.set()
            self._process.kill()

        deadline = threading.Timer(seconds, expire)
        deadline.daemon = True
        try:
            # around the whole exchange: a child may also stop in the middle of its answer
            deadline.start()
            self._pipe.send_bytes(json.dumps(question).encode())
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            if late.is_set():
                self.stop()
                raise errors.LimitExceeded(f"reading took longer than {seconds:.0f} seconds") from error
            raise self._death() from error
        finally:
            deadline.cancel()
        self._answered += 1
        self.last = time.monotonic()
        return _unwrapped(answer)

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _death(self) -> errors.Error:
        self._process.join(5)
        code = self._process.exitcode
        self.stop()
        if code is not None and code < 0:
            return errors.ReaderFailed(f"the reader crashed on this file ({signal.Signals(-code).name})")
        return errors.ReaderFailed(f"the reader stopped on this file (exit status {code})")


def _unwrapped(answer: bytes) -> bytes:
    if answer[:1] == b"+":
        return answer[1:]
    told = json.loads(answer[1:])
    kind = getattr(errors, told["error"], errors.ReaderFailed)
    raise kind(told["message"], remedy=told["remedy"])


# ---- inside the child ----------------------------------------------------------------------------------------


def _live(pipe: Connection, target: str, initial: bytes, memory_mb: int, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    os.environ["OMP_THREAD_LIMIT"] = "1"  # measured: without it two engines slow each other down twentyfold
    _cut_network()
    module, _, name = target.partition(":")
    function: Callable[..., bytes] = getattr(importlib.import_module(module), name)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE, memory_mb * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for question in _questions(pipe, parent):
        pipe.send_bytes(_answer(function, initial, question, memory_mb))


def _questions(pipe: Connection, parent: int) -> Iterator[dict[str, Any]]:
    with contextlib.suppress(EOFError, OSError):
        while True:
            while not pipe.poll(5):
                if os.getppid() != parent:  # the worker was killed: nobody will ask again
                    return
            yield json.loads(pipe.recv_bytes())


def _answer(function: Callable[..., bytes], initial: bytes, question: dict[str, Any], memory_mb: int) -> bytes:
    try:
        return b"+" + function(initial, **question)
    except MemoryError:
        return _told(errors.LimitExceeded(f"reading needs more than {memory_mb} MB of memory"))
    except errors.Error as error:
        return _told(error)
    except RecursionError:
        return _told(errors.LimitExceeded("the file is nested too deeply"))
    except Exception as error:  # noqa: BLE001 - whatever a parser throws at us, the worker must hear of it
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{os.path.basename(where.tb_frame.f_code.co_filename)}:{where.tb_lineno}" if where else "?"  # noqa: PTH119 - no path object needed for a name
        return _told(errors.ReaderFailed(f"the reader failed with {type(error).__name__} at {place}"))


def _told(error: errors.Error) -> bytes:
    told = {"error": type(error).__name__, "message": str(error), "remedy": error.remedy}
    return b"-" + json.dumps(told).encode()


def _cut_network() -> None:
    """Leave the network: by a namespace of its own where the kernel allows it, and by refusal in Python always."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

    def refuse(event: str, _arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}:
            raise PermissionError("readers have no network")

    sys.addaudithook(refuse)
