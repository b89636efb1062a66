"""Takes some pages of a scan out into a file of their own, exactly as they are: nothing is decoded or made anew.

PDF pages go over with everything they show (pdfium's import), TIFF pages with their strips byte for byte.
"""

import io

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

from ingest import errors
from ingest.read.guard import guarded
from ingest.read.pdf import is_pdf


def excerpt_of(content: bytes, first: int, last: int) -> bytes:
    """A file of the same kind with these pages of a PDF or TIFF.

    Args:
        content: the bytes of the whole file.
        first: the first page, counted from 1.
        last: the last one.

    Raises:
        errors.Unreadable: the pages cannot be taken out.
    """
    with guarded(f"page {first} to {last} of the batch"):
        return _of_pdf(content, first, last) if is_pdf(content) else _of_tiff(content, first, last)


def _of_pdf(content: bytes, first: int, last: int) -> bytes:
    file = io.BytesIO()
    with pdfium.PdfDocument(content) as whole, pdfium.PdfDocument.new() as excerpt:
        excerpt.import_pages(whole, pages=list(range(first - 1, last)))
        _check(len(excerpt), first, last)
        excerpt.save(file)
    return file.getvalue()


def _of_tiff(content: bytes, first: int, last: int) -> bytes:
    import tifftools  # type: ignore[import-untyped]  # ships no types; only batches need it

    whole = tifftools.read_tiff(io.BytesIO(content))
    pages = whole["ifds"][first - 1 : last]
    _check(len(pages), first, last)
    file = io.BytesIO()
    tifftools.write_tiff({**whole, "ifds": pages}, file)
    return file.getvalue()


def _check(found: int, first: int, last: int) -> None:
    if found != last - first + 1:
        raise errors.Unreadable(f"pages {first} to {last} of the batch cannot be taken out")
