"""Incidents of the other schools of a trust that the visitor sees, and reports to the regulator."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from portal.actions import link_incident
from portal.desk import can
from portal.desk.surroundings import actor, surroundings
from portal.rules.reporting.linked import covered_by, share_a_report
from portal.rules.responsibilities import trust_is_controller
from portal.store import incidents
from portal.web.ico.linking_forms import Elsewhere
from portal.web.same_trust import sight, where_known
from tenants.db import open_session

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.rules.facts import Facts, Linked
    from portal.rules.words import SubmissionKind
    from portal.store.incidents import Loaded
    from portal.store.visibility import Viewer
    from portal.web.visiting import Case, Visit
    from tenants.db import Scope

MOST = 50
"""Incidents of other schools that are offered, newest first."""


def elsewhere(visit: Visit) -> dict[UUID, Elsewhere]:
    """Open incidents of those schools whose policy has the trust as controller, by id."""
    there = where_known(visit)
    scope, viewer = sight(visit, there)
    keyring = visit.services.keyring
    with open_session(visit.services.engine, scope) as session:
        listed = incidents.list_incidents(
            session, scope, keyring, viewer, limit=MOST, open_only=True
        )
        ids = {line.incident_id for line in listed}
        found = _reporting(visit, session, scope, viewer, ids)
    return {
        line.incident_id: Elsewhere(there[line.school_id].name, found[line.incident_id])
        for line in listed
        if line.incident_id in found
    }


def opened(visit: Visit, ids: set[UUID]) -> dict[UUID, Loaded]:
    """Those of these incidents that the visitor reports to the regulator, by id."""
    scope, viewer = sight(visit, where_known(visit))
    with open_session(visit.services.engine, scope) as session:
        return _reporting(visit, session, scope, viewer, ids)


def _reporting(
    visit: Visit, session: Session, scope: Scope, viewer: Viewer, ids: set[UUID]
) -> dict[UUID, Loaded]:
    """As DPO, or in their place: it depends on the incident, as one may concern either of them."""

    @cache
    def around(school_id: UUID, adoption_id: UUID) -> Surroundings:
        return surroundings(session, scope, school_id, adoption_id, visit.now)

    def reports(facts: Facts, here: Surroundings) -> bool:
        who = actor(visit.person_id, here, facts, visit.now)
        return trust_is_controller(here.policy) and can.holds_role_for(
            link_incident.ACTION, facts, here.policy, who
        )

    found = incidents.opened(session, scope, visit.services.keyring, viewer, ids)
    return {
        ident: each
        for ident, each in found.items()
        if reports(each.facts, around(each.row.school_id, each.row.adoption_id))
    }


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
