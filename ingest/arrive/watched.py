"""Makes the pollers that the settings ask for; each kind brings its own outside library along, and only when asked."""

from collections.abc import Iterator

from ingest.arrive.poller import Intake, Poller
from ingest.arrive.settings import Settings


def pollers(settings: Settings, intake: Intake) -> Iterator[Poller]:
    """One poller for each place of the settings."""
    from ingest.arrive.folder import FolderPoller  # each brings its own outside library along
    from ingest.arrive.maildir import MaildirPoller

    if settings.mailboxes:
        from ingest.arrive.mailbox_poller import MailboxPoller

        yield from (MailboxPoller(one, intake) for one in settings.mailboxes)
    yield from (MaildirPoller(one, intake) for one in settings.maildirs)
    yield from (FolderPoller(one, intake) for one in settings.folders)
