"""A reading in the making: text that grows, with everything that points into it moved along."""

from dataclasses import dataclass, field, replace

from ingest.model import Attachment, Page, Reading, Section, SectionKind, Word

GAP = "\n\n"


@dataclass(slots=True)
class Growing:
    """Text, sections, words and pages of one item, while its parts come in."""

    text: str = ""
    sections: list[Section] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, text: str, kind: SectionKind) -> int:
        """Append a section of text; where it begins."""
        if not text:
            return len(self.text)
        start = self._open()
        self.text += text
        self.sections.append(Section(kind, start, len(self.text)))
        return start

    def add_sections(self, text: str, sections: list[Section]) -> None:
        """Append text whose sections are known; their positions are in `text`."""
        if not text:
            return
        start = self._open()
        self.text += text
        self.sections += [replace(part, start=part.start + start, end=part.end + start) for part in sections]

    def add_attached(self, reading: Reading, index: int, images: str = "") -> None:
        """Append what was read in an attachment.

        Args:
            reading: what was read.
            index: which attachment of ours it is.
            images: what to put before the names of its page images.
        """
        base = len(self.attachments)
        start = self.add(reading.text, SectionKind.ATTACHMENT)
        first = len(self.pages)
        self.words += [
            replace(word, start=word.start + start, end=word.end + start, page=word.page + first)
            for word in reading.words
        ]
        for page in reading.pages:
            owner = index if page.attachment is None else page.attachment + base
            image = f"{images}{page.image}" if page.image else None
            self.pages.append(replace(page, number=page.number + first, attachment=owner, image=image))
        self.attachments += reading.attachments
        self.notes += [note for note in reading.notes if note not in self.notes]

    def _open(self) -> int:
        """Begin a new stretch, apart from what stands before; where it begins."""
        if self.text and not self.text.endswith(GAP):
            self.text += "\n" if self.text.endswith("\n") else GAP
        return len(self.text)
