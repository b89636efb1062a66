"""Files copies of the mails that left into an IMAP folder, so that staff find them where they look for sent mail.

Each mail once: before a copy is filed, the folder is asked for its Message-ID. It changes nothing else in the mailbox.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ingest.arrive.oauth import Tokens
from ingest.arrive.settings import MailboxSettings


class Archive:
    """One folder of one IMAP account; `postroom` only adds to it.

    Args:
        settings: of the account; `folder` is the one that is filled, and must be there.
    """

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings.model_copy(update={"after": "leave"})  # opened read-only: adding needs no more
        self._tokens = Tokens(settings.oauth) if settings.oauth else None

    def file(self, mails: Iterable[tuple[int, str, bytes, datetime]]) -> Iterator[int]:
        """File mails, and give the key of each as soon as it is in the folder.

        Args:
            mails: of each a key of the caller's, the Message-ID with its brackets, the bytes, and when it left.

        Raises:
            Unavailable, Refused: what `Mailbox` raises; mails whose keys were given are filed all the same.
        """
        from ingest.arrive.mailbox import Mailbox  # the IMAP library, which only few need for this

        box = Mailbox(self._settings, self._tokens)
        try:
            for key, message_id, content, at in mails:
                box.file(message_id, content, at)
                yield key
        finally:
            box.close()
