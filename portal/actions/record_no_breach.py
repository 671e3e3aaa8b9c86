"""Record that it was no personal data breach.

Who: DPO, lead or Head, as for awareness. When: at any open stage, also after a submission.
What we ask: what it was instead (a near miss, a weakness, planned maintenance, a mistake, somebody
else's breach), and the reason. Maintenance that ran over or lost data was a breach of security all
the same (DBRP-2.7).
What happens: the incident stays in the register, as a near miss or a weakness to learn from. Where
somebody else than the DPO records it, the DPO is alerted and owes a look; the cautious clock goes
on until they agree. Where the DPO does, that also answers the Head's 'no' to escalating, and what
still waited for the Head goes on, to its closing. Notices to the people affected that have not left
are stopped.
What the policy decides: who may record it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.ending.ended_without_dpo import as_dpo, looked_at_declined
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import awareness_declarers, head_decides_escalation
from portal.rules.telling.leaving import stopped_at_once
from portal.rules.words import OPEN_STAGES, NoBreach, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role

INSTEAD = {
    NoBreach.NEAR_MISS: "a near miss",
    NoBreach.WEAKNESS: "a weakness to learn from",
    NoBreach.MAINTENANCE: "planned maintenance",
    NoBreach.MISTAKEN: "reported by mistake",
    NoBreach.NOT_OURS: "somebody else’s, to whom it was passed on",
}


@dataclass(frozen=True, slots=True)
class RecordNoBreach(AboutList):
    """What it was instead, and why."""

    reason: str
    because: NoBreach = NoBreach.MISTAKEN
    as_planned: bool = False
    """Maintenance: announced before, over when planned, and nothing was lost."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordNoBreach, now: datetime
) -> Outcome:
    """No breach, for the DPO to agree with where the DPO did not record it."""
    if not said.reason.strip():
        raise Refused("Say how you know that it was no breach", field="reason")
    if said.because is NoBreach.MAINTENANCE:
        _check_maintenance(facts, said)
    by_dpo = as_dpo(person)
    waits_for_head = not by_dpo and head_decides_escalation(policy)
    begins = facts.stage is Stage.REPORTED and not waits_for_head
    looked = looked_at_declined(facts, person, said.reason, now)
    none = replace(
        facts,
        no_breach_at=now,
        no_breach_reason=said.reason,
        no_breach_by=person.known(),
        no_breach_by_dpo=by_dpo,
        no_breach_times=facts.no_breach_times + 1,
        stage=Stage.INVESTIGATING if begins else facts.stage,
        escalations=looked if by_dpo else facts.escalations,
    )
    after, rows, stopped = stopped_at_once(none, policy, said.people, said.envelopes, now)
    return Outcome(
        after,
        f"Recorded that it was no breach, but {INSTEAD[said.because]}. "
        f"{ended(said.reason)}{stopped}",
        () if by_dpo else (Effect("alert", template="ended_without_dpo", to=(Role.DPO,)),),
        rows,
    )


def _check_maintenance(facts: Facts, said: RecordNoBreach) -> None:
    if facts.lost_for_good:
        sentence = "Something was lost for good, so this was more than planned maintenance"
        raise Refused(sentence, field="because")
    if not said.as_planned:
        sentence = (
            "Planned maintenance is no breach only when it was over as planned and nothing was "
            "lost. Confirm that, or choose another answer"
        )
        raise Refused(sentence, field="as_planned")


ACTION = Action(
    name="record_no_breach",
    title="Record that it was no breach",
    said=RecordNoBreach,
    decide=decide,
    who=awareness_declarers,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("DBRP-4.3", "DBRP-4.6", "DBRP-2.7"),
    offered=lambda _policy, facts: facts.no_breach_at is None,
)
