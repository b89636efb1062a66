"""Waits for a change in a folder. A change is a hint only: whoever waits looks for himself, and looks by the clock too.

Network drives tell nothing, and a file is reported at its first byte; so nothing here is believed.
"""

import threading
from pathlib import Path


def wait(folder: Path, timeout: float, stop: threading.Event) -> None:
    """Wait until something changes in `folder`, `timeout` seconds passed, or `stop` is set."""
    import watchfiles  # brings an event loop's worth of imports; only the daemon needs it

    milliseconds = max(int(timeout * 1000), 1)
    try:
        for _ in watchfiles.watch(
            folder,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=milliseconds,
            yield_on_timeout=True,
            debounce=50,
            recursive=False,
        ):
            return
    except (OSError, RuntimeError):  # no such folder at present, or no more watches to be had
        stop.wait(timeout)
