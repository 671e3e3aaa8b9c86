"""Note a risk of the incident, or how it stands now.

Who: who investigates, first contacts, Head, DPO. When: while it is open.
What we ask: the risk, how likely and how bad, what lessens it, whose it is (SIP-3g).
What happens: it stands in the list of risks; noted again, the last word counts.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from portal.errors import Refused
from portal.rules.facts import Facts, NotedRisk
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.plain_text import ended
from portal.rules.responsibilities.investigation import questioners
from portal.rules.risk.risk_method import GRADES
from portal.rules.rows import Involve
from portal.rules.words import OPEN_STAGES
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class NoteRisk:
    """`risk` is one that was noted before; None for a new one. Both grades are from 1 to 5."""

    what: str
    likelihood: int
    impact: int
    owner: UUID
    lessened_by: str = ""
    risk: UUID | None = None


def decide(facts: Facts, _policy: Policy, person: Actor, said: NoteRisk, now: datetime) -> Outcome:
    """On the list."""
    if not said.what.strip():
        raise Refused("Say what could happen", field="what")
    for grade, name in ((said.likelihood, "likelihood"), (said.impact, "impact")):
        if grade not in GRADES:
            raise Refused("Choose a number from 1 to 5", field=name)
    if said.owner in facts.concerned:
        raise Refused("It concerns this person: choose somebody else", field="owner")
    if said.risk is not None and said.risk not in {each.id for each in facts.noted_risks}:
        raise Refused("Choose a risk of this incident", field="risk")
    kept = NotedRisk(
        id=said.risk or uuid5(facts.incident_id, f"risk {len(facts.noted_risks) + 1}"),
        what=said.what,
        likelihood=said.likelihood,
        impact=said.impact,
        lessened_by=said.lessened_by,
        owner=said.owner,
        by=person.known(),
        at=now,
    )
    return Outcome(
        replace(facts, noted_risks=(*facts.noted_risks, kept)),
        f"{'Noted a risk' if said.risk is None else 'Noted a risk again'}: {ended(said.what)} "
        f"Likelihood {said.likelihood} × impact {said.impact} = {kept.product} of 25.",
        rows=(Involve(said.owner, "owner"),),
    )


ACTION = Action(
    name="note_risk",
    title="Note a risk",
    said=NoteRisk,
    decide=decide,
    who=questioners,
    from_stages=OPEN_STAGES,
    to_stages=OPEN_STAGES,
    clauses=("SIP-3g",),
)
