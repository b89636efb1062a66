"""Which complaint an item belongs to: surely, possibly, or none.

A reply to a message of a complaint joins it when its sender is that complainant; so does a reference of ours together
with the complainant's address or, on paper, name. Everything else that looks alike is put before staff, because an
item glued to another customer's complaint shows one person's data to another. Headers are claims too: they can be
copied from any forwarded mail.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.decide.settings import Settings
from ingest.model import Extraction, Facts, FindingKind, KnownComplaint, Medium, Reading

_NAMED_TWICE = 2  # a name identifies somebody only with a given name and a family name


@dataclass(frozen=True, slots=True)
class Belonging:
    """What is known about where an item belongs."""

    complaint: KnownComplaint | None = None  # joins this one
    reason: str = ""  # why, for staff
    doubt: str | None = None  # it joins, and a person must look all the same
    possible: tuple[KnownComplaint, ...] = ()  # might belong to these: staff say


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote, as far as it can be compared."""

    address: str | None  # e-mail address, lower-case
    proven: bool  # whether the address was sent by a mail server, not typed or printed by anybody
    names: frozenset[str]  # folded names of the complainant


def belonging(
    reading: Reading, extraction: Extraction, facts: Facts, *, address: str | None, settings: Settings, now: datetime
) -> Belonging:
    """Find the complaint an item belongs to.

    Args:
        reading: the item as read.
        extraction: what was found in it.
        facts: candidates from the ledger.
        address: the sender's address, when it may be believed.
        settings: how alike texts must be.
        now: the present instant.
    """
    sent = reading.medium is Medium.EMAIL and reading.mail is not None and reading.mail.form is None
    writer = Writer(address, sent, _names_of(reading, extraction))
    sure = [known for known in facts.by_headers if _is_by_address(writer, known) or _is_by_name(writer, known)]
    sure += [known for known in facts.by_reference if _is_complainant(writer, known) and known not in sure]
    if len(sure) > 1:  # an old thread used again with the reference of a later complaint in it
        both = [known for known in sure if known in facts.by_headers and known in facts.by_reference]
        sure = both or sure
    if len(sure) == 1:
        return _joined(sure[0], writer, facts)
    alike = _alike(reading, facts, settings, now)
    return Belonging(possible=_once([*sure, *facts.by_headers, *facts.by_reference, *alike]))


def _joined(known: KnownComplaint, writer: Writer, facts: Facts) -> Belonging:
    own = known.reference
    by = f"it answers a message of {own}" if known in facts.by_headers else f"it names {own}"
    doubt = None
    if known.state == "CLOSED":
        doubt = f"{own} was closed: look whether it must be opened again"
    elif not (writer.proven and _is_by_address(writer, known)):
        doubt = f"it joined {own} by what the writer says of themselves: look whether it is the same person"
    return Belonging(known, f"{by}, and the complainant wrote it", doubt)


def _is_by_address(writer: Writer, known: KnownComplaint) -> bool:
    return writer.address is not None and writer.address in known.addresses


def _is_by_name(writer: Writer, known: KnownComplaint) -> bool:
    return bool(writer.names & {folded(name) for name in known.names if len(name.split()) >= _NAMED_TWICE})


def _is_complainant(writer: Writer, known: KnownComplaint) -> bool:
    """For a reference, which anybody may have seen: by address, or by full name where there is no address at all.

    Whoever writes by mail has an address, and one that is not the complainant's proves nothing, whatever name it shows.
    """
    if writer.address:
        return _is_by_address(writer, known)
    return _is_by_name(writer, known)


def _names_of(reading: Reading, extraction: Extraction) -> frozenset[str]:
    found = {
        one.value
        for one in extraction.findings
        if one.kind is FindingKind.PERSON_NAME and one.role == "complainant" and len(one.value.split()) >= _NAMED_TWICE
    }
    if reading.mail and reading.mail.from_name and len(reading.mail.from_name.split()) >= _NAMED_TWICE:
        found.add(reading.mail.from_name)
    return frozenset(map(folded, found))


def folded(name: str) -> str:
    """A name without accents, case, punctuation and order: "Müller, Anna" equals "anna muller"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(sorted(re.findall(r"[a-z]+", plain))) or name.casefold()


def _alike(reading: Reading, facts: Facts, settings: Settings, now: datetime) -> list[KnownComplaint]:
    """Recent complaints of the same sender or with shared facts, whose text resembles this one."""
    recent = [
        known
        for known in _once([*facts.similar, *facts.by_sender])
        if now - known.opened <= timedelta(days=settings.similar_days)
    ]
    shared = set(facts.similar)
    return [known for known in recent if known in shared or _resembles(reading, known, settings)]


def _resembles(reading: Reading, known: KnownComplaint, settings: Settings) -> bool:
    from rapidfuzz import fuzz  # only the few items with an earlier complaint need it

    text = (reading.reply_text or reading.text)[: len(known.text) * 2 or 1]
    return bool(known.text) and fuzz.token_set_ratio(text, known.text) >= settings.similarity * 100


def _once(many: Iterable[KnownComplaint]) -> tuple[KnownComplaint, ...]:
    return tuple({known.id: known for known in many}.values())
