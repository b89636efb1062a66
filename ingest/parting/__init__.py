"""People say which pages are one letter: they part a scan, put pages of several together, or change their order.

Originals stay as they arrived, pages in are pages out, and what was read of a page is never read again: the pages'
readings are put in their new order, and the facts are looked for anew in the whole.
"""

from ingest.parting.split import part
from ingest.parting.together import Plan, apart, plan, together, undoable

__all__ = ["Plan", "apart", "part", "plan", "together", "undoable"]
