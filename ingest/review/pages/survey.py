"""The page behind a survey's signed link: how did we do, in one click, without a log-in and without script.

It shows nothing of the complaint but its reference, which stands in the link; a link not signed by us opens nothing.
"""

from starlette.responses import Response

from ingest.review.door import Door, Missing
from ingest.review.visit import Visit
from ingest.store import surveys

NO_LINK = "This link is not complete."
TYPE_IT = "Open it as it stands in our message, or scan the code on our letter."


def show(visit: Visit) -> Response:
    """The question. Looking answers nothing: programs that check mail follow its links too."""
    reference, token = _link(visit)
    if not visit.flow.may_answer_survey(reference, token):
        raise Missing(NO_LINK, remedy=TYPE_IT)
    return visit.page("survey.html", reference=reference, token=token, scores=surveys.SCORES, thanks=False)


def send(visit: Visit) -> Response:
    """Take the answer, and say thank you."""
    reference, token = _link(visit)
    if visit.office.posts.full(visit.caller):
        return visit.page("complain_wait.html", 429)
    visit.office.posts.count(visit.caller)
    score = visit.given_number("score")
    if score not in surveys.SCORES or not visit.flow.answer_survey(reference, token, score, visit.given("words")):
        raise Missing(NO_LINK, remedy=TYPE_IT)
    return visit.page("survey.html", reference=reference, token=token, scores=surveys.SCORES, thanks=True)


def _link(visit: Visit) -> tuple[str, str]:
    return visit.request.path_params["reference"], visit.request.path_params["token"]


DOORS = (
    Door("GET", "/survey/{reference}/{token}", show, None),
    Door("POST", "/survey/{reference}/{token}", send, None),
)
