"""Undo a link with another school's incident: it was another matter.

Who: whoever submits to the regulator: the trust's DPO. When: the incidents are linked, and no
report covers both.
What we ask: which incident, and why it is another matter.
What happens: each has its own clock back, and whom only the other concerns sees this one again.
What the policy decides: whether the trust is the controller, and who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.reporting.linked import kept_from, link_to, told_of_concern
from portal.rules.responsibilities import submitters, trust_is_controller
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class UnlinkIncident:
    """The other incident, and why."""

    incident: UUID
    reason: str


def decide(
    facts: Facts, _policy: Policy, _person: Actor, said: UnlinkIncident, _now: datetime
) -> Outcome:
    """Two matters from now on."""
    link = link_to(facts, said.incident)
    if link is None:
        raise Refused("Choose an incident that is linked", field="incident")
    if any(each.recorded_at >= link.at for each in facts.submissions):
        sentence = f"The {ICO} has been told of both as one matter. Say so in a follow-up instead"
        raise Refused(sentence, field="incident")
    if not said.reason.strip():
        raise Refused("Say why it is another matter", field="reason")
    others = tuple(each for each in facts.linked if each is not link)
    after = replace(facts, linked=others)
    return Outcome(
        after,
        f"No longer linked with {link.reference} of {link.school}. {said.reason.strip()}",
        told_of_concern(facts, after),
        kept_from(facts, after),
    )


ACTION = Action(
    name="unlink_incident",
    title="Undo a link with another school",
    said=UnlinkIncident,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.10",),
    offered=lambda policy, facts: trust_is_controller(policy) and bool(facts.linked),
    family=Family.REGULATOR,
)
