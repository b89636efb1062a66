"""Turns replies on paper into PDFs, in a child process: the typesetter is slow and large, and the worker need not be.

It is a child of its own, apart from the one that reads hostile post: this one knows the secret that signs.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from ingest import reply
from ingest.children import Children, Limits
from ingest.model import Draft, ReplyKind
from ingest.reply.context import Context

_CONTEXT = TypeAdapter(Context)


class Printer:
    """Composes letters.

    Args:
        settings: who we are, and our templates.
        limits: what one letter may cost.
    """

    def __init__(self, settings: reply.Settings, limits: Limits) -> None:
        told = settings.model_dump(mode="json") | {"secret": settings.secret.get_secret_value()}
        told.pop("relay", None)  # a printer sends nothing
        self._children = Children(
            "ingest.printer:answer", json.dumps(told).encode(), limits.model_copy(update={"processes": 1})
        )

    def draft(self, kind: ReplyKind, context: Context) -> Draft:
        """The letter of this kind, composed; raises what `reply.compose.draft` raises."""
        answer = self._children.ask(kind=kind.value, context=_CONTEXT.dump_json(context).decode())
        head, _, content = answer.partition(b"\n")
        told: dict[str, Any] = json.loads(head)
        return Draft(**told | {"kind": ReplyKind(told["kind"]), "content": content})

    def rest(self) -> None:
        """Let the child go when it has had nothing to do."""
        self._children.rest()

    def close(self) -> None:
        """Let the child go."""
        self._children.close()


def answer(initial: bytes, *, kind: str, context: str) -> bytes:
    """Compose one letter in the child: a line of JSON and the PDF."""
    from ingest.reply import compose

    settings = reply.Settings.model_validate_json(initial)
    made = compose.draft(ReplyKind(kind), _CONTEXT.validate_json(context), settings=settings)
    head = {
        "kind": made.kind.value,
        "language": made.language,
        "channel": made.channel,
        "envelope_sender": made.envelope_sender,
        "recipient": made.recipient,
        "message_id": made.message_id,
        "subject": made.subject,
    }
    return json.dumps(head).encode() + b"\n" + made.content
