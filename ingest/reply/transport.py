"""The seam between the outbox and whatever carries mail away: SMTP, a Maildir, a folder, or a fake in tests.

A connection carries one mail at a time and tells how it ended. It calls back before the point of no return, so that
the ledger knows of every doubt before the doubt can arise; it never decides about retries.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from ingest.model import Delivery, Draft

Ending = Literal[Delivery.ACCEPTED, Delivery.DEFERRED, Delivery.REJECTED, Delivery.UNCERTAIN, Delivery.CLAIMED]


@dataclass(frozen=True, slots=True)
class Answer:
    """How carrying one mail ended."""

    delivery: Ending  # CLAIMED: the ledger refused the marker, so the mail was left to whoever has it now
    words: str  # the server's words, or what happened instead, in one line
    reusable: bool = True  # whether the connection can carry the next mail


class Connection(Protocol):
    """An open way out."""

    def carry(self, draft: Draft, before_the_dot: Callable[[], bool]) -> Answer:
        """Carry one mail.

        Args:
            draft: what to send; `content` goes out byte for byte.
            before_the_dot: called exactly once when everything but the final dot is sent; the dot follows only when it
                returns True.

        Never raises for anything the network or the server does: that is an answer.
        """
        ...  # a protocol has no body


class Transport(Protocol):
    """A way out that can be opened, again and again."""

    def connect(self) -> AbstractContextManager[Connection]:
        """Open it.

        Raises:
            errors.Unavailable: it does not answer now; later it may.
            errors.Refused: it will not have us: log-in or encryption is wrong.
        """
        ...  # a protocol has no body
