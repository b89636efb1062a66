"""What the code on a separator sheet says: the channel, the day the post was received, and the number of the batch.

It carries a check digit, so that nobody's own QR code is ever taken for one. Finding the code on a page is for
`separators`.
"""

import re
from dataclasses import dataclass
from datetime import date

from ingest.reference import check_digit

_CODE = re.compile(r"POSTROOM1/([A-Z0-9-]{1,20})/(\d{4}-\d\d-\d\d)/(\d{1,9})/(\d)")


@dataclass(frozen=True, slots=True)
class Separator:
    """What a separator sheet says about the letter that follows it."""

    channel: str  # lower-case letters, digits and hyphens: "letter", "legal", ...
    received: date  # the day the post arrived
    batch: int  # the number of the batch, 0 or more

    @property
    def payload(self) -> str:
        """The text in the code; capitals, for which a QR code is coarser and so copies better."""
        stem = f"POSTROOM1/{self.channel.upper()}/{self.received.isoformat()}/{self.batch}"
        return f"{stem}/{_check(self.received, self.batch)}"


def separator_of(payload: str) -> Separator | None:
    """The separator that this text is the code of; None when it is none of ours or was misread."""
    match = _CODE.fullmatch(payload.strip())
    if match is None:
        return None
    try:
        found = Separator(match[1].lower(), date.fromisoformat(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if _check(found.received, found.batch) == match[4] else None


def _check(received: date, batch: int) -> str:
    return check_digit(f"{received:%Y%m%d}{batch}")
