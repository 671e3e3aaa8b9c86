"""A named DPO who does not use the portal is asked to ring the school: DPO and 72 hours go together
(UK GDPR Article 39(1)(e)), and whoever stands in may not think of it at once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.desk.surroundings import surroundings
from portal.notices import alerts
from portal.outbox.leases import Settlement
from portal.rules.in_charge import owners
from portal.rules.in_charge.alerts import OFFICERS, outside_dpo_is_named
from portal.store import incidents
from portal.store.telling import alerting
from tenants import directory
from tenants.calendar import uk_date
from tenants.db import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect


def ask_to_ring(
    session: Session, services: Services, effect: ClaimedEffect
) -> Callable[[], None] | Settlement:
    """A mail with the reference and nothing of what happened, to whoever is named when it leaves.

    None where they use the portal by now, or where it concerns an officer.
    """
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    scope, now = Scope.of(effect.school_id), services.clock.now()
    found = incidents.get_incident(session, scope, services.keyring, None, effect.incident_id)
    around = surroundings(session, scope, effect.school_id, found.row.adoption_id, now)
    dpo = directory.named_dpo(session, effect.school_id, uk_date(now))
    officers = {one.person_id for one in around.roster.holders if one.role in OFFICERS}
    concerned = officers & owners.concerned(around.roster, found.facts)
    if dpo is None or not dpo.email or concerned or not outside_dpo_is_named(around.roster):
        return Settlement("stopped", error="NoDpoOutside")
    to = alerting.Addressee(dpo.name, dpo.email)
    return partial(services.mailer.send, alerts.compose_to(session, services, effect, to))
