"""Look at a case that the Head did not escalate: agree, or take it up.

Who: the DPO or their stand-in, but nobody agrees with their own 'no' while anybody else can be
found; where nobody can, DPO or chair owe a second signature. When: the Head has declined.
What we ask: agree or take up; reasons to take it up are welcome, to agree they are needed.
What happens: taken up, the case is the DPO's and the Head is told; agreed, the Head's view stands,
and the clock stops only if the DPO also records that no personal data is involved or no breach.
What the policy decides: nothing; the DPO's look is the law's (Article 39).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Escalation, Facts
from portal.rules.in_charge.own_work import SIGNATURE, with_own
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import dpo_only
from portal.rules.words import OPEN_STAGES, Escalated, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class AnswerDeclined:
    """The DPO's answer. `nobody_else`: the page found only who had declined it themselves."""

    take_up: bool
    reasons: str = ""
    nobody_else: bool = False


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: AnswerDeclined, now: datetime
) -> Outcome:
    """Taken up: investigating. Agreed: as it was."""
    if not said.take_up and not said.reasons.strip():
        raise Refused("Say why you agree that this need not come to you", field="reasons")
    own = not said.take_up and person.known() == facts.escalations[-1].by
    if own and not said.nobody_else:
        raise Refused(
            "You declined it yourself, so somebody else has to look at it", field="answer"
        )
    begins = said.take_up and facts.stage is Stage.REPORTED
    what = Escalated.TAKEN_UP if said.take_up else Escalated.DECLINE_AGREED
    answer = Escalation(what, person.known(), now, said.reasons)
    after = replace(
        facts,
        escalations=(*facts.escalations, answer),
        stage=Stage.INVESTIGATING if begins else facts.stage,
        own_work=with_own(facts, "answer_declined", person, now) if own else facts.own_work,
    )
    why = f" Reasons: {said.reasons}" if said.reasons else ""
    if said.take_up:
        alert = Effect("alert", template="taken_up", to=(Role.HEAD,))
        return Outcome(after, f"The data protection officer has taken this up.{why}", (alert,))
    agreed = f"The data protection officer agreed not to take this up.{why}"
    return Outcome(after, agreed, (SIGNATURE,) * own)


def _offered(_policy: Policy, facts: Facts) -> bool:
    return facts.escalation is not None and facts.escalation.what is Escalated.DECLINED


ACTION = Action(
    name="answer_declined",
    title="Answer the Head’s decision",
    said=AnswerDeclined,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset({Stage.INVESTIGATING}),
    clauses=("DBRP-5.3",),
    offered=_offered,
)
