"""Incidents of the other schools of a trust, as far as the visitor is DPO there and sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.responsibilities import trust_is_controller
from portal.store import incidents
from portal.store.school import schools
from portal.store.visibility import Viewer
from portal.web.ico.linking_forms import Elsewhere
from tenants import directory
from tenants.db import Scope, open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from portal.store.incidents import Loaded
    from portal.web.visiting import Visit
    from tenants.directory import Relation

MOST = 50
"""Incidents of other schools that are offered, newest first."""


def elsewhere(visit: Visit) -> dict[UUID, Elsewhere]:
    """Open incidents of those schools whose policy has the trust as controller, by id."""
    there = where_dpo(visit)
    scope, viewer = sight(visit, there)
    keyring = visit.services.keyring
    with open_session(visit.services.engine, scope) as session:
        listed = incidents.list_incidents(
            session, scope, keyring, viewer, limit=MOST, open_only=True
        )
        ids = {line.incident_id for line in listed}
        found = incidents.opened(session, scope, keyring, viewer, ids)
        return {
            line.incident_id: Elsewhere(there[line.school_id].name, found[line.incident_id])
            for line in listed
            if line.incident_id in found
            and trust_is_controller(
                schools.policy(
                    session, scope, line.school_id, found[line.incident_id].row.adoption_id
                )
            )
        }


def opened(visit: Visit, ids: set[UUID]) -> dict[UUID, Loaded]:
    """Those of these incidents that the visitor may work on, by id."""
    scope, viewer = sight(visit, where_dpo(visit))
    with open_session(visit.services.engine, scope) as session:
        return incidents.opened(session, scope, visit.services.keyring, viewer, ids)


def where_dpo(visit: Visit) -> dict[UUID, Relation]:
    """The other schools of the trust at which the visitor is DPO, by id."""
    related = directory.relations(visit.services.engine, visit.person_id, visit.now)
    mine = {each.school_id: each for each in related if Role.DPO in each.roles}
    scope = Scope.of(*mine, visit.here)
    with open_session(visit.services.engine, scope) as session:
        ids = schools.list_siblings(scope, visit.here, visit.now).within(session)
    return {ident: mine[ident] for ident in ids if ident in mine}


def sight(visit: Visit, there: dict[UUID, Relation]) -> tuple[Scope, Viewer]:
    """The other schools' scope, and the visitor as the filter of visibility knows them there."""
    roles = ((ident, each.roles) for ident, each in there.items())
    return Scope.of(*there), Viewer.of(visit.person_id, roles)
