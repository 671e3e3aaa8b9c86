"""What a report says about school, DPO and whoever makes it, from today's directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.regulators.details import Contact, SchoolDetails
from portal.rules.responsibilities import trust_is_controller
from portal.store import schools

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit


def school(visit: Visit, case: Case) -> SchoolDetails:
    """The school as the page's visitor reports for it; with its trust where that is controller."""
    ours = visit.school
    me = next((one for one in case.roster.holders if one.person_id == visit.person_id), None)
    name = visit.person.name if visit.person else ""
    trust = None
    if trust_is_controller(case.policy):
        trust = schools.find_trust(visit.scope, ours.id, visit.now).within(visit.session)
    return SchoolDetails(
        name=ours.name,
        address=ours.address,
        dpo=Contact(ours.dpo.name, ours.dpo.email, ours.dpo.phone) if ours.dpo else Contact(""),
        submitter=Contact(name, me.email, me.phone) if me else Contact(name),
        controller=trust.name if trust else "",
        registration=trust.ico_registration if trust else ours.ico_registration,
    )
