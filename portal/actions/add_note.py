"""Write a note of the investigation.

Who: whoever investigates, the Head, the DPO and the first contacts. When: at any time.
What we ask: the note, in own words. What happens: it is kept with who and when, and decisions can
name it as what they rest on (SIP-3c).
What the policy decides: who investigates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid5

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.facts.evidence import Note
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities.investigation import note_writers
from portal.rules.words import ANY_STAGE
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AddNote:
    """What is noted."""

    text: str


def decide(facts: Facts, policy: Policy, person: Actor, said: AddNote, now: datetime) -> Outcome:
    """One note more."""
    if not said.text.strip():
        raise Refused("Write the note", field="text")
    ident = uuid5(facts.incident_id, f"note {len(facts.notes)}")
    note = Note(ident, said.text, person.known(), now)
    return Outcome(replace(facts, notes=(*facts.notes, note)), f"Wrote a note. {said.text}")


ACTION = Action(
    name="add_note",
    title="Write a note",
    said=AddNote,
    decide=decide,
    who=note_writers,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3c",),
)
