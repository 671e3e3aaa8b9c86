"""What the single values of answers are called."""

from __future__ import annotations

from tenants.policy.answers import BODIES
from tenants.policy.law import LAWS
from tenants.regulator import ICO
from tenants.roles import TITLES, Role

_WORDS = {
    **{name: title for name, (title, _) in LAWS.items()},
    "confirmed": "confirmed breaches",
    "potential": "potential breaches",
    "near_miss": "near misses",
    "weakness": "weaknesses",
    "any": "yes, any of them may act",
    "each": "no, each of them must look",
    "enisa": "by the ENISA score",
    "five_by_five": "by likelihood and impact, each from 1 to 5",
    "factors": "by the seven factors alone",
    "investigate": "investigating",
    "assess_outcome": "assessing the outcome report",
    "decide_regulator": f"deciding whether the {ICO} is told",
    "review": "reviewing",
    "close": "closing",
    "reported": "at the report",
    "aware": "at awareness of a breach",
    "to_report": "when it is decided to report",
    "high_risk": "when a high risk is likely",
    **BODIES,
    "school": "the school",
    "trust": "the trust",
    "internal": "a member of the school’s staff",
    "external_service": "an officer of an external service",
    "local_authority": "an officer of the local authority",
    "all": "all of them are told",
    "reporter_chooses": "the reporter chooses",
    "none": "no, the DPO may act on every report",
    "head_decides": "the Headteacher decides",
    "never": "no",
    "dpo_decides": "the DPO decides",
    "always": "yes",
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
    "part": "when a part of the time has passed",
    "hours_before": "hours before it is due",
    "due": "when it is due",
    "every_hours_after": "again and again, hours after it was due",
    "no_sign": "when the owner gives no sign",
    "owner": "whoever owes it",
    "stand_in": "their stand-in",
    "all_stand_ins": "all who can stand in",
}


def word(answer: object) -> str:
    """One value of an answer in words."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Role):
        return TITLES[answer]
    if isinstance(answer, int):
        return str(answer)
    return _WORDS[str(answer)]
