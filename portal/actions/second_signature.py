"""Sign as well, where somebody had to look at their own work.

Who: DPO or chair, but not whoever did it while anybody else can be found. When: it was done by the
same person because nobody else could be found.
What we ask: agree or not; why not.
What happens: signed, it stands. Not signed, an outcome report goes back to be written anew, and
the Head is told; everything else stays, with the objection beside it. Nothing to the regulator, to
people or against danger ever waits for this; closing does, so where still nobody else is there, the
record says that one person signed alone.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.in_charge.own_work import unsigned
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import second_signers
from portal.rules.words import ANY_STAGE, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class SecondSignature:
    """For the oldest that waits. `nobody_else`: the page found only who did it themselves."""

    agrees: bool
    comment: str = ""
    nobody_else: bool = False


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: SecondSignature, now: datetime
) -> Outcome:
    """Signed, or not and why."""
    waiting = unsigned(facts)[0]
    own = waiting.by == person.person_id
    if own and not said.nobody_else:
        raise Refused("You did it yourself, so somebody else has to sign", field="agrees")
    if not said.agrees and not said.comment.strip():
        raise Refused("Say why you do not sign", field="comment")
    signed = replace(
        waiting, signed_by=person.known(), signed_at=now, agrees=said.agrees, comment=said.comment
    )
    after = replace(
        facts, own_work=tuple(signed if each is waiting else each for each in facts.own_work)
    )
    comment = f" {said.comment}" if said.comment else ""
    if said.agrees:
        alone = "Signed alone, as there is still nobody else."
        beside = "Signed as well, as nobody else could be found before."
        return Outcome(after, f"{alone if own else beside}{comment}")
    return Outcome(
        _sent_back(after, signed.action),
        f"Did not sign what its maker had looked at.{comment}",
        (Effect("alert", template="news", to=(Role.HEAD, Role.DPO)),),
    )


def _sent_back(facts: Facts, action: str) -> Facts:
    """An outcome report is written anew; what else was done is not undone here."""
    if action != "assess_outcome" or not facts.outcome_reports:
        return facts
    *earlier, last = facts.outcome_reports
    stage = Stage.INVESTIGATING if facts.stage is Stage.REVIEWING else facts.stage
    return replace(facts, outcome_reports=(*earlier, replace(last, accepted=False)), stage=stage)


ACTION = Action(
    name="second_signature",
    title="Sign as well",
    said=SecondSignature,
    decide=decide,
    who=second_signers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=(),
    offered=lambda _policy, facts: bool(unsigned(facts)),
)
