"""The people of a service, trust or authority: who gives which role there, and who ends it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from tenants.roles import Role

_OFFICERS: Final = frozenset({Role.DPO, Role.DEPUTY_DPO})
_GIVEN_BY: Final[Mapping[Role, frozenset[Role]]] = {
    Role.DPO: _OFFICERS | {Role.ADMINISTRATOR},
    Role.CHIEF_EXECUTIVE: _OFFICERS
    | {Role.ADMINISTRATOR, Role.CHIEF_EXECUTIVE, Role.CHAIR, Role.OVERSEER},
    Role.OVERSEER: frozenset({Role.OVERSEER}),
}
"""Nobody gives a role that sees more than their own."""
WHAT_IT_IS: Final[Mapping[Role, tuple[str, str]]] = {
    Role.CHIEF_EXECUTIVE: ("Chief executive", "Decides where the trust is the data controller."),
    Role.CHAIR: ("Chair of trustees", "Is told where a school’s policy says that the chair is."),
    Role.DPO: (
        "Data protection officer",
        "Handles incidents at the schools, and keeps this list. Schools can name them.",
    ),
    Role.DEPUTY_DPO: (
        "Deputy data protection officer",
        "Handles incidents at the schools, and stands in for the officer. Schools can name them.",
    ),
    Role.ADMINISTRATOR: ("Administrator", "Sets up schools. Reads no incident."),
    Role.OVERSEER: ("Oversight", "Reads figures of the schools, and what a school shares."),
}
"""The roles of such an organisation, each with what it is for."""


def given_by(roles: Collection[Role]) -> tuple[Role, ...]:
    """What somebody with these roles there may make others."""
    may = frozenset[Role]().union(*(_GIVEN_BY.get(role, frozenset()) for role in roles))
    return tuple(role for role in WHAT_IT_IS if role in may)


def may_end(roles: Collection[Role], theirs: Collection[Role]) -> bool:
    """Whether somebody with these roles may end all that another one is there."""
    return bool(theirs) and set(theirs) <= set(given_by(roles))


def can_do_without(goes: Collection[Role], stay: Collection[Role]) -> bool:
    """Whether those who stay can give every role that somebody who goes could."""
    return {*given_by(goes)} <= {*given_by(stay)}
