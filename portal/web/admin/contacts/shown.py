"""What the pages of contacts say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.store.school.facts import get_school_facts
from portal.store.school.registers import reach_of
from portal.web.parts.when import day
from tenants.calendar import uk_date
from tenants.roles import NEEDS_PHONE, TITLES

if TYPE_CHECKING:
    from uuid import UUID

    from portal.rules.school.facts import Checked
    from portal.web.visiting import Visit


@dataclass(frozen=True, slots=True)
class InCharge:
    """Somebody who must be reachable."""

    person_id: UUID
    role: str
    name: str
    phone: str
    second_email: str
    kept_by: str
    """The service or authority that keeps their numbers; '' for the school's own."""


def in_charge(visit: Visit) -> tuple[InCharge, ...]:
    """Those in charge, in order of their roles; a role that nobody holds is left out."""
    holders = [one for role in NEEDS_PHONE for one in visit.roster.holders if one.role is role]
    known = reach_of(visit.session, {one.person_id for one in holders})
    return tuple(
        InCharge(
            person_id=one.person_id,
            role=TITLES[one.role],
            name=one.name,
            phone=one.phone,
            second_email=known[one.person_id].second_email if one.person_id in known else "",
            kept_by=one.organisation,
        )
        for one in holders
    )


def last(visit: Visit, what: Checked) -> str:
    """The day of the last check; '' before the first."""
    facts = get_school_facts(visit.session, visit.scope, visit.here, visit.now)
    at = facts.checked_at(what)
    return day(uk_date(at)) if at else ""
