"""The roles that people hold. One vocabulary for memberships, policies, duties and permissions."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at an organisation, or (`REPORTER`, `LEAD`) in one incident."""

    STAFF = "staff"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    SLT = "slt"
    DPO = "dpo"
    DEPUTY_DPO = "deputy_dpo"
    INFORMATION_CHAMPION = "information_champion"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    IT_CONTACT = "it_contact"
    HR_CONTACT = "hr_contact"
    CHAIR = "chair"
    CHIEF_EXECUTIVE = "chief_executive"
    ADMINISTRATOR = "administrator"
    OVERSEER = "overseer"
    # Held in one incident, never by membership:
    REPORTER = "reporter"
    LEAD = "lead"


IN_ONE_INCIDENT = frozenset({Role.REPORTER, Role.LEAD})

NEEDS_PHONE = (
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.DPO,
    Role.DEPUTY_DPO,
    Role.DSL,
    Role.DEPUTY_DSL,
    Role.CHAIR,
    Role.CHIEF_EXECUTIVE,
)
"""Those in charge: they must be reachable by phone."""

IN_CHARGE = frozenset({*NEEDS_PHONE, Role.SLT})
"""Who can act on a report; a report that comes to nobody of them has come to a colleague alone."""

TITLES = {
    Role.STAFF: "Member of staff",
    Role.HEAD: "Headteacher",
    Role.DEPUTY_HEAD: "Deputy headteacher",
    Role.SLT: "Senior leadership team",
    Role.DPO: "Data protection officer",
    Role.DEPUTY_DPO: "Deputy data protection officer",
    Role.INFORMATION_CHAMPION: "Information champion",
    Role.DSL: "Designated safeguarding lead",
    Role.DEPUTY_DSL: "Deputy designated safeguarding lead",
    Role.IT_CONTACT: "IT contact",
    Role.HR_CONTACT: "HR contact",
    Role.CHAIR: "Chair of governors",
    Role.CHIEF_EXECUTIVE: "Chief executive",
    Role.ADMINISTRATOR: "School administrator",
    Role.OVERSEER: "Oversight",
    Role.REPORTER: "Reporter",
    Role.LEAD: "Investigating officer",
}


def in_sentence(role: Role) -> str:
    """As a title stands within a sentence: 'data protection officer', but 'Headteacher'."""
    title = TITLES[role]
    kept = title.startswith(("Headteacher", "IT ", "HR "))
    return title if kept else title[:1].lower() + title[1:]
