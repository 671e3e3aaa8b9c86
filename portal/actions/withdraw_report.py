"""Withdraw a report.

Who: its reporter; the anonymous one with the receipt code. When: while it is open, once.
What we ask: why.
What happens: a note and no more: every duty stays until somebody entitled records how it ended. The
DPO is alerted and looks at it; until then the cautious clock goes on.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import NotAllowed, Refused
from portal.rules.facts import Facts, Withdrawal
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import withdrawers
from portal.rules.words import OPEN_STAGES, Naming
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class WithdrawReport:
    """Why."""

    reason: str


def _is_reporter(policy: Policy, facts: Facts, person: Actor) -> bool:
    """The reporter by name, or whoever came with the receipt code of an anonymous report."""
    if person.person_id is None:
        return facts.intake.reporter.naming is Naming.ANONYMOUS
    return bool(person.roles & withdrawers(policy, facts))


def decide(
    facts: Facts, policy: Policy, person: Actor, said: WithdrawReport, now: datetime
) -> Outcome:
    """Noted; nothing ends."""
    if not _is_reporter(policy, facts, person):
        raise NotAllowed
    if not said.reason.strip():
        raise Refused("Say why you withdraw it", field="reason")
    return Outcome(
        replace(facts, withdrawal=Withdrawal(said.reason, person.person_id, now)),
        f"The reporter withdrew the report; it is looked into all the same. Reason: {said.reason}",
        (Effect("alert", template="ended_without_dpo", to=(Role.DPO,)),),
    )


ACTION = Action(
    name="withdraw_report",
    title="Withdraw the report",
    said=WithdrawReport,
    decide=decide,
    who=withdrawers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-2",),
    offered=lambda _policy, facts: facts.withdrawal is None,
    for_whom=_is_reporter,
    open_to_anyone=True,
)
