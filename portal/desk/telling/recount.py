"""Count again where telling people stands, after notices were settled; no decision, no stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.surroundings import surroundings
from portal.desk.writing import duties, rows
from portal.rules.rows import Standing
from portal.rules.telling.on_way import about_each, standing
from portal.rules.telling.tally import counting
from portal.store import incidents
from portal.store.documents import seal_facts
from portal.store.telling import subjects
from tenants.db import Scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services


def recount(session: Session, services: Services, school_id: UUID, incident_id: UUID) -> None:
    """Bring people's standings, the counts among the facts, and the duties up to date.

    The incident's version stays: it counts decisions.
    """
    scope, now = Scope.of(school_id), services.clock.now()
    found = incidents.lock_incident(session, scope, services.keyring, incident_id)
    around = surroundings(session, scope, school_id, found.row.adoption_id, now)
    before = subjects.list_standings(session, scope, incident_id)
    envelopes = subjects.list_envelopes(session, scope, incident_id)
    about = about_each(envelopes)
    after = {one: standing(stands, about.get(one, ())) for one, stands in before.items()}
    facts = counting(found.facts, after, envelopes, now)
    changed = [Standing(one, *stands) for one, stands in after.items() if stands != before[one]]
    rows.write(session, services.keyring, found.key, facts, changed, now)
    if facts != found.facts:
        found.row.facts = seal_facts(found.key, facts)
        duties.compare(session, scope, around, facts, now)
