"""postroom: what a complaints team runs behind its mailbox and its letterbox.

Read `pipeline.py` first: it is the whole flow on one page. Each folder is one verb of that flow.
"""

__version__ = "0.1.0"
