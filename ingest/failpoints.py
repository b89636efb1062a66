"""Places where a test may kill the process, to prove that a crash there loses nothing.

`POSTROOM_FAILPOINT=reply.before_dot` kills the process with SIGKILL the first time it gets there;
`reply.before_dot:3` the third time. Without the variable each call is one comparison.
"""

import os
import signal

POINTS = (
    "intake.fetched",
    "intake.spooled",
    "intake.renamed",
    "intake.committed",
    "intake.confirmed",
    "work.taken",
    "work.read",
    "work.decided",
    "reply.claim",
    "reply.mail",
    "reply.rcpt",
    "reply.data",
    "reply.before_dot",
    "reply.after_dot",
    "reply.after_250",
)
TELLING = ("webhook.claimed", "webhook.sent")  # those of the sender of webhooks, which runs only with endpoints

_wanted, _, _times = os.environ.get("POSTROOM_FAILPOINT", "").partition(":")
_left = int(_times or 1)


def reach(name: str) -> None:
    """Say that the program has come to the point `name`; it dies here when a test asked for that."""
    global _left  # noqa: PLW0603 - the count of one process's visits
    if name != _wanted:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
