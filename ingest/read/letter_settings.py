"""The settings for reading letters: which engine, which languages, and how much one file may ask for."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LetterSettings(BaseModel):
    """How scanned letters are read, and the limits that keep one bad file from hurting the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["tesserocr", "pytesseract"] = Field(
        "tesserocr",
        description="How tesseract is reached: kept loaded in the process (tesserocr, fast) or as the tesseract "
        "command for each page (pytesseract, runs wherever the command does).",
    )
    rasteriser: Literal["pdfium", "pdf2image"] = Field(
        "pdfium", description="How PDF pages become pixels: pdfium (fast) or pdf2image (needs poppler-utils)."
    )
    tessdata: Path | None = Field(
        None, description="Folder with tesseract's *.traineddata files; looked for in the usual places when empty."
    )
    languages: tuple[str, ...] = Field(
        ("en", "it", "de", "fr", "es", "pt", "nl"),
        description="Languages letters may be written in (ISO 639-1). The first two are read without a second look.",
    )
    page_seconds: int = Field(120, ge=1, description="The longest the engine may spend on one page, in seconds.")
    page_limit: int = Field(2000, ge=1, description="The most pages one file may have.")
    pixel_limit: int = Field(
        160_000_000,
        ge=1_000_000,
        description="The most pixels one page image may have (A4 at 1200 dpi has 139 million).",
    )
    unpacked_limit: int = Field(
        600_000_000, ge=1_000_000, description="The most bytes the images of one page may unpack to."
    )
    trust_text_layer: bool = Field(
        True, description="Use a PDF's own text where it is sound, instead of reading the page image."
    )
    find_separators: bool = Field(
        True,
        description="Look for separator sheets printed by `postroom separators`, and make an item of each letter "
        "between them when a scanned file holds several.",
    )
    split_at_blanks: bool = Field(
        False,
        description="Begin a new letter after each blank sheet too: only for scans of one side, where blank backs do "
        "not come in.",
    )
    second_reading: float = Field(
        0.80, ge=0, le=1, description="Pages whose confidence stays below this are read a second time, differently."
    )
    unreadable: float = Field(
        0.45, ge=0, le=1, description="Pages whose confidence stays below this go to a person as unreadable."
    )
    our_address: tuple[str, ...] = Field(
        (), description="Words of your own postal address block, so that it is told apart from the sender's."
    )
