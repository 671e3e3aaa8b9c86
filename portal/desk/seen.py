"""Note that somebody opened something: a sign of life for the ladder, a record for the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.models.working import SeenRow
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from portal.host import Services


def seen(
    services: Services, school_id: UUID, incident_id: UUID | None, person_id: UUID, what: str
) -> None:
    """One insert in a short transaction of its own; call it before showing what is sensitive."""
    with open_session(services.engine, Scope.of(school_id)) as session, session.begin():
        session.add(
            SeenRow(
                school_id=school_id,
                id=uuid7(),
                incident_id=incident_id,
                person_id=person_id,
                what=what,
                seen_at=services.clock.now(),
            )
        )
