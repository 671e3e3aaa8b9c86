"""Who must be told of an incident, on which occasion and how soon: the policy's own list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.rules.facts import Facts
from portal.rules.words import LegalRisk, RegulatorChoice
from tenants.policy.answers import BODIES, MustTell, Occasion
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import TITLES, Role

OF_WHAT: Mapping[Occasion, str] = {
    "reported": "of the report",
    "aware": "that the school is aware of a breach",
    "to_report": f"of the decision to report to the {ICO}",
    "high_risk": "of the high risk to people",
}


@dataclass(frozen=True, slots=True)
class Listener:
    """One line of the policy's list whose occasion has come."""

    asked: MustTell
    opens_at: datetime
    told_at: datetime | None

    @property
    def key(self) -> str:
        """Names it within the incident."""
        who, occasion = self.asked.who, self.asked.when
        return str(who) if occasion == "to_report" else f"{who}.{occasion}"

    @property
    def sentence(self) -> str:
        """'Tell the chair of governors of the decision to report to the ICO'."""
        return f"Tell the {title(self.asked.who)} {OF_WHAT[self.asked.when]}"


def title(who: str) -> str:
    """'Chair of governors', 'local authority'."""
    return BODIES[who] if who in BODIES else TITLES[Role(who)]


def listeners(policy: Policy, facts: Facts) -> tuple[Listener, ...]:
    """Everybody whose occasion has come, told or not, in the policy's order."""
    told = {(each.who, each.when): each.at for each in reversed(facts.roles_told)}
    since = {each: _since(each, facts) for each in OF_WHAT}
    return tuple(
        Listener(each, opens_at, told.get((each.who, each.when)))
        for each in policy.must_be_told
        if (opens_at := since[each.when]) is not None
    )


def waiting(policy: Policy, facts: Facts) -> tuple[Listener, ...]:
    """Those of whom nobody has recorded that they were told."""
    return tuple(each for each in listeners(policy, facts) if each.told_at is None)


def _since(occasion: Occasion, facts: Facts) -> datetime | None:
    match occasion:
        case "reported":
            return facts.reported_at
        case "aware":
            aware = facts.awareness[0] if facts.awareness else facts.aware
            return aware.declared_at if aware else None
        case "to_report":
            decided = (d for d in facts.regulator if d.choice is RegulatorChoice.REPORT)
            return next((each.at for each in decided), None)
        case "high_risk":
            risk = facts.risk
            return (risk.answer_since or risk.at) if risk.legal_risk is LegalRisk.HIGH else None
