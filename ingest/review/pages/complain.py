"""The form for complainants, in English and Italian, without script: what is typed survives every mistake.

It shows nothing of the ledger but the receipt of the form that was just sent, to whoever has its token.
"""

import secrets
from typing import Final

from starlette.datastructures import UploadFile
from starlette.responses import Response

from ingest import clock
from ingest.arrive import form as forms
from ingest.review.door import Door, Missing
from ingest.review.visit import Visit
from ingest.store import desk_form

FORM: Final = "web"  # its name in the ledger
FILES: Final = 50  # parsed at most; the settings allow fewer


def show(visit: Visit) -> Response:
    """The empty form."""
    return _page(visit, {}, (), secrets.token_urlsafe(24))


def send(visit: Visit) -> Response:
    """Take a form in, or show it again with a sentence for each field."""
    fields = {name: visit.given(name) for name in (*forms.FIELDS, forms.HONEYPOT) if visit.given(name)}
    token = visit.given("token")
    if visit.office.posts.full(visit.caller):
        return visit.page("complain_wait.html", 429)
    visit.office.posts.count(visit.caller)
    try:
        arrival = forms.arrival(
            fields, _uploads(visit), token=token, form=FORM, language=visit.language, received=clock.now(),
            settings=visit.office.form,
        )  # fmt: skip
    except forms.Incomplete as error:
        return _page(visit, fields, error.problems, token, 422)
    visit.flow.take([arrival])
    return visit.go(f"/complain/received/{token}")


def received(visit: Visit) -> Response:
    """The receipt, with the reference."""
    with visit.flow.database.read() as connection:
        receipt = desk_form.receipt(connection, FORM, visit.request.path_params["token"])
    if receipt is None:
        raise Missing("No such form has arrived.", remedy="Send it again; sending twice does no harm.")
    reference = receipt.reference or visit.flow.reference_of(receipt.number, receipt.received)
    return visit.page("complain_received.html", receipt=receipt, reference=reference)


def _page(
    visit: Visit, fields: dict[str, str], problems: tuple[forms.Problem, ...], token: str, code: int = 200
) -> Response:
    limits = visit.office.form
    return visit.page(
        "complain.html", code, fields=fields, problems=problems, token=token, limits=limits,
        wrong={problem.field: problem.message for problem in problems}, honeypot=forms.HONEYPOT,
    )  # fmt: skip


def _uploads(visit: Visit) -> list[forms.Upload]:
    files = [one for one in visit.form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    return [forms.Upload(file.filename or "", file.file.read()) for file in files]


DOORS = (
    Door("GET", "/complain", show, None),
    Door("POST", "/complain", send, None, files=FILES),
    Door("GET", "/complain/received/{token}", received, None),
)
