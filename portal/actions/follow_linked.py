"""Follow what is known of the same matter at another school of the trust.

Who: nobody: the portal records it by itself. When: the incidents are linked, and at the other one
awareness was declared or moved, the clock turned out to start earlier, a shared report was
delivered, went astray, or got its reference, or somebody was marked whom it concerns.
What we ask: nothing.
What happens: the trust is the controller and is aware once, so the 72 hours run here as there; the
record names the other incident. The reasons given there may name people, and stay there. DPO and
Head are alerted. Whom it concerns there sees nothing of it here either.
What the policy decides: whether the trust is the controller, and who is on the response team.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.errors import Stale
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.regulator.submitting import astray
from portal.rules.reporting.linked import (
    following,
    in_words,
    kept_from,
    link_to,
    told_of_awareness,
    told_of_concern,
)
from portal.rules.responsibilities import trust_is_controller
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class FollowLinked:
    """The other incident; `other` is what is known of it, read in the scope of its school."""

    incident: UUID
    other: Facts = field(metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, _person: Actor, said: FollowLinked, _now: datetime
) -> Outcome:
    """As it is there."""
    link = link_to(facts, said.incident)
    after = following(facts, link, said.other) if link else facts
    words = in_words(facts, after, link) if link else ""
    if link is None or not words:
        raise Stale("There is no news of the linked incident")
    sentence = f"News of {link.reference} of {link.school}, the same matter. {words}"
    return Outcome(after, sentence, _alerts(facts, after, policy), kept_from(facts, after))


def _alerts(before: Facts, after: Facts, policy: Policy) -> tuple[Effect, ...]:
    alerts = (*told_of_awareness(before, after, policy), *told_of_concern(before, after))
    if len(astray(after)) > len(astray(before)):
        return (*alerts, Effect("alert", template="report_astray", to=(Role.DPO, Role.HEAD)))
    return alerts


ACTION = Action(
    name="follow_linked",
    title="Follow the linked incident",
    said=FollowLinked,
    decide=decide,
    who=lambda _policy, _facts: frozenset(),
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.10", "DBRP-5.11"),
    offered=lambda policy, facts: trust_is_controller(policy) and bool(facts.linked),
    family=Family.REGULATOR,
    by_portal=True,
)
