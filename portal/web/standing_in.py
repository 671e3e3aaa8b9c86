"""Whom to ring at a school while its data protection officer is away (SIP-dpo, DBRP-6.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.in_charge.owners import dpo_stand_in
from portal.store.school import schools

if TYPE_CHECKING:
    from portal.rules.in_charge.roster import Holder
    from portal.web.visiting import Case, Visit


def stand_in_now(visit: Visit, case: Case | None = None) -> Holder | None:
    """Who answers for the DPO of the school that the page shows; None while the DPO is here.

    On a page of an incident nobody whom it concerns. People are read only where anybody is away.
    """
    if case is not None:
        return dpo_stand_in(case.roster, case.facts, case.policy, visit.now)
    at = visit.school_shown
    if at is None or at.adoption_id is None or not at.somebody_away:
        return None
    policy = schools.policy(visit.session, visit.scope, at.id, at.adoption_id)
    people = schools.roster(visit.scope, at.id, visit.now).within(visit.session)
    return dpo_stand_in(people, None, policy, visit.now)
