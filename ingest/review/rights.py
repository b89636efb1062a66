"""Who may do what: five roles, seven rights, one table."""

from enum import StrEnum

from ingest.store.people import Role


class Right(StrEnum):
    """Something a page may ask for."""

    SELF = "self"  # one's own account
    SEE = "see"  # items, complaints, search: personal data, each look audited
    ACT = "act"  # verdicts, replies, notes, print room, post room
    LEAD = "lead"  # the board, export
    ADDRESSES = "addresses"  # which addresses nothing is mailed to
    PEOPLE = "people"  # accounts, roles, sessions of others
    AUDIT = "audit"  # the audit log


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SELF, Right.SEE}),
    Role.HANDLER: frozenset({Right.SELF, Right.SEE, Right.ACT}),
    Role.SUPERVISOR: frozenset({Right.SELF, Right.SEE, Right.ACT, Right.LEAD, Right.ADDRESSES}),
    Role.ADMINISTRATOR: frozenset(Right),
    Role.AUDITOR: frozenset({Right.SELF, Right.SEE, Right.LEAD, Right.AUDIT}),
}
