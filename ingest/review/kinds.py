"""What findings are called on the pages, in which order they stand, and which roles each kind can have."""

from typing import Final

from ingest.model import FindingKind

ORDER: Final = (
    FindingKind.PERSON_NAME,
    FindingKind.TICKET_REFERENCE,
    FindingKind.DATE_TIME,
    FindingKind.PHONE_NUMBER,
    FindingKind.EMAIL_ADDRESS,
)

ROLES: Final[dict[FindingKind, tuple[str, ...]]] = {
    FindingKind.PERSON_NAME: ("complainant", "staff", "third_party", "other"),
    FindingKind.TICKET_REFERENCE: ("ours", "theirs", "unknown"),
    FindingKind.DATE_TIME: ("incident", "contact", "letter", "deadline", "birth", "other"),
    FindingKind.PHONE_NUMBER: ("called_from", "call_back", "ours", "other"),
    FindingKind.EMAIL_ADDRESS: ("complainant", "staff", "other"),
}

KIND_NAMES: Final = {
    "person_name": "Names",
    "ticket_reference": "References",
    "date_time": "Dates and times",
    "phone_number": "Phone numbers",
    "email_address": "E-mail addresses",
}

ROLE_NAMES: Final = {
    "complainant": "complainant",
    "staff": "our staff",
    "third_party": "third party",
    "other": "other",
    "ours": "ours",
    "theirs": "theirs",
    "unknown": "unknown",
    "incident": "incident",
    "contact": "contact with us",
    "letter": "date of the letter",
    "deadline": "deadline",
    "birth": "birth",
    "called_from": "called us from",
    "call_back": "call back on",
}

FLAG_NAMES: Final = {
    "data_protection": "Data protection",
    "vulnerable": "Vulnerable person",
    "abusive": "Abusive",
    "legal_threat": "Legal threat",
    "safety": "Safety",
}
