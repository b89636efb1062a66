"""Takes some pages of a scan out into a file of their own, exactly as they are: nothing is decoded or made anew.

PDF pages go over with everything they show (pdfium's import), TIFF pages with their strips byte for byte.
"""

import io
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

from ingest import errors
from ingest.read.guard import guarded
from ingest.read.pdf import is_pdf


def excerpt_of(content: bytes, pages: Sequence[int]) -> bytes:
    """A file of the same kind with these pages of a PDF or TIFF, in this order.

    Args:
        content: the bytes of the whole file.
        pages: their numbers, counted from 1.

    Raises:
        errors.Unreadable: the pages cannot be taken out.
    """
    with guarded(f"{len(pages)} pages of the batch"):
        return _of_pdf(content, pages) if is_pdf(content) else _of_tiff(content, pages)


def _of_pdf(content: bytes, pages: Sequence[int]) -> bytes:
    file = io.BytesIO()
    with pdfium.PdfDocument(content) as whole, pdfium.PdfDocument.new() as excerpt:
        _check(pages, len(whole))
        excerpt.import_pages(whole, pages=[number - 1 for number in pages])
        excerpt.save(file)
    return file.getvalue()


def _of_tiff(content: bytes, pages: Sequence[int]) -> bytes:
    import tifftools  # type: ignore[import-untyped]  # ships no types; only batches need it

    whole = tifftools.read_tiff(io.BytesIO(content))
    _check(pages, len(whole["ifds"]))
    file = io.BytesIO()
    tifftools.write_tiff({**whole, "ifds": [whole["ifds"][number - 1] for number in pages]}, file)
    return file.getvalue()


def _check(pages: Sequence[int], there: int) -> None:
    if not pages or min(pages) < 1 or max(pages) > there:
        raise errors.Unreadable(
            f"pages {min(pages, default=0)} to {max(pages, default=0)} cannot be taken out of {there}"
        )
