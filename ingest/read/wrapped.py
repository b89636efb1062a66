"""Unwraps what some programs put around a mail: Outlook's winmail.dat and opaque S/MIME signatures.

What was inside takes the place it would have had without the wrapping. The wrapping stays listed as an attachment;
what is encrypted stays shut, with a note for a person.
"""

import re

from ingest import errors
from ingest.read.characters import line
from ingest.read.cms import content_of
from ingest.read.parts import Parsed, Part, take_apart
from ingest.read.settings import MailSettings
from ingest.read.tnef import contents_of

_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef", "application/x-ms-tnef"})
_CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_DEEPEST = 3  # a signed mail may be signed again


def unwrap(parsed: Parsed, settings: MailSettings, depth: int = 0) -> list[str]:
    """Put what is wrapped in a mail where it belongs; `parsed` is changed in place.

    Returns:
        Notes for staff: what could not be opened, and why.
    """
    notes = ["the message is encrypted (PGP)"] if any(_PGP.match(block.plain or "") for block in parsed.blocks) else []
    for part in list(parsed.parts):
        try:
            if _is_tnef(part):
                _open_tnef(parsed, part)
            elif part.media_type in _CMS and not _is_document(part) and depth < _DEEPEST:
                notes += _open_signed(parsed, part, settings, depth)
            elif _is_pgp(part):
                raise errors.Locked("it is encrypted (PGP)")
        except errors.Error as error:
            notes.append(f"“{line(part.name or part.media_type, 80)}”: {error}")
    return notes


def _is_tnef(part: Part) -> bool:
    return part.media_type in _TNEF or (
        part.name.lower() == "winmail.dat" and part.content.startswith(b"\x78\x9f\x3e\x22")
    )


def _is_document(part: Part) -> bool:
    """Whether a signed part is a document of its own ("contract.pdf.p7m") and not the mail itself."""
    name = part.name.lower()
    return name.endswith(".p7m") and name.count(".") > 1


def _is_pgp(part: Part) -> bool:
    return part.media_type == "application/pgp-encrypted" or part.content[:200].lstrip().startswith(
        b"-----BEGIN PGP MESSAGE"
    )


def _open_tnef(parsed: Parsed, part: Part) -> None:
    block, parts = contents_of(part.content)
    if block and not _has_text(parsed):
        parsed.blocks.append(block)
    parsed.parts.remove(part)
    parsed.parts += [Part("application/x-unwrapped-tnef", part.name or "winmail.dat", part.content), *parts]


def _open_signed(parsed: Parsed, part: Part, settings: MailSettings, depth: int) -> list[str]:
    inner = take_apart(content_of(part.content), settings)
    notes = unwrap(inner, settings, depth + 1)
    if not _has_text(parsed):
        parsed.blocks[:] = inner.blocks
    else:
        parsed.blocks += inner.blocks
    parsed.parts.remove(part)
    parsed.parts += [Part("application/x-unwrapped-cms", part.name or "smime.p7m", part.content), *inner.parts]
    return notes


def _has_text(parsed: Parsed) -> bool:
    return any((block.plain or "").strip() or (block.html or "").strip() for block in parsed.blocks)
