"""Opens winmail.dat: the packing that Outlook puts around a mail for other Outlooks (MS-OXTNEF)."""

import logging

from ingest.read.characters import clean, decode, line
from ingest.read.guard import guarded
from ingest.read.parts import Block, Part

# It would write what it finds into our log.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL + 1)


def contents_of(packed: bytes) -> tuple[Block | None, list[Part]]:
    """The text and the attachments inside.

    Args:
        packed: the whole winmail.dat.

    Raises:
        errors.Unreadable: it is damaged.
    """
    from tnefparse import TNEF  # type: ignore[import-untyped]  # carries no types; only old Outlooks need it

    with guarded("winmail.dat"):
        tnef = TNEF(packed, do_checksum=False)
        parts = [
            Part("application/octet-stream", line(str(each.long_filename() or ""), 200), bytes(each.data))
            for each in tnef.attachments
            if each.data
        ]
        plain, html = _text(tnef.body), _text(tnef.htmlbody)
        if not plain and not html and tnef.rtfbody:
            plain = _from_rtf(tnef.rtfbody)
    return (Block(plain or None, html or None) if plain or html else None), parts


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return clean(decode(body.rstrip(b"\x00"), None)[0])
    return clean(str(body)) if body else ""


def _from_rtf(rtf: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    return clean(str(rtf_to_text(rtf.decode("latin-1"), errors="replace")))  # type: ignore[no-untyped-call]  # untyped
