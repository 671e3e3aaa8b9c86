"""Write the outcome report.

Who: who investigates. When: during the investigation; again, when it was sent back or the incident
was re-opened. An interim report any time.
What we ask: the findings, the recommendations (SIP-3k, SIP-6d), which policies were not kept.
What happens: a new version is kept; whoever assesses it is alerted.
What the policy decides: whether there is one, by when (by severity), who assesses it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused, refuse_all
from portal.rules.ending.conclusion import (
    accepted_at,
    asks_outcome_report,
    full_reports,
    waiting_report,
)
from portal.rules.facts import Facts, OutcomeReport
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import allocating_role, investigators, outcome_assessors
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class WriteOutcomeReport:
    """Findings and recommendations; `interim` says only how far it is."""

    findings: str
    recommendations: str = ""
    interim: bool = False
    policies: tuple[PolicyKind, ...] = ()
    documents: tuple[str, ...] = ()
    """Titles from the school's own list of policies (SIP-3a)."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: WriteOutcomeReport, now: datetime
) -> Outcome:
    """A new version."""
    lacking = []
    if not said.findings.strip():
        lacking.append(Refused("Say what you have found", field="findings"))
    if not said.interim and not said.recommendations.strip():
        sentence = "Say what you recommend, or that nothing needs to change and why"
        lacking.append(Refused(sentence, field="recommendations"))
    refuse_all(lacking)
    earlier = [each for each in facts.outcome_reports if each.interim is said.interim]
    report = OutcomeReport(
        version=len(earlier) + 1,
        findings=said.findings,
        recommendations=said.recommendations,
        by=person.known(),
        at=now,
        interim=said.interim,
        policies=said.policies,
        documents=said.documents,
    )
    after = replace(facts, outcome_reports=(*facts.outcome_reports, report))
    to = tuple(sorted(outcome_assessors(policy, facts)))
    what = "an interim report" if said.interim else "the outcome report"
    return Outcome(
        after,
        f"Wrote {what}, version {report.version}.",
        (Effect("alert", template="outcome_report", to=to),),
    )


def _offered(policy: Policy, facts: Facts) -> bool:
    led = facts.allocation is not None or allocating_role(policy, facts) is None
    if not asks_outcome_report(policy) or not led:
        return False
    settled = bool(full_reports(facts)) and accepted_at(facts) is not None
    return waiting_report(facts) is None and not settled


ACTION = Action(
    name="write_outcome_report",
    title="Write the outcome report",
    said=WriteOutcomeReport,
    decide=decide,
    who=investigators,
    from_stages=OPEN_STAGES - {Stage.REPORTED},
    to_stages=OPEN_STAGES,
    clauses=("SIP-3", "SIP-3k", "SIP-4-report", "SIP-6d"),
    offered=_offered,
)
