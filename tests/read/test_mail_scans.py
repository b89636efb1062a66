"""Scans and photos that come with a mail: their words and pages keep their places in the mail's text."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import errors
from ingest.model import Medium, Page, Reading, Section, SectionKind, Word
from ingest.read import Settings, text_of
from ingest.read.attached import Attaching, Budget
from ingest.read.growing import Growing
from ingest.read.parts import Part
from tests.read.made_mail import mail


@dataclass(frozen=True)
class Scanner:
    """A stand-in for the letter reader: two pages that say what they were given, with images when there is a folder."""

    settings: Settings = field(default_factory=Settings)
    language: str | None = None
    depth: int = 0

    def deeper(self) -> "Scanner":
        return self

    def open(self, content: bytes, name: str, *, images: Path | None = None) -> Reading:
        if content == b"bad":
            raise errors.Unreadable("it is torn")
        text = f"{name} one\n\f{name} two"
        for number in (1, 2):
            if images:
                (images / f"page-{number}.jpg").write_bytes(content)
        places = [(text.index("one"), 1), (text.index("two"), 2)]
        return Reading(
            medium=Medium.LETTER,
            text=text,
            language=None,
            words=tuple(Word(start, start + 3, page, (1, 2, 3, 4), 0.9) for start, page in places),
            pages=tuple(
                Page(number, 10, 20, 0, 0.9, image=f"page-{number}.jpg" if images else None) for number in (1, 2)
            ),
        )


def attached(images: Path | None, *contents: bytes) -> Growing:
    growing = Growing()
    growing.add("The mail.", SectionKind.BODY)
    attaching = Attaching(growing, Scanner(), Budget(10, 1_000_000), images)
    for number, content in enumerate(contents):
        attaching.add(Part("application/pdf", f"{number}.pdf", content))
    return growing


def test_words_and_pages_move_along() -> None:
    """Every word of every attached page stands where the mail's text has it, on a page of its own number."""
    growing = attached(None, b"a", b"b")
    assert [growing.text[word.start : word.end] for word in growing.words] == ["one", "two", "one", "two"]
    assert [word.page for word in growing.words] == [1, 2, 3, 4]
    assert [(page.number, page.attachment) for page in growing.pages] == [(1, 0), (2, 0), (3, 1), (4, 1)]
    spans = [part for part in growing.sections if part.kind is SectionKind.ATTACHMENT]
    assert [growing.text[part.start : part.end].split()[0] for part in spans] == ["0.pdf", "1.pdf"]


def test_page_images_of_two_attachments_do_not_meet(tmp_path: Path) -> None:
    """Each page has its own image in the one folder, whatever the attachments are called."""
    growing = attached(tmp_path, b"first", b"bad", b"third")
    names = [page.image for page in growing.pages]
    assert len(set(names)) == 4
    assert [(tmp_path / str(name)).read_bytes() for name in names] == [b"first", b"first", b"third", b"third"]
    assert all(path.is_file() for path in tmp_path.iterdir())
    assert growing.attachments[1].note == "it is torn"


def test_pages_within_an_attached_mail_belong_to_its_attachment() -> None:
    """A scan in a mail in a mail points at the attachment it is, in the list of the outer mail."""
    growing = Growing()
    growing.attachments.append(listing := attached(None, b"a").attachments[0])
    inner = attached(None, b"bad", b"b")
    reading = Reading(
        medium=Medium.EMAIL,
        text=inner.text,
        language=None,
        words=tuple(inner.words),
        pages=tuple(inner.pages),
        sections=(Section(SectionKind.BODY, 0, 1),),
        attachments=tuple(inner.attachments),
    )
    growing.add_attached(reading, 0)
    assert growing.attachments[0] == listing
    assert [growing.attachments[page.attachment].name for page in growing.pages] == ["1.pdf", "1.pdf"]


def test_budgets_end() -> None:
    """More attachments than are read are listed, with a note."""
    growing = Growing()
    attaching = Attaching(growing, Scanner(), Budget(1, 1_000_000), None)
    for number in range(3):
        attaching.add(Part("application/pdf", f"{number}.pdf", b"x"))
    assert [bool(each.note) for each in growing.attachments] == [False, True, True]


def test_logos_are_not_read() -> None:
    """A small picture inside the text, and an icon beside it, cost no reading."""
    growing = Growing()
    attaching = Attaching(growing, Scanner(), Budget(10, 1_000_000), None)
    attaching.add(Part("image/png", "logo.png", b"x" * 9_000, content_id="logo", inline=True))
    attaching.add(Part("image/png", "icon.png", b"x" * 900))
    attaching.add(Part("image/png", "letter.png", b"x" * 9_000))
    assert [page.attachment for page in growing.pages] == [2, 2]


@pytest.mark.ocr
def test_a_photographed_letter_in_a_mail_is_read(tmp_path: Path) -> None:
    """A photo of a letter is read, its words in the mail's text, its page image in the folder."""
    image = Image.new("L", (1240, 600), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(image).text((90, 200), "The contract number is INC 48213.", font=font, fill=0)
    target = io.BytesIO()
    image.save(target, "PNG", dpi=(150, 150))
    message = mail("Please see the photo.")
    message.add_attachment(target.getvalue(), maintype="image", subtype="png", filename="photo.png")
    reading = text_of(message.as_bytes(), "mail.eml", settings=Settings(), images=tmp_path)
    assert "48213" in reading.text
    word = next(word for word in reading.words if "48213" in reading.text[word.start : word.end])
    page = reading.pages[word.page - 1]
    assert page.attachment == 0
    assert page.image is not None
    assert (tmp_path / page.image).is_file()
    assert reading.reply_text == "Please see the photo."
