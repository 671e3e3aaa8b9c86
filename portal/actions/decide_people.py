"""Decide whether the people affected are told.

Who: whoever the policy names, and the DPO. When: from the first suspicion on; never after the
regulator, never because of the regulator (UK GDPR Article 34(1)).
What we ask: told because we must, because we choose to, because the regulator requires it, publicly
instead, or not, with reasons, and at high risk the ground that the law gives for a no; whether
parents are told as well from the policy's age.
What happens: to be told, the notices are owed within a day; the DPO is alerted where another
decided. Every decision is kept; the last counts, and who on the list is told follows it. Where
nobody is to be written to any more, what has not left is stopped.
What the policy decides: who decides, the age, and whether parents as well is anybody's to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, PeopleDecision, WhyNot
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.regulator.letters import order_to_tell
from portal.rules.responsibilities import notice_writers
from portal.rules.telling.addressees import parents_may_be_told_as_well
from portal.rules.telling.agreeing import to_be_told
from portal.rules.telling.leaving import stopped_at_once
from portal.rules.telling.people_list import opened, relisted
from portal.rules.words import OPEN_STAGES, TO_BE_TOLD, Family, LegalRisk, PeopleChoice
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role

SUMMARIES = {
    PeopleChoice.OBLIGED: "Decided to tell the people affected, because the law obliges us.",
    PeopleChoice.TRANSPARENCY: "Decided to tell the people affected, although we need not.",
    PeopleChoice.REQUIRED_BY_REGULATOR: f"The {ICO} requires us to tell the people affected.",
    PeopleChoice.NOT_REQUIRED: "Decided not to tell the people affected.",
    PeopleChoice.PUBLICLY: "Decided to tell the people affected publicly.",
}
WHY_NOT = {
    WhyNot.UNINTELLIGIBLE: " Nobody can read the data.",
    WhyNot.RISK_REMOVED: " What was done since means that the risk is no longer high.",
}


@dataclass(frozen=True, slots=True)
class DecidePeople(AboutList):
    """The decision, and why."""

    choice: PeopleChoice
    reasons: str = ""
    parents_as_well: bool = False
    parents_reason: str = ""
    why_not: WhyNot | None = None
    """Asked at high risk alone (UK GDPR Article 34(3)(a) and (b))."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: DecidePeople, now: datetime
) -> Outcome:
    """Another decision; the last counts."""
    _check(facts, said)
    _check_parents(policy, person, said)
    decision = PeopleDecision(
        choice=said.choice,
        reasons=said.reasons,
        by=person.known(),
        at=now,
        parents_as_well=said.parents_as_well and said.choice in TO_BE_TOLD,
        parents_reason=said.parents_reason if said.parents_as_well else "",
        why_not=said.why_not if _may_refrain(facts, said) else None,
    )
    people = replace(facts.people, decisions=(*facts.people.decisions, decision))
    after, rows, stopped = _relisted(replace(facts, people=people), policy, said, now)
    allowed = WHY_NOT[decision.why_not] if decision.why_not else ""
    why = f"{allowed} Reasons: {ended(said.reasons)}" if said.reasons else allowed
    parents = (
        f" Parents are told as well as older pupils: {ended(decision.parents_reason)}"
        if decision.parents_as_well
        else ""
    )
    alert = Effect("alert", template="people_decided", to=(Role.DPO,))
    told = said.choice in TO_BE_TOLD and Role.DPO not in person.roles
    return Outcome(
        after,
        f"{SUMMARIES[said.choice]}{why}{parents}{stopped}",
        (alert,) if told else (),
        rows,
    )


def _relisted(
    facts: Facts, policy: Policy, said: DecidePeople, now: datetime
) -> tuple[Facts, tuple[object, ...], str]:
    """Who is told depends on it, where there is a list already; what waits to leave is stopped
    when nobody is to be written to any more.
    """
    if not said.people:
        return facts, (), ""
    if not to_be_told(facts) and facts.people.waiting:
        return stopped_at_once(facts, policy, said.people, said.envelopes, now)
    listing = opened(said.people, said.envelopes)
    return *relisted(listing, {}, facts, policy, now), ""


def _check(facts: Facts, said: DecidePeople) -> None:
    risk = facts.risk.legal_risk
    if said.choice is PeopleChoice.NOT_REQUIRED and order_to_tell(facts) is not None:
        raise Refused(
            f"The {ICO} has ordered you to tell them: no decision here overrides that",
            field="choice",
        )
    if said.choice is PeopleChoice.OBLIGED and risk not in {None, LegalRisk.HIGH}:
        sentence = (
            "The recorded risk is not high, so the law does not oblige you. Choose ‘although we "
            "need not’, or change the risk first."
        )
        raise Refused(sentence, field="choice")
    if said.choice is PeopleChoice.TRANSPARENCY and order_to_tell(facts) is not None:
        raise Refused(
            f"The {ICO} has ordered you to tell them: choose ‘the {ICO} requires it’",
            field="choice",
        )
    if said.choice is PeopleChoice.TRANSPARENCY and risk is LegalRisk.HIGH:
        sentence = "The recorded risk is high, so the law obliges you. Choose ‘because we must’."
        raise Refused(sentence, field="choice")
    if _may_refrain(facts, said) and said.why_not is None:
        sentence = (
            "At high risk say why the law lets you not tell: the data cannot be read, or what "
            "you did means that the risk is no longer high"
        )
        raise Refused(sentence, field="why_not")
    if said.choice is not PeopleChoice.OBLIGED and not said.reasons.strip():
        raise Refused("Give your reasons", field="reasons")


def _may_refrain(facts: Facts, said: DecidePeople) -> bool:
    """Whether it is a no at high risk, which only two grounds allow (UK GDPR Article 34(3))."""
    high = facts.risk.legal_risk is LegalRisk.HIGH
    return high and said.choice is PeopleChoice.NOT_REQUIRED


def _check_parents(policy: Policy, person: Actor, said: DecidePeople) -> None:
    if not said.parents_as_well:
        return
    if not parents_may_be_told_as_well(policy):
        sentence = "This school’s policy does not leave open whether parents are told as well."
        raise Refused(sentence, field="parents_as_well")
    if Role.DPO not in person.roles:
        sentence = "Whether parents are told as well as older pupils is for the DPO to decide."
        raise Refused(sentence, field="parents_as_well")
    if not said.parents_reason.strip():
        sentence = "Say why parents are told as well as older pupils"
        raise Refused(sentence, field="parents_reason")


ACTION = Action(
    name="decide_people",
    title="Decide about the people affected",
    said=DecidePeople,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-1.5", "DBRP-5.16", "DBRP-5.16-age", "SIP-3f"),
    family=Family.PEOPLE,
)
