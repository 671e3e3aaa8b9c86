"""Who may change what a school is set up with. Decisions about incidents are actions, not these."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from tenants.roles import Role


class Permission(StrEnum):
    """One kind of change of administration."""

    KEEP_PEOPLE = "keep_people"
    """Add people and memberships, end them, correct their details."""
    RECORD_ABSENCE = "record_absence"
    APPOINT_DPO = "appoint_dpo"
    ADOPT_POLICY = "adopt_policy"
    KEEP_CALENDAR = "keep_calendar"
    KEEP_CONTACTS = "keep_contacts"
    """Numbers, emergency contacts, mailboxes, suppliers, documents; what is checked and printed."""
    CONFIRM_TEST_ALERT = "confirm_test_alert"
    """Say that the test alert arrived: whoever it was sent to."""
    KEEP_OWN = "keep_own"
    """One's own absences and numbers."""
    JOIN = "join"
    """Accept one's own invitation."""
    ASK_ABOUT_POLICY = "ask_about_policy"
    """Ask for an exception to the policy or propose a change; who answers, the policy says."""
    KEEP_TRAINING = "keep_training"
    """Record who was trained in what; ask everybody to read the policy."""
    GRANT_OVERSIGHT = "grant_oversight"
    """Say which service, authority or trust may look at the school."""
    ADD_SCHOOL = "add_school"
    """Set up schools that one's service, trust or authority looks after: held there, at none of
    them. So is bringing in the DfE's register."""
    KEEP_TEAM = "keep_team"
    """Add people of one's service, trust or authority, and end what they are there."""
    REPLACE_OFFICER = "replace_officer"
    """Name another officer of the same service at a school, in the place of one who leaves it: for
    whoever keeps the service's people."""
    REGISTER_ORGANISATION = "register_organisation"
    """For the operator alone."""

    @property
    def holders(self) -> frozenset[Role]:
        """The roles that carry this permission, at the organisation that is changed."""
        return _HOLDERS[self]

    def held_by(self, roles: Collection[Role]) -> bool:
        """Whether one of these roles carries this permission."""
        return not self.holders.isdisjoint(roles)


_RUN_THE_SCHOOL: Final = frozenset({Role.ADMINISTRATOR, Role.HEAD})
_STANDS_IN: Final = _RUN_THE_SCHOOL | {
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DPO,
    Role.DEPUTY_DPO,
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
}
"""Whoever may come to owe what the school itself owes can do what meets it."""

_HOLDERS: Final = {
    Permission.KEEP_PEOPLE: _RUN_THE_SCHOOL,
    Permission.RECORD_ABSENCE: _RUN_THE_SCHOOL | {Role.DEPUTY_HEAD, Role.DPO, Role.DEPUTY_DPO},
    Permission.APPOINT_DPO: _RUN_THE_SCHOOL | {Role.CHAIR, Role.CHIEF_EXECUTIVE},
    Permission.ADOPT_POLICY: _RUN_THE_SCHOOL
    | {Role.CHAIR, Role.CHIEF_EXECUTIVE, Role.DPO, Role.DEPUTY_DPO},
    Permission.KEEP_CALENDAR: _STANDS_IN,
    Permission.KEEP_CONTACTS: _STANDS_IN | {Role.DSL, Role.DEPUTY_DSL},
    Permission.CONFIRM_TEST_ALERT: frozenset(Role) - {Role.OVERSEER},
    Permission.KEEP_OWN: frozenset(Role) - {Role.OVERSEER},
    Permission.JOIN: frozenset(Role),
    Permission.ASK_ABOUT_POLICY: frozenset(Role) - {Role.OVERSEER},
    Permission.KEEP_TRAINING: _STANDS_IN | {Role.INFORMATION_CHAMPION, Role.HR_CONTACT},
    Permission.GRANT_OVERSIGHT: _RUN_THE_SCHOOL | {Role.CHAIR, Role.CHIEF_EXECUTIVE},
    Permission.ADD_SCHOOL: frozenset(
        {Role.ADMINISTRATOR, Role.DPO, Role.DEPUTY_DPO, Role.CHIEF_EXECUTIVE}
    ),
    Permission.KEEP_TEAM: frozenset({Role.DPO, Role.CHIEF_EXECUTIVE, Role.OVERSEER}),
    Permission.REPLACE_OFFICER: frozenset({Role.DPO, Role.DEPUTY_DPO, Role.CHIEF_EXECUTIVE}),
    Permission.REGISTER_ORGANISATION: frozenset[Role](),
}

_MANAGES_NOTHING: Final = {
    Permission.CONFIRM_TEST_ALERT,
    Permission.KEEP_OWN,
    Permission.JOIN,
    Permission.ASK_ABOUT_POLICY,
    Permission.ADD_SCHOOL,
    Permission.KEEP_TEAM,
    Permission.REPLACE_OFFICER,
}
MANAGERS: Final = frozenset[Role]().union(
    *(held for permission, held in _HOLDERS.items() if permission not in _MANAGES_NOTHING)
)
"""Everybody who may change something about the school."""
