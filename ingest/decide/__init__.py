"""Decides what becomes of one item, and when what is owed for it is due. Pure: values in, values out, no I/O.

`outcome_for` asks the table in `chain`; `deadlines` computes clocks. Flags and doubts send an item to people; nothing
here declines, closes or answers a complaint.
"""

from ingest.decide.chain import outcome_for
from ingest.decide.settings import Settings

__all__ = ["Settings", "outcome_for"]
