"""Reads the notifications that online forms send by mail: labels and values become named fields with their places.

Which mail is a form's, and what its labels mean, stands in the settings; labels in several languages may mean one
field. A value reaches to the next known label. Nothing is guessed: an unknown label is part of the value above it.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise

from ingest.model import Section, SectionKind
from ingest.read.settings import FormSettings

_LABEL = re.compile(
    r"^\s{0,8}[*•\-|]{0,2}\s?(?P<label>[^:：\n]{1,80}?)\s*\*?(?:\s*[:：]\s*\*?|\s{2,}|\s*\|\s*|\t|\s[-–=]\s|=)"
    r"(?P<value>.*)$"
)
_CELL = re.compile(r"\S+(?:[^\S\n]\S+)*")  # cells of a row stand two blanks apart
_FOOTER = re.compile(r"\n--[ \t]*\n.{0,300}\Z", re.DOTALL)
_TELLING = ("message", "summary")  # fields whose values are what the person wrote


@dataclass(frozen=True, slots=True)
class Form:
    """A notification, read."""

    name: str  # of the form, from the settings
    sections: tuple[Section, ...]  # FIELD sections in the text
    values: dict[str, str]  # the first value of each field
    told: str  # what the person wrote in their own words


def form_of(sender: str | None, subject: str, text: str, forms: tuple[FormSettings, ...]) -> Form | None:
    """The form notification that a mail is, or None.

    Args:
        sender: the address behind From, lower-case.
        subject: the mail's subject.
        text: its text; sections will point into it.
        forms: the forms of the settings.
    """
    for form in forms:
        if _comes_from(form, sender, subject):
            fields = _fields(text, form)
            if fields:
                return _read(form, text, fields)
    return None


def _comes_from(form: FormSettings, sender: str | None, subject: str) -> bool:
    known = any(fnmatchcase(sender or "", pattern.lower()) for pattern in form.senders)
    return known and form.subject.casefold() in subject.casefold()


def _read(form: FormSettings, text: str, fields: list[Section]) -> Form:
    values: dict[str, str] = {}
    for section in fields:
        values.setdefault(section.label or "", text[section.start : section.end])
    told = [text[part.start : part.end] for part in fields if part.label in _TELLING]
    return Form(form.name, tuple(fields), values, "\n\n".join(told))


def _fields(text: str, form: FormSettings) -> list[Section]:
    """The values of known labels, in order."""
    meanings = {_key(label): name for label, name in form.labels.items()}
    columns = _columns(text, meanings)
    if columns:
        return columns
    found: list[tuple[str, int]] = []  # field and where its value begins
    edges: list[int] = []  # where each known label's line begins
    start = 0
    for row in text.splitlines(keepends=True):
        label = _known(row.rstrip("\r\n"), meanings)
        if label:
            found.append((label[0], start + label[1]))
            edges.append(start)
        start += len(row)
    sections = [
        _trimmed(text, name, begin, end) for (name, begin), end in zip(found, [*edges, len(text)][1:], strict=True)
    ]
    return [section for section in sections if section.end > section.start]


def _columns(text: str, meanings: dict[str, str]) -> list[Section]:
    """The values of a table whose first row is nothing but known labels, and the next one their values."""
    rows = [(match.start(), match[0]) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for (_, head), (start, row) in pairwise(rows):
        names = [meanings.get(_key(cell[0])) for cell in _CELL.finditer(head)]
        cells = list(_CELL.finditer(row))
        if len(names) > 1 and all(names) and len(cells) == len(names):
            return [
                Section(SectionKind.FIELD, start + cell.start(), start + cell.end(), label=name)
                for name, cell in zip(names, cells, strict=True)
            ]
    return []


def _known(row: str, meanings: dict[str, str]) -> tuple[str, int] | None:
    """The field whose label begins this line, and where in the line its value begins."""
    if _key(row) in meanings:
        return meanings[_key(row)], len(row)
    match = _LABEL.match(row)
    if match and _key(match["label"]) in meanings:
        return meanings[_key(match["label"])], match.start("value")
    return None


def _key(label: str) -> str:
    return " ".join(label.casefold().strip(" *:：|•-\t").split())


def _trimmed(text: str, name: str, start: int, end: int) -> Section:
    """A value without the blanks around it, and without what follows two blank lines: a footer, not a value."""
    value = text[start:end]
    if footer := _FOOTER.search(value):  # what the form's program writes under everything
        value = value[: footer.start()]
    gap = re.search(r"\n[ \t]*\n[ \t]*\n", value.lstrip("\n")) if name not in _TELLING else None
    if gap:
        value = value[: gap.start() + len(value) - len(value.lstrip("\n"))]
    leading = len(value) - len(value.lstrip())
    return (
        Section(SectionKind.FIELD, start + leading, start + len(value.rstrip()), label=name)
        if value.strip()
        else Section(SectionKind.FIELD, start, start, label=name)
    )
