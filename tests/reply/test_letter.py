"""Letters on paper: positions for window envelopes, reference as text and code, nothing fetched."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from ingest import errors
from ingest.model import Medium, ReplyKind
from ingest.reply import compose
from ingest.reply.context import Context

ACK = ReplyKind.ACKNOWLEDGEMENT
RECEIVED = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
POINTS = 72 / 25.4  # PDF points in a millimetre


@pytest.fixture
def context() -> Context:
    return Context(
        reference="PR-26-00123-4",
        channel="letter",
        recipient="Ada Marsh\nFlat 2, The Old Mill\n14 Harbour Lane\nWHITBY\nYO22 4DX",
        language="en",
        received=RECEIVED,
        written=RECEIVED,
        medium=Medium.LETTER,
        name="Ada Marsh",
    )


def page_text(content: bytes, box: tuple[float, float, float, float] | None = None) -> str:
    """The text of the first page, or of a box in millimetres from its upper left corner: left, top, right, bottom."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        text = page.get_textpage()
        if box is None:
            return text.get_text_range()
        height = page.get_height()
        left, top, right, bottom = (side * POINTS for side in box)
        return text.get_text_bounded(left=left, bottom=height - bottom, right=right, top=height - top)


WINDOWS = {
    # what shows through, wherever the sheet slides: 35 x 90 mm (UK), 45 x 85 mm (DIN), 35 x 100 mm at the right
    "en": (20, 47, 110, 85),
    "nl": (20, 47, 110, 85),
    "de": (20, 45, 105, 90),
    "it": (107, 47, 194, 85),
    "fr": (107, 47, 194, 85),
    "es": (107, 47, 194, 85),
    "pt": (107, 47, 194, 85),
}


@pytest.mark.parametrize("language", WINDOWS)
def test_the_address_shows_through_the_window_and_nothing_else_does(language, context, settings):
    """Positions for window envelopes, by the reader's country."""
    draft = compose.draft(ACK, replace(context, language=language), settings=settings)
    seen = [line.strip() for line in page_text(draft.content, WINDOWS[language]).splitlines() if line.strip()]
    sender = "Northwind Telecom · 12 Exchange Street · Leeds · LS1 1AA"
    assert [line for line in seen if line != sender] == context.recipient.splitlines()
    assert sender in seen


def test_the_reference_stands_there_as_text_and_as_code(context, settings):
    """A returned sheet files itself: the QR code holds the reference."""
    content = compose.draft(ACK, context, settings=settings).content
    assert "PR-26-00123-4" in page_text(content)
    with pypdfium2.PdfDocument(content) as document:
        image = document[0].render(scale=150 / 72, grayscale=True).to_numpy()
    assert [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(image.squeeze()))] == ["PR-26-00123-4"]


def test_the_draft_of_a_letter(context, settings):
    """A letter has no envelope sender, and its subject is that of its template."""
    draft = compose.draft(ACK, context, settings=settings)
    assert (draft.channel, draft.envelope_sender, draft.recipient) == ("letter", "", context.recipient)
    assert draft.subject == "We have your complaint: PR-26-00123-4"
    assert draft.content.startswith(b"%PDF-")
    assert "Thursday 5 March 2026." in " ".join(page_text(draft.content).split())


@pytest.mark.parametrize(
    ("kind", "language"),
    [(kind, "it" if number % 2 else "en") for number, kind in enumerate(ReplyKind) if kind is not ACK],
)
def test_every_kind_can_be_printed(kind, language, context, settings):
    """Each of staff's letters exists on paper, with what was typed."""
    asked = settings.model_copy(update={"survey_link": "https://survey.example.org/s"})
    draft = compose.draft(kind, replace(context, language=language, words="Typed by staff."), settings=asked)
    text = page_text(draft.content)
    assert "PR-26-00123-4" in text
    assert ("survey.example.org" if kind is ReplyKind.SURVEY else "Typed by staff.") in text


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7*7 }}",
        "<img src='http://127.0.0.1:9/x'>",
        "<style>@import url(file:///etc/passwd)</style>",
        "\u202eevil",
        "😀",
    ],
)
def test_hostile_names_and_addresses_stay_text(name, context, settings):
    """Nothing the sender controls is fetched or becomes markup."""
    draft = compose.draft(ACK, replace(context, name=name, recipient=f"{name}\n1 Street"), settings=settings)
    assert "1 Street" in page_text(draft.content)


def test_a_page_of_one_s_own_fetches_nothing(context, settings, tmp_path):
    """No network and no file is touched while a letter is laid out, whatever the template says."""
    (tmp_path / "acknowledgement").mkdir()
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>secret</text></svg>")
    page = f"<title>x {{{{ reference }}}}</title><img src='file://{tmp_path}/secret.svg' alt='kept out'>"
    (tmp_path / "acknowledgement" / "en.letter").write_text(page)
    own = settings.model_copy(update={"templates_folder": tmp_path})
    draft = compose.draft(ACK, context, settings=own)
    assert "secret" not in page_text(draft.content)
    assert draft.subject == "x PR-26-00123-4"


def test_a_long_address_still_fits(context, settings):
    """Eight lines, two of them long: the postcode is still in the window."""
    lines = [
        f"Line {number} of a rather long address, somewhere" if number < 3 else f"Line {number}" for number in range(8)
    ]
    draft = compose.draft(ACK, replace(context, recipient="\n".join(lines)), settings=settings)
    assert "Line 7" in page_text(draft.content, WINDOWS["en"])


def test_a_letter_without_an_address_is_refused(context, settings):
    """Nobody prints a letter that cannot be posted."""
    with pytest.raises(errors.Refused):
        compose.draft(ACK, replace(context, recipient=" \n\u200b"), settings=settings)
