"""The print room: letters that wait, as one PDF to print, and each marked once it is in the post."""

import io

from starlette.responses import Response

from ingest import errors
from ingest.review.door import Door
from ingest.review.rights import Right
from ingest.review.visit import Visit
from ingest.store import desk_replies


def show(visit: Visit) -> Response:
    """The letters that wait, the nearest deadline first."""
    with visit.flow.database.read() as connection:
        letters = desk_replies.to_print(connection)
    return visit.page("print_room.html", letters=letters, done=visit.asked("done"))


def batch(visit: Visit) -> Response:
    """The chosen letters as one PDF, in the order of their deadlines."""
    chosen = _chosen(visit)
    with visit.flow.database.read() as connection:
        contents = desk_replies.contents(connection, chosen)
    joined = one_pdf(contents)
    visit.flow.printed(chosen, visit.me)
    headers = {"Content-Disposition": f'attachment; filename="letters-{len(contents)}.pdf"'}
    return Response(joined, media_type="application/pdf", headers=headers)


def posted(visit: Visit) -> Response:
    """Mark the chosen letters as posted."""
    for reply_id in _chosen(visit):
        visit.flow.posted(reply_id, visit.me)
    return visit.go("/print?done=posted")


def one_pdf(contents: list[bytes]) -> bytes:
    """Several PDFs as one.

    Raises:
        errors.Damaged: one of them is no PDF.
    """
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    target = pypdfium2.PdfDocument.new()
    try:
        for content in contents:
            source = pypdfium2.PdfDocument(content)
            target.import_pages(source)
            source.close()
    except pypdfium2.PdfiumError as error:
        raise errors.Damaged("One of these letters is no PDF.", remedy="Print the others without it.") from error
    file = io.BytesIO()
    target.save(file)
    target.close()
    return file.getvalue()


def _chosen(visit: Visit) -> list[int]:
    chosen = [int(str(value)) for value in visit.form.getlist("letter") if str(value).isdecimal()]
    if not chosen:
        raise errors.Error("No letter is chosen.", remedy="Tick the letters, then press the button.")
    return chosen


DOORS = (
    Door("GET", "/print", show, Right.SEE),
    Door("POST", "/print/batch", batch, Right.ACT),
    Door("POST", "/print/posted", posted, Right.ACT),
)
