"""To whom a notice about each person affected goes. Pure, in two steps.

`who`: the first row that fits (deceased, held back, in care, override, adult, age). `households`
and `plan`: bars on contacts and on every address, then one notice an addressee.
"""

from portal.rules.telling.addressees.households import barred_because
from portal.rules.telling.addressees.people import (
    Affected,
    CareInstruction,
    Contact,
    Named,
    Override,
    OverrideTo,
    PersonKind,
    Release,
    Support,
    age_on,
    from_json,
    to_json,
)
from portal.rules.telling.addressees.plan import Plan, PlannedNotice, plan, still_right
from portal.rules.telling.addressees.result import (
    QUESTIONS,
    Addressee,
    AddresseeKind,
    Addressing,
    LeftOut,
    Reason,
    Status,
)
from portal.rules.telling.addressees.who import (
    SENSITIVE_KINDS,
    capacity_note,
    is_adult,
    parents_may_be_told_as_well,
    speaks_for_themselves,
)

__all__ = [
    "QUESTIONS",
    "SENSITIVE_KINDS",
    "Addressee",
    "AddresseeKind",
    "Addressing",
    "Affected",
    "CareInstruction",
    "Contact",
    "LeftOut",
    "Named",
    "Override",
    "OverrideTo",
    "PersonKind",
    "Plan",
    "PlannedNotice",
    "Reason",
    "Release",
    "Status",
    "Support",
    "age_on",
    "barred_because",
    "capacity_note",
    "from_json",
    "is_adult",
    "parents_may_be_told_as_well",
    "plan",
    "speaks_for_themselves",
    "still_right",
    "to_json",
]
