"""Whom a mail names to be rung: the school's DPO and, while they are away, who answers for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.in_charge.owners import dpo_stand_in
from portal.store import incidents
from portal.store.keys import Erased
from portal.store.school import schools
from tenants import directory
from tenants.calendar import UK
from tenants.db import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.rules.in_charge.roster import Holder
    from portal.store.effects import ClaimedEffect
    from tenants.directory import NamedDpo


@dataclass(frozen=True, slots=True)
class Officer:
    """The named DPO, and who answers while they are away; nobody whom the incident concerns."""

    dpo: NamedDpo | None
    stand_in: Holder | None = None

    @property
    def to_ring(self) -> str:
        """Name, phone and e-mail of whoever answers now; '' where nobody is named."""
        one = self.stand_in or self.dpo
        return ", ".join(filter(None, (one.name, one.phone, one.email))) if one else ""


def officer(session: Session, services: Services, effect: ClaimedEffect, now: datetime) -> Officer:
    """Who answers at the effect's school, in its incident, which keeps its own policy. Facts are
    read only for an absence.
    """
    school_id, scope = effect.school_id, Scope.of(effect.school_id)
    dpo = directory.named_dpo(session, school_id, now.astimezone(UK).date())
    if dpo is None:
        return Officer(None)
    roster = schools.roster(scope, school_id, now).within(session)
    if not roster.away:
        return Officer(dpo)
    if effect.incident_id is None:
        today = schools.policy_today(session, scope, school_id, now)
        return Officer(dpo, dpo_stand_in(roster, None, today[1], now) if today else None)
    try:
        found = incidents.get_incident(session, scope, services.keyring, None, effect.incident_id)
    except Erased:
        return Officer(dpo)
    policy = schools.policy(session, scope, school_id, found.row.adoption_id)
    return Officer(dpo, dpo_stand_in(roster, found.facts, policy, now))
