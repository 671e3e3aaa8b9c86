"""Decide whether the regulator must know.

Who: as the policy says; where it says nothing, the DPO. When: at any time, and again when new facts
come, before or after closing.
What we ask: report, do not report, or another controller reports (and who); the reasons, always;
where it is not reported, what would change that.
What happens: to report is owed within the 72 hours, and whoever must be told is told. A decision
not to report is kept with what was known, factor by factor; it is reviewed, can be changed, and is
asked for again by itself when news of weight comes. Another's report is confirmed within 60 hours
of awareness, or reporting is ours again; where all of the data is held for that one, it decides
itself whether to report, and is told.
What the policy decides: who decides (DBRP-5.21, SIP-6c), and who must be told. Nothing holds it up:
neither the DPO's advice nor a factor that is not yet known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.also_told.sharing import all_for_another
from portal.rules.facts import Facts, RegulatorDecision
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.regulator.reopening import asked_again_at, basis
from portal.rules.regulator.submitting import check_time
from portal.rules.responsibilities import (
    carries_regulator_decision,
    regulator_deciders,
    submitting_role,
)
from portal.rules.words import ANY_STAGE, Family, RegulatorChoice
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class DecideRegulator:
    """The decision."""

    choice: RegulatorChoice
    reasons: str
    controller: str = ""
    """Who reports, where another controller does."""
    would_reopen: str = ""
    """What would change a decision not to report."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: DecideRegulator, now: datetime
) -> Outcome:
    """The last decision counts; all are kept."""
    if not said.reasons.strip():
        raise Refused("Give the reasons", field="reasons")
    another = said.choice is RegulatorChoice.ANOTHER_REPORTS
    if another and not said.controller.strip():
        raise Refused("Say which controller reports", field="controller")
    check_time(facts, now)
    controller = said.controller if another else ""
    not_reporting = said.choice is RegulatorChoice.DO_NOT_REPORT
    decision = RegulatorDecision(
        said.choice,
        said.reasons,
        person.known(),
        now,
        controller,
        basis=basis(facts) if not_reporting else None,
        would_reopen=said.would_reopen.strip() if not_reporting else "",
        asked_again_at=asked_again_at(facts),
    )
    before = facts.regulator_decision
    same = another and before is not None and before.controller == controller
    after = replace(
        facts,
        regulator=(*facts.regulator, decision),
        other_report=facts.other_report if same else None,
    )
    what = {
        RegulatorChoice.REPORT: f"Decided to report to the {ICO}",
        RegulatorChoice.DO_NOT_REPORT: f"Decided not to report to the {ICO}",
        RegulatorChoice.ANOTHER_REPORTS: (
            f"Left it to {controller}, whose data it is, whether the {ICO} must know"
            if all_for_another(facts)
            else f"Decided that {controller} reports to the {ICO}"
        ),
    }[said.choice]
    again = ", and so changed the decision" if facts.regulator else ""
    to = (submitting_role(policy, facts), Role.HEAD)
    return Outcome(
        after,
        f"{what}{again}. {said.reasons}",
        (Effect("alert", template="regulator_decided", to=to),),
    )


ACTION = Action(
    name="decide_regulator",
    title=f"Decide whether the {ICO} must know",
    said=DecideRegulator,
    decide=decide,
    who=regulator_deciders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-1.4", "DBRP-5.21", "SIP-6c"),
    offered=lambda policy, facts: (
        carries_regulator_decision(policy, facts) and facts.first_report is None
    ),
    family=Family.REGULATOR,
)
