"""Classify the incident.

Who: whom the policy names, the Head, the DPO. When: from the report on, and again whenever more is
known.
What we ask: kind; severity, where the policy has a ladder; is personal data involved; which types
of breach; is anything lost for good; which causes. 'Not yet known' is an answer. The reason, when
it was classified before, or when no personal data is to be involved.
What happens: the answer counts, an older one stays on the record (SIP-5a). Where somebody else than
the DPO says that no personal data is involved, the DPO is alerted, owes a look, and the cautious
clock goes on until they agree.
What the policy decides: who classifies; which kinds and severities there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules import classifying, intake
from portal.rules.endings import as_dpo
from portal.rules.facts import Classification, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import classifiers
from portal.rules.words import OPEN_STAGES, Answer, BreachType, Cause, Kind
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


def decide(facts: Facts, policy: Policy, person: Actor, said: Classify, now: datetime) -> Outcome:
    """Classified, once more or for the first time."""
    _check(facts, policy, said)
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
    )
    again = "again " if facts.classifications else ""
    why = f" Reason: {said.reason}" if said.reason else ""
    without_dpo = said.personal_data is Answer.NO and not by_dpo
    return Outcome(
        replace(facts, kind=said.kind, classifications=(*facts.classifications, found)),
        f"Classified {again}as {classifying.in_words(policy, found)}.{why}",
        (Effect("alert", template="ended_without_dpo", to=(Role.DPO,)),) if without_dpo else (),
    )


def _check(facts: Facts, policy: Policy, said: Classify) -> None:
    if said.kind not in intake.kinds(policy):
        raise Refused("Choose one of the kinds that this school records", field="kind")
    classifying.check_severity(policy, said.severity)
    classifying.check_types(said.breach_types, permanent_loss=said.permanent_loss)
    classifying.check_causes(said.causes)
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
    clauses=("SIP-5a", "DBRP-2.2", "DBRP-2.3", "DBRP-2.4", "DBRP-2.5"),
)
