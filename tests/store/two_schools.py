"""Two schools with one incident each, written row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from portal.models.incidents import IncidentRow
from portal.models.working import SeenRow
from tenants.adoption import adopt_policy
from tenants.db import Scope, open_session, uuid7
from tenants.permissions import Permission
from tenants.policy.loader import list_variants
from tests.tenants.world import NOW, World


@dataclass(frozen=True)
class School:
    """A school and the one incident it has."""

    id: UUID
    adoption_id: UUID
    incident_id: UUID


def school_with_incident(engine: sa.Engine, name: str) -> School:
    """Make one, through the application's role."""
    world = World(engine)
    school = world.school(name)
    world.appoint(school, "Dee Officer")
    adoption = world.change(
        school,
        Permission.ADOPT_POLICY,
        lambda session: adopt_policy(
            session,
            school,
            list_variants()[0],
            in_force_from=date(2026, 9, 1),
            approved_on=date(2026, 9, 1),
            approved_by="The governors",
            next_review_on=date(2027, 9, 1),
        ),
    )
    with open_session(engine, Scope.of(school)) as session, session.begin():
        incident = incident_row(school, adoption)
        session.add(incident)
        session.flush()
        session.add(seen_row(school, incident.id))
    return School(school, adoption, incident.id)


def incident_row(school: UUID, adoption: UUID, serial: int = 1) -> IncidentRow:
    """An incident's row; what is sealed in it does not matter here."""
    return IncidentRow(
        school_id=school,
        id=uuid7(),
        year=2026,
        serial=serial,
        adoption_id=adoption,
        stage="reported",
        kind="potential",
        reported_at=NOW,
        title=b"",
        facts=b"",
        version=1,
    )


def seen_row(school: UUID, incident: UUID) -> SeenRow:
    """A row that refers to an incident."""
    return SeenRow(
        school_id=school,
        id=uuid7(),
        incident_id=incident,
        person_id=uuid7(),
        what="incident",
        seen_at=NOW,
    )
