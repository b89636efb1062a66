"""Numbers that stand on every page, counted at most once in some seconds, and anew as soon as somebody has acted here.

What another process changes shows some seconds later; nothing is decided by these numbers.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from ingest import clock

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A value that is worked out anew when it is older than `seconds`, or was forgotten.

    Args:
        seconds: how long it may be shown.
    """

    def __init__(self, seconds: float) -> None:
        self._good_for = timedelta(seconds=seconds)
        self._lock = threading.Lock()
        self._kept: tuple[datetime, Value] | None = None

    def get(self, work_out: Callable[[], Value]) -> Value:
        """The value, worked out by `work_out` when there is none that is fresh; others wait for it meanwhile."""
        with self._lock:
            if self._kept is None or abs(clock.now() - self._kept[0]) >= self._good_for:
                self._kept = clock.now(), work_out()
            return self._kept[1]

    def forget(self) -> None:
        """Work it out anew at the next asking."""
        self._kept = None
