"""Files that were kept while the virus scanner was away, scanned when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.surroundings import surroundings
from portal.desk.writing.evidence_rows import scanned
from portal.outbox import rows as outbox
from portal.outbox.leases import Settlement
from portal.rules.in_charge import alerts
from portal.rules.investigation.evidence import Scan
from portal.store import evidence, incidents
from tenants.db import Scope
from tenants.roles import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect
    from portal.store.incidents import Loaded


def scan(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    """Ask the scanner about one file, read piece by piece. Raises ScannerAway: it is tried again.

    What turns out to be infected stays where it is, nobody can open it any more, and Headteacher
    and DPO are alerted: somebody may have opened it before.
    """
    assert effect.subject_id is not None  # noqa: S101 - written for a file
    scope, now = Scope.of(effect.school_id), services.clock.now()
    if services.scanner is None:
        scanned(session, effect.school_id, effect.subject_id, Scan.NOT_SCANNED, now)
        return Settlement("stopped", error="NoScanner")
    stored = evidence.get_stored(session, scope, effect.subject_id)
    found = incidents.get_incident(session, scope, services.keyring, None, stored.incident_id)
    is_clean = services.scanner.is_clean(evidence.content(session, scope, found.key, stored))
    verdict = Scan.CLEAN if is_clean else Scan.INFECTED
    scanned(session, effect.school_id, stored.id, verdict, now)
    if verdict is Scan.INFECTED:
        _alert(session, services, effect, found)
    return Settlement("sent")


def _alert(session: Session, services: Services, effect: ClaimedEffect, found: Loaded) -> None:
    scope, now, facts = Scope.of(effect.school_id), services.clock.now(), found.facts
    around = surroundings(session, scope, effect.school_id, found.row.adoption_id, now)
    people = alerts.people_behind((Role.HEAD, Role.DPO), around.roster, facts, around.policy, now)
    outbox.alert(
        session,
        school_id=effect.school_id,
        incident_id=facts.incident_id,
        template="infected",
        about=effect.subject_id,
        people=(person.person_id for person in people),
        now=now,
    )
