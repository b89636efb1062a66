"""Children: whatever a question does to one, the asker gets an answer or a named error, and the next is served."""

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator

import pytest

from ingest import errors
from ingest.children import Children, Limits

TARGET = "tests.child_targets:obey"


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    """One child with little memory."""
    made = Children(TARGET, b"initial", Limits(seconds=60, memory_mb=600, processes=1))
    yield made
    made.close()


def number_of(answer: bytes) -> int:
    """The process that answered an echo."""
    assert answer.startswith(b"initial from ")
    return int(answer.split()[-1])


@pytest.mark.parametrize(
    ("deed", "kind", "words"),
    [
        ("crash", errors.ReaderFailed, "the reader crashed on this file (SIGSEGV)"),
        ("leave", errors.ReaderFailed, "the reader stopped on this file (exit status 7)"),
        ("vanish", errors.ReaderFailed, "the reader stopped on this file (exit status 0)"),
        ("fail", errors.ReaderFailed, "the reader failed with KeyError at child_targets.py:"),
        ("eat", errors.LimitExceeded, "reading needs more than 600 MB of memory"),
        ("dig", errors.LimitExceeded, "the file is nested too deeply"),
    ],
)
def test_a_broken_child_is_named_and_the_next_question_is_answered(
    children: Children, deed: str, kind: type[errors.Error], words: str
) -> None:
    """A crash, an exit, a bug, too much memory: each is an error of ours in words, and costs that question only."""
    with pytest.raises(kind) as caught:
        children.ask(deed=deed)
    assert type(caught.value) is kind
    assert str(caught.value).startswith(words)
    assert caught.value.remedy == kind.remedy
    assert number_of(children.ask(deed="echo")) != os.getpid()


@pytest.mark.parametrize("deed", ["sleep", "loop"])
def test_a_child_that_takes_too_long_is_killed(deed: str) -> None:
    """Asleep or in an endless loop, a child is killed at its limit and leaves no process behind."""
    children = Children(TARGET, b"initial", Limits(seconds=60, processes=1))
    first = number_of(children.ask(deed="echo"))
    children.limits = Limits(seconds=1, processes=1)  # so little only now: starting a child may take longer
    with pytest.raises(errors.LimitExceeded, match="longer than 1 second"):
        children.ask(deed=deed)
    children.limits = Limits(seconds=60, processes=1)
    assert not is_alive(first)
    assert number_of(children.ask(deed="echo")) != first
    children.close()


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_our_errors_come_back_as_they_are(children: Children) -> None:
    """What a reader understood arrives as the same error, with its words and its remedy."""
    before = number_of(children.ask(deed="echo"))
    with pytest.raises(errors.Locked, match="the third page is locked") as caught:
        children.ask(deed="refuse")
    assert caught.value.remedy == "Ask for the key."
    assert number_of(children.ask(deed="echo")) == before, "a refusal does not cost the child its life"


def test_a_bug_is_told_without_what_it_was_about(children: Children) -> None:
    """The words of an unforeseen error may be the sender's: they stay in the child."""
    with pytest.raises(errors.ReaderFailed) as caught:
        children.ask(deed="fail")
    assert "a name that must not be told" not in str(caught.value)


@pytest.mark.parametrize("deed", ["call", "listen", "look up"])
def test_a_child_has_no_network(children: Children, deed: str) -> None:
    """A parser that was taken over can neither call out nor listen."""
    assert children.ask(deed=deed) == b"refused: readers have no network"


def test_a_child_is_replaced_after_so_many_questions() -> None:
    """What leaks does not leak for ever: after its number of questions a child makes place for another."""
    children = Children(TARGET, b"initial", Limits(seconds=30, processes=1, questions=2))
    seen = [number_of(children.ask(deed="echo")) for _ in range(4)]
    assert seen[0] == seen[1] != seen[2] == seen[3]
    assert not is_alive(seen[0])
    children.close()
    assert not is_alive(seen[2])


def test_an_idle_child_is_let_go_and_comes_back() -> None:
    """Children that have nothing to do do not keep their memory; the next question starts one."""
    children = Children(TARGET, b"initial", Limits(seconds=30, processes=1, idle_seconds=0.05))
    children.warm()
    first = number_of(children.ask(deed="echo"))
    children.rest()
    assert is_alive(first), "it has just answered"
    time.sleep(0.1)
    children.rest()
    assert not is_alive(first)
    assert number_of(children.ask(deed="echo")) != first
    children.close()


def test_a_hanging_child_does_not_hold_up_the_others() -> None:
    """Two threads ask side by side: while one child hangs, the other answers."""
    before = set(multiprocessing.active_children())
    children = Children(TARGET, b"initial", Limits(seconds=60, processes=2))
    hanging = threading.Thread(target=hang, args=(children,))
    hanging.start()
    assert number_of(children.ask(deed="echo"))
    assert hanging.is_alive(), "the answer came while the other child was hanging"
    children.close()  # what is idle stops; what is busy is its asker's
    while hanging.is_alive():
        for process in set(multiprocessing.active_children()) - before:
            process.kill()
        hanging.join(0.1)


def hang(children: Children) -> None:
    """Ask what is never answered; the test kills the child."""
    with contextlib.suppress(errors.ReaderFailed):
        children.ask(deed="sleep")
