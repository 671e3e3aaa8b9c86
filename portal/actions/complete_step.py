"""Record a step of the investigation: done, or not appropriate.

Who: who investigates. When: while it is open; the last word on a step counts.
What we ask: which step, done or not, what was found; why, where it is not appropriate (SIP-3).
What happens: the step stands on the record.
What the policy decides: which steps there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, StepDone
from portal.rules.investigation.steps import steps
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import investigators
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class CompleteStep:
    """A step by its key."""

    key: str
    done: bool
    note: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: CompleteStep, now: datetime
) -> Outcome:
    """Recorded."""
    step = next((each for each in steps(policy) if each.key == said.key), None)
    if step is None:
        raise Refused("Choose one of the steps", field="key")
    if not said.done and not said.note.strip():
        raise Refused("Say why this step is not appropriate here", field="note")
    entry = StepDone(said.key, said.done, said.note, person.known(), now)
    how = "Done" if said.done else "Not appropriate"
    return Outcome(
        replace(facts, steps=(*facts.steps, entry)), f"{how}: {step.text}. {said.note}".strip()
    )


ACTION = Action(
    name="complete_step",
    title="Record a step",
    said=CompleteStep,
    decide=decide,
    who=investigators,
    from_stages=OPEN_STAGES - {Stage.REPORTED},
    to_stages=OPEN_STAGES,
    clauses=(
        "SIP-3",
        "SIP-3a",
        "SIP-3b",
        "SIP-3c",
        "SIP-3d",
        "SIP-3e",
        "SIP-3f",
        "SIP-3g",
        "SIP-3i",
        "DBRP-5.5",
    ),
    offered=lambda policy, _facts: bool(steps(policy)),
)
