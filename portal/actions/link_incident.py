"""Link the same matter at another school of the trust.

Who: whoever submits to the regulator: the trust's DPO. When: the trust is the controller of both
schools, at any stage.
What we ask: which incident, and why it is the same matter.
What happens: each stays an incident of its own school. This one takes the earlier clock, since what
anybody in the trust knew counts, and follows the other one's from now on; one report to the
regulator covers both. Where that makes this school aware, DPO, Head and response team are alerted.
Whom it concerns there sees nothing of it here either.
What the policy decides: whether the trust is the controller, and who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from portal.errors import Refused
from portal.rules.facts import Facts, Linked
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.reporting.linked import (
    brought_up_to_date,
    kept_from,
    link_to,
    told_of_awareness,
    told_of_concern,
    without_lead_concerned,
)
from portal.rules.responsibilities import submitters, trust_is_controller
from portal.rules.words import ANY_STAGE, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class LinkIncident:
    """The other incident; `other` is what is known of it, read in the scope of its school."""

    incident: UUID
    school: str
    """Name of the other school."""
    reason: str
    other: Facts | None = field(default=None, metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: LinkIncident, now: datetime
) -> Outcome:
    """Linked; linked again, the earlier link is brought up to date."""
    other = said.other
    assert other is not None  # noqa: S101 - whoever calls has read it
    if other.school_id == facts.school_id:
        raise Refused("Choose an incident of another school", field="incident")
    if other.joined_to is not None:
        raise Refused("That one was joined to another report: link that one", field="incident")
    if not said.reason.strip():
        raise Refused("Say why it is the same matter", field="reason")
    before = link_to(facts, other.incident_id)
    made = Linked(
        school_id=other.school_id,
        incident_id=other.incident_id,
        school=said.school,
        reference=other.reference,
        starts_at=None,
        aware=None,
        reason=said.reason.strip(),
        by=person.known(),
        at=before.at if before else now,
    )
    link = brought_up_to_date(facts, made, other)
    others = tuple(each for each in facts.linked if each.incident_id != other.incident_id)
    after = without_lead_concerned(replace(facts, linked=(*others, link)))
    return Outcome(
        after,
        f"Linked with {other.reference} of {said.school}: one matter of the trust. {link.reason}",
        (*told_of_awareness(facts, after, policy), *told_of_concern(facts, after)),
        kept_from(facts, after),
    )


ACTION = Action(
    name="link_incident",
    title="Link the same matter at another school",
    said=LinkIncident,
    decide=decide,
    who=submitters,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.10", "DBRP-5.11"),
    offered=lambda policy, facts: trust_is_controller(policy) and facts.joined_to is None,
    family=Family.REGULATOR,
)
