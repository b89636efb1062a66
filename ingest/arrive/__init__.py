"""Hands over what arrives, as raw bytes, and confirms to the outside only after it was stored.

`pollers` makes one poller for each mailbox, Maildir and folder of the settings, and `Archive` files copies of sent
mail. Nothing here looks into the post, and nothing is ever deleted from a mailbox.
"""

from ingest.arrive.archive import Archive
from ingest.arrive.poller import Intake, Poller
from ingest.arrive.settings import Settings
from ingest.arrive.watched import pollers

__all__ = ["Archive", "Intake", "Poller", "Settings", "pollers"]
