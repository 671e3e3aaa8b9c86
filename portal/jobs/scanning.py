"""Files that were kept while the virus scanner was away, scanned when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.evidence_rows import scanned
from portal.outbox.leases import Settlement
from portal.rules.evidence import Scan
from portal.store import evidence, keys
from tenants.db import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect


def scan(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    """Ask the scanner about one file, read piece by piece. Raises ScannerAway: it is tried again.

    What turns out to be infected stays where it is, and nobody can open it any more.
    """
    assert effect.subject_id is not None  # noqa: S101 - written for a file
    if services.scanner is None:
        scanned(
            session, effect.school_id, effect.subject_id, Scan.NOT_SCANNED, services.clock.now()
        )
        return Settlement("stopped", error="NoScanner")
    scope = Scope.of(effect.school_id)
    stored = evidence.get_stored(session, scope, effect.subject_id)
    key = keys.incident_key(session, services.keyring, effect.school_id, stored.incident_id)
    is_clean = services.scanner.is_clean(evidence.content(session, scope, key, stored))
    found = Scan.CLEAN if is_clean else Scan.INFECTED
    scanned(session, effect.school_id, stored.id, found, services.clock.now())
    return Settlement("sent")
