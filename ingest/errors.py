"""The errors postroom raises on purpose.

Each class's docstring is the sentence staff read; `str(error)` adds the facts of the case, and `remedy` says
what to do. Anything that is not one of these is a bug, and the worker parks the item all the same.
"""


class Error(Exception):
    """Something went wrong that postroom knows how to describe."""

    remedy: str = "Ask the administrator to look at the log."

    def __init__(self, message: str = "", *, remedy: str | None = None) -> None:
        """Describe one failure.

        Args:
            message: what happened, in a short sentence without personal data.
            remedy: what to do about it, when it differs from the class's own remedy.
        """
        super().__init__(message or (self.__doc__ or "").splitlines()[0])
        if remedy is not None:
            self.remedy = remedy


class SettingsError(Error):
    """A setting is wrong."""

    remedy = "Correct the named key in the configuration file and start again."


class Unreadable(Error):
    """The file could not be read; its original is kept unchanged."""

    remedy = "Open the original, and ask the sender for another copy if it is damaged."


class Locked(Unreadable):
    """The file is locked with a password."""

    remedy = "Ask the sender for a copy without a password, or open it and print it to a new PDF."


class UnknownFormat(Unreadable):
    """The file is of a kind postroom does not read."""

    remedy = "Open the original by hand and type what it says, or ask the sender for a PDF."


class LimitExceeded(Unreadable):
    """The file needs more time, memory, pages or pixels than the configuration allows."""

    remedy = "Raise the limit under [limits] if the file is genuine, and retry the item."


class ReaderFailed(Unreadable):
    """The reader broke down on this file; its original is kept unchanged, and another try may succeed."""

    remedy = "Retry the item; if it fails again, open the original by hand and tell the administrator."


class Damaged(Error):
    """A stored original no longer has the bytes that arrived."""

    remedy = "Restore the file from the backup (see docs/operations.md), then run `postroom reconcile`."


class NoSpace(Error):
    """The disk is nearly full, so intake is paused; nothing is lost, the post stays where it is."""

    remedy = "Free some disk space; intake goes on by itself."


class Unavailable(Error):
    """A machine postroom depends on does not answer; the work is tried again later."""

    remedy = "Check that the machine is up and that its address is right; `postroom check` tests each."


class Refused(Error):
    """A machine postroom depends on refused the request for good."""

    remedy = "Read the server's words, correct the setting or the address, and retry the item."


class Superseded(Error):
    """Another worker has taken this item over; this worker leaves it alone."""

    remedy = "Nothing to do: the other worker finishes it."


class TemplateError(Error):
    """A template is missing or cannot be rendered."""

    remedy = "Run `postroom check`; it names the template and the line."


class Conflict(Error):
    """Somebody else changed this record first; nothing of yours was saved."""

    remedy = "Look at the record as it is now and decide again."
