"""Matters of their own that belong with an incident: shown as far as the visitor sees them.

One may have come to concern its reader since they were named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from portal.store import incidents
from portal.web.parts.record import Link
from portal.web.parts.when import full
from tenants.db import open_session

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from portal.web.visiting import Case, Visit


@dataclass(frozen=True, slots=True)
class Belonging:
    """Another incident, how it belongs with this one, and why it does not any more."""

    incident_id: UUID
    link: Link
    reason: str
    named: str
    parted: str
    """'' while it belongs with this one."""
    why_parted: str


def belonging(visit: Visit, case: Case) -> tuple[Belonging, ...]:
    """Those that the visitor sees, in the order in which they were named."""
    ids = {each.incident_id for each in case.facts.related}
    if not ids:
        return ()
    with open_session(visit.services.engine, visit.scope) as session:
        seen = incidents.references(session, visit.scope, visit.viewer, ids)
    return tuple(
        Belonging(
            each.incident_id,
            Link(
                seen[each.incident_id],
                url_for(
                    "portal_incident.show",
                    slug=visit.school.slug,
                    incident_id=each.incident_id,
                ),
            ),
            each.reason,
            _when(each.by, each.at, case),
            _when(each.parted.by, each.parted.at, case) if each.parted else "",
            each.parted.reason if each.parted else "",
        )
        for each in case.facts.related
        if each.incident_id in seen
    )


def _when(person_id: UUID, at: datetime, case: Case) -> str:
    return f"{full(at)} by {case.name_of(person_id)}"
