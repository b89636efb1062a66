"""Answers, or records why not: whom to be silent to, what to write, and how it leaves exactly once.

`silence_for` comes first; `compose.draft` freezes a reply's bytes; `outbox.Sender` lets them leave. Nothing here
reads settings files, opens the database or looks at other stages: the pipeline passes in what is needed.
"""

from ingest.reply.settings import Settings
from ingest.reply.silence import Recent, Silence, silence_for

__all__ = ["Recent", "Settings", "Silence", "silence_for"]
