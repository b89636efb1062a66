"""Made-up complaints to try the templates with: one with everything, one with nothing, one that means harm.

For `check`, the preview and the staff's "show me an example"; nothing here is ever sent.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.model import Clock, Medium
from ingest.reply.context import Context
from ingest.reply.settings import Ombudsman, Regulator, Settings

RECEIVED = datetime(2026, 3, 5, 16, 5, tzinfo=UTC)
HARM = "{{ 7*7 }}<script>x</script>\u202e"
_DAYS = {"update": 5, "response": 14, "ombudsman": 42, "data_protection": 30}
_ADDRESS = "Ada Marsh\nFlat 2, The Old Mill\n14 Harbour Lane\nWHITBY\nYO22 4DX"


def full(language: str, channel: str = "email") -> Context:
    """A complaint of which everything is known, and from which everything useful is missing."""
    by_mail = channel == "email"
    return Context(
        reference="PR-26-00123-4",
        channel="email" if by_mail else "letter",
        recipient="ada.marsh@example.com" if by_mail else _ADDRESS,
        language=language,
        received=RECEIVED,
        written=RECEIVED + timedelta(minutes=1),
        medium=Medium.EMAIL if by_mail else Medium.LETTER,
        name="Ada Marsh",
        in_reply_to="<one@example.com>" if by_mail else None,
        clocks=tuple(Clock(name, RECEIVED, RECEIVED + timedelta(days=days), "") for name, days in _DAYS.items()),
        missing=("reference", "dates", "phones"),
        data_protection=True,
        words=_WORDS.get(language, _WORDS["en"]),
        staff="Sam Reed",
        answer_by=RECEIVED + timedelta(days=10),
    )


def minimal(language: str, channel: str = "email") -> Context:
    """A complaint of which only what is needed is known."""
    return replace(
        full(language, channel),
        name=None,
        in_reply_to=None,
        clocks=(),
        missing=(),
        data_protection=False,
        words="",
        staff=None,
        answer_by=None,
        deadlock=True,
    )


def hostile(language: str, channel: str = "email") -> Context:
    """A complaint whose every word means harm."""
    recipient = "ada.marsh@example.com" if channel == "email" else f"{HARM}\n1 Street"
    return replace(full(language, channel), name=HARM, words=f"{HARM}\r\n\r\n{HARM}", staff=HARM, recipient=recipient)


def filled(settings: Settings) -> Settings:
    """The settings with every optional value present, made up where the administrator set none."""
    given = {
        "ombudsman": {settings.country: _OMBUDSMAN, **settings.ombudsman},
        "regulator": {settings.country: _REGULATOR, **settings.regulator},
        "phone": settings.phone or "020 7946 0000",
        "web_form": settings.web_form or "https://www.example.org/complain",
        "privacy_link": settings.privacy_link or "https://www.example.org/privacy",
        "survey_link": settings.survey_link or "https://www.example.org/survey",
        "appeal_days": settings.appeal_days or 30,
    }
    return settings.model_copy(update=given)


def bare(settings: Settings) -> Settings:
    """The settings without any optional value, apart from the ombudsman that one letter cannot do without."""
    nothing = {"regulator": {}, "phone": "", "web_form": "", "privacy_link": "", "appeal_days": 0}
    name = Ombudsman(name=_OMBUDSMAN.name)
    return settings.model_copy(update={**nothing, "ombudsman": {settings.country: name}})


_OMBUDSMAN = Ombudsman(
    name="Example Ombudsman",
    address=("PO Box 1", "York", "YO1 1AA"),
    link="https://ombudsman.example.org",
    phone="0161 496 0000",
)
_REGULATOR = Regulator(name="Example Data Office", link="https://data.example.org")
_WORDS = {
    "en": (
        "We tested your line on 6 March. The fault was in our street cabinet, not in your home. It is mended now.\n\n"
        "We are sorry. You had no service for nine days. We will take £45 off your next bill."
    ),
    "it": (
        "Il 6 marzo abbiamo provato la sua linea. Il guasto era nel nostro armadio in strada, non in casa sua. "
        "Ora è riparato.\n\nCi scusiamo. È rimasto senza linea per nove giorni. "
        "Toglieremo 45 euro dalla prossima fattura."
    ),
}
