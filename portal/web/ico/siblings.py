"""Incidents of the other schools of a trust, as far as the visitor is DPO there and sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.reporting.linked import covered_by, share_a_report
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

    from portal.rules.facts import Facts, Linked
    from portal.rules.words import SubmissionKind
    from portal.store.incidents import Loaded
    from portal.web.visiting import Case, Visit
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


def covered(visit: Visit, case: Case, kind: SubmissionKind) -> tuple[tuple[Linked, Facts], ...]:
    """The linked incidents on whose record the next report is put in the same commit.

    Those that the visitor may report for, and that have made no report of their own.
    """
    if not (case.facts.linked and trust_is_controller(case.policy)):
        return ()
    seen = opened(visit, {each.incident_id for each in case.facts.linked})
    return tuple(
        (each, other.facts)
        for each in covered_by(case.facts, kind)
        if (other := seen.get(each.incident_id)) is not None
        and (other.facts.first_report is None or share_a_report(case.facts, other.facts))
    )


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
