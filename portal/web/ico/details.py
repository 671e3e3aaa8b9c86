"""What a report says about school, DPO and whoever makes it, from today's directory; a trust that
is the controller is that of the day of the incident's report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.regulators.details import Contact, SchoolDetails
from portal.web.controller import controlling_trust

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit


def school(visit: Visit, case: Case) -> SchoolDetails:
    """The school as the page's visitor reports for it; with its trust where that is controller.

    A trust whose number nobody has entered has the one that was typed in at the school; its address
    is never taken to be the school's.
    """
    ours = visit.school
    me = next((one for one in case.roster.holders if one.person_id == visit.person_id), None)
    name = visit.person.name if visit.person else ""
    trust = controlling_trust(visit, case.policy, case.facts.reported_at)
    return SchoolDetails(
        name=ours.name,
        address=trust.address if trust else ours.address,
        dpo=Contact(ours.dpo.name, ours.dpo.email, ours.dpo.phone) if ours.dpo else Contact(""),
        submitter=Contact(name, me.email, me.phone) if me else Contact(name),
        controller=trust.name if trust else "",
        registration=(trust.ico_registration if trust else "") or ours.ico_registration,
    )
