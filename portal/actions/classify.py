"""Classify the incident.

Who: whom the policy names, the Head, the DPO. When: from the report on, and again whenever more is
known.
What we ask: kind; severity, where the policy has a ladder; is personal data involved; which types
of breach; is anything lost for good, or was out of reach for a while; which causes; who was
responsible, and when a processor found it; does it still go on. 'Not yet known' is an answer. The
reason, when it was classified before, or when no personal data is to be involved.
What happens: the answer counts, an older one stays on the record (SIP-5a). Where somebody else than
the DPO says that no personal data is involved, the DPO is alerted, owes a look, and the cautious
clock goes on until they agree. Where it is investigated already, whoever joins at the new severity
is asked to (SIP-5c, 6b). What is lost for good stays an availability breach until it is recorded as
recovered (DBRP-2.5).
What the policy decides: who classifies; which kinds and severities there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo, resumed
from portal.rules.facts import (
    Classification,
    ContainmentStep,
    Facts,
    Loss,
    Outage,
    Responsibility,
)
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.reporting import intake
from portal.rules.responsibilities import classifiers, joins
from portal.rules.triage import classifying
from portal.rules.words import OPEN_STAGES, Answer, BreachType, Cause, Containment, Kind
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class Classify:
    """The answers."""

    kind: Kind
    personal_data: Answer
    severity: str | None = None
    breach_types: tuple[BreachType, ...] = ()
    permanent_loss: bool = False
    causes: tuple[Cause, ...] = ()
    reason: str = ""
    sub_causes: tuple[str, ...] = ()
    outage: Outage | None = None
    responsible: Responsibility = field(default_factory=Responsibility)
    contained: Containment | None = None
    """None: not asked, or as it stands on record."""


def decide(facts: Facts, policy: Policy, person: Actor, said: Classify, now: datetime) -> Outcome:
    """Classified, once more or for the first time."""
    _check(facts, policy, said, now)
    by_dpo = as_dpo(person)
    found = Classification(
        kind=said.kind,
        severity=said.severity,
        personal_data=said.personal_data,
        breach_types=said.breach_types,
        causes=said.causes,
        by=person.known(),
        at=now,
        reason=said.reason,
        permanent_loss=said.permanent_loss,
        by_dpo=by_dpo,
        sub_causes=said.sub_causes,
        outage=said.outage,
        responsible=said.responsible,
    )
    again = "again " if facts.classifications else ""
    why = f" Reason: {said.reason}" if said.reason else ""
    after = replace(
        facts,
        kind=said.kind,
        classifications=(*facts.classifications, found),
        losses=_losses(facts, person, said, now),
        containment=_containment(facts, person, said, now),
    )
    return Outcome(
        resumed(facts, after, now),
        f"Classified {again}as {classifying.in_words(policy, found)}.{why}",
        tuple(_alerts(facts, after, policy, person)),
    )


def _alerts(before: Facts, after: Facts, policy: Policy, person: Actor) -> Iterator[Effect]:
    """Before anybody investigates, the allocation asks those who join."""
    found = after.classifications[-1]
    if found.personal_data is Answer.NO and not found.by_dpo:
        yield Effect("alert", template="ended_without_dpo", to=(Role.DPO,))
    joining = joins(policy, after) - joins(policy, before) - person.roles
    if joining and after.allocation:
        yield Effect("alert", template="joined", to=tuple(sorted(joining)))


def _losses(facts: Facts, person: Actor, said: Classify, now: datetime) -> tuple[Loss, ...]:
    """One more where a loss is said here for the first time."""
    if not said.permanent_loss or facts.lost_for_good:
        return facts.losses
    return (*facts.losses, Loss(said.reason or "Said when it was classified", person.known(), now))


def _containment(
    facts: Facts, person: Actor, said: Classify, now: datetime
) -> tuple[ContainmentStep, ...]:
    """Where it stands, when that is another answer than the last."""
    last = facts.containment[-1].state if facts.containment else Containment.ONGOING
    if said.contained in {None, last}:
        return facts.containment
    step = ContainmentStep("", person.known(), now, said.contained)
    return (*facts.containment, step)


def _check(facts: Facts, policy: Policy, said: Classify, now: datetime) -> None:
    if said.kind not in intake.kinds(policy):
        raise Refused("Choose one of the kinds that this school records", field="kind")
    classifying.check_severity(policy, said.severity)
    if facts.lost_for_good and not said.permanent_loss:
        sentence = "It is recorded as lost for good. Record first that it was recovered after all"
        raise Refused(sentence, field="permanent_loss")
    classifying.check_types(
        said.breach_types, lost_for_good=said.permanent_loss, outage=said.outage
    )
    classifying.check_outage(said.outage, now)
    classifying.check_causes(said.causes, said.sub_causes)
    classifying.check_responsible(said.responsible, now)
    if said.reason.strip():
        return
    if facts.classifications:
        raise Refused("Say what has changed since it was classified before", field="reason")
    if said.personal_data is Answer.NO:
        raise Refused("Say how you know that no personal data is involved", field="reason")


ACTION = Action(
    name="classify",
    title="Classify it",
    said=Classify,
    decide=decide,
    who=classifiers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=(
        "SIP-5a",
        "DBRP-2.1",
        "DBRP-2.2",
        "DBRP-2.3",
        "DBRP-2.4",
        "DBRP-2.5",
        "DBRP-2.6",
    ),
)
