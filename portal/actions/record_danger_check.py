"""Record whether anybody is in danger, and what was done.

Who: the safeguarding lead or deputy, else the Head. When: always, day or night, at any stage.
What we ask: is everybody safe; how that is known, or what was done; who was told.
What happens: protecting somebody waits for nothing: this only writes down what has been done. Where
somebody is in danger, Head and DPO are alerted, because people may have to be told at once.
What the policy decides: nothing; it is the school's duty to keep children safe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import DangerCheck, Facts
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import danger_checkers
from portal.rules.words import ANY_STAGE, Family, Told
from tenants.policy.schema import Policy
from tenants.roles import Role

TOLD = {
    Told.FAMILY: "the family, by phone or in person",
    Told.POLICE: "the police",
    Told.SOCIAL_CARE: "children’s social care",
    Told.LADO: "whoever takes allegations against staff (in England the LADO)",
    Told.SOMEBODY_ELSE: "somebody else",
}


@dataclass(frozen=True, slots=True)
class RecordDangerCheck:
    """What was found and done."""

    safe: bool
    note: str
    told: tuple[Told, ...] = ()


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordDangerCheck, now: datetime
) -> Outcome:
    """Checked; every check is kept on the record, the last counts."""
    if not said.note.strip():
        sentence = "Say how you know" if said.safe else "Say what has been done to protect them"
        raise Refused(sentence, field="note")
    check = DangerCheck(said.safe, said.note, person.known(), now, said.told)
    found = "nobody is in danger" if said.safe else "somebody is or was in danger"
    told = f" Told: {', '.join(TOLD[each] for each in said.told)}." if said.told else ""
    alert = Effect("alert", template="danger_found", to=(Role.HEAD, Role.DPO))
    return Outcome(
        replace(facts, danger_check=check),
        f"Checked for danger: {found}.{told} {said.note}",
        () if said.safe else (alert,),
    )


ACTION = Action(
    name="record_danger_check",
    title="Record whether anybody is in danger",
    said=RecordDangerCheck,
    decide=decide,
    who=danger_checkers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=(),
    family=Family.DANGER,
)
