"""Look at what was ended or delayed without the DPO: agree, or take it up.

Who: the DPO or their stand-in, but nobody agrees with what they recorded themselves while anybody
else can be found; where nobody can, DPO or chair owe a second signature. When: 'no
personal data', 'no breach' or a later awareness was recorded without the DPO, the reporter withdrew
the report, or somebody else joined reports; 'no breach' can be taken up at any time.
What we ask: agree or take up, with reasons.
What happens: agreed, the clock ends where the record says so. Taken up, the finding no longer
holds: personal data 'not sure', a breach not excluded, awareness where it was; all stays on record,
the Head is told, and whoever was told that it was no breach is told otherwise; what the 72 hours
had ended for is owed within a day, or by its own time if that is later. The case is the DPO's then:
the Head decides no more on escalating it. Agreed, that also answers a 'no' of theirs.
What the policy decides: nothing; the DPO's look is the law's (Article 39).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.clock import clock_has_ended
from portal.rules.ending.ended_without_dpo import (
    Ended,
    as_dpo,
    data_not_excluded,
    looked_at_declined,
    not_excluded,
    recorders,
    taken_up,
    waiting,
)
from portal.rules.facts import Awareness, Facts
from portal.rules.handed_in import AboutList
from portal.rules.in_charge.own_work import SIGNATURE, with_own
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities import dpo_only
from portal.rules.telling.leaving import stopped_at_once
from portal.rules.words import OPEN_STAGES, Family, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class ConfirmEnding(AboutList):
    """The DPO's answer. `nobody_else`: the page found only who had recorded it themselves."""

    agree: bool
    reasons: str
    nobody_else: bool = False


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ConfirmEnding, now: datetime
) -> Outcome:
    """Agreed, or undone."""
    if not said.reasons.strip():
        raise Refused("Give your reasons", field="reasons")
    if not said.agree:
        if {each.what for each in waiting(facts)} == {Ended.JOINED}:
            sentence = "To undo it, separate the reports on their own page"
            raise Refused(sentence, field="agree")
        undone = _undone(facts, person, said.reasons, now)
        after, stopped, rows = undone, "", tuple[object, ...]()
        if undone.people != facts.people:
            after, rows, stopped = stopped_at_once(undone, policy, said.people, said.envelopes, now)
        return Outcome(
            after,
            "The data protection officer has taken this up. "
            f"Reasons: {ended(said.reasons)}{stopped}",
            (Effect("alert", template="taken_up", to=(Role.HEAD,)),),
            rows,
        )
    own = person.known() in recorders(facts)
    if own and not said.nobody_else:
        sentence = "You recorded this yourself, so somebody else has to look at it"
        raise Refused(sentence, field="agree")
    agreed = replace(facts, dpo_confirmed_at=now)
    if clock_has_ended(agreed):
        looked = looked_at_declined(facts, person, said.reasons, now)
        went_on = facts.stage is Stage.REPORTED and facts.no_breach_at is not None
        stage = Stage.INVESTIGATING if went_on else facts.stage
        agreed = replace(agreed, escalations=looked, stage=stage)
    if own:
        agreed = replace(agreed, own_work=with_own(facts, "confirm_ending", person, now))
    return Outcome(
        agreed,
        f"The data protection officer agreed with how it was recorded. Reasons: {said.reasons}",
        (SIGNATURE,) * own,
    )


def _undone(facts: Facts, person: Actor, reasons: str, now: datetime) -> Facts:
    """Without 'no breach', and without what waits for the DPO's look."""
    found = {each.what for each in waiting(facts)}
    facts = replace(
        not_excluded(facts, person.known(), now),
        stage=Stage.INVESTIGATING if facts.stage is Stage.REPORTED else facts.stage,
        escalations=taken_up(facts, person, reasons, now),
    )
    if Ended.NO_PERSONAL_DATA in found:
        facts = data_not_excluded(facts, person, reasons, now)
    if facts.withdrawal is not None and Ended.WITHDRAWN in found:
        facts = replace(facts, withdrawal=replace(facts.withdrawal, taken_up_at=now))
    before, by = facts.awareness_in_force, person.known()
    if before is not None and Ended.AWARE_LATER in found:
        restored = Awareness(before.aware_at, reasons, by, now, as_dpo(person))
        facts = replace(facts, awareness=(*facts.awareness, restored))
    return facts


def _offered(_policy: Policy, facts: Facts) -> bool:
    return facts.no_breach_at is not None or bool(waiting(facts))


ACTION = Action(
    name="confirm_ending",
    title="Look at how it was recorded",
    said=ConfirmEnding,
    decide=decide,
    who=dpo_only,
    from_stages=OPEN_STAGES,
    to_stages=frozenset({Stage.INVESTIGATING}),
    clauses=("DBRP-4.6",),
    offered=_offered,
    family=Family.REGULATOR,
)
