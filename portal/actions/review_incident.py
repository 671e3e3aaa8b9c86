"""Review the incident.

Who: the DPO or their stand-in. When: it is contained as far as it can be, and it is settled what
the regulator and the people affected are told.
What we ask: the points that the policy prints (DBRP-5.23), and whether disciplinary action was
considered (DBRP-5.22); where a processor caused it, its contract (DBRP-5.25). Where only the
contract is missing, what was said of discipline stands, unread; it can be added to.
What happens: the review is kept and the incident is being wound up; what follows from it are
actions with owner and date.
What the policy decides: whether there is a review, and what it asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.errors import Refused, refuse_all
from portal.rules.ending.conclusion import (
    by_processor,
    contract_unread,
    needs_review,
    review_opens_at,
    review_points,
    reviewed_at,
)
from portal.rules.facts import Facts, Review
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import reviewers
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ReviewIncident:
    """What was found on each point, by key; on disciplinary action only some may read it."""

    findings: tuple[tuple[str, str], ...]
    disciplinary: str
    policies: tuple[PolicyKind, ...] = ()
    documents: tuple[str, ...] = ()
    """Titles from the school's own list of policies (SIP-3a)."""
    contract_on: date | None = None
    contract: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ReviewIncident, now: datetime
) -> Outcome:
    """Reviewed."""
    refuse_all(_lacking(facts, policy, said))
    review = Review(
        findings=said.findings,
        disciplinary=_on_discipline(facts, said),
        by=person.known(),
        at=now,
        policies=said.policies,
        documents=said.documents,
        contract_on=said.contract_on,
        contract=said.contract,
    )
    done = "Reviewed the incident, and considered disciplinary action."
    if contract_unread(facts):
        done = "Reviewed the contract with the processor as well."
    return Outcome(replace(facts, review=review, stage=Stage.REVIEWING), done)


def _on_discipline(facts: Facts, said: ReviewIncident) -> str:
    """Not every reviewer may read what was said: who adds the contract neither repeats it nor puts
    anything in its place.
    """
    stands = facts.review.disciplinary if facts.review and contract_unread(facts) else ""
    return "\n\n".join(filter(None, (stands, said.disciplinary.strip())))


def _lacking(facts: Facts, policy: Policy, said: ReviewIncident) -> Iterator[Refused]:
    found = dict(said.findings)
    for point in review_points(policy):
        if not found.get(point.key, "").strip():
            yield Refused("Say what you found, or that nothing has to change", field=point.key)
    if not _on_discipline(facts, said):
        sentence = "Say whether disciplinary action was considered, and with what result"
        yield Refused(sentence, field="disciplinary")
    if by_processor(facts) and not said.contract.strip():
        sentence = "Say what the contract asked of the processor, and whether that was kept"
        yield Refused(sentence, field="contract")


def _offered(policy: Policy, facts: Facts) -> bool:
    ready = needs_review(policy, facts) and review_opens_at(facts) is not None
    return ready and reviewed_at(facts) is None


ACTION = Action(
    name="review_incident",
    title="Review the incident",
    said=ReviewIncident,
    decide=decide,
    who=reviewers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset({Stage.REVIEWING}),
    clauses=("DBRP-5.22", "DBRP-5.23", "DBRP-5.24", "DBRP-5.25", "DBRP-4.2-measures"),
    offered=_offered,
)
