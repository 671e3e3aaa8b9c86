"""Record that disciplinary action has begun, or why not.

Who: whom the policy names. When: once it is investigated, until closing; the last word counts.
What we ask: begun, with date and reference; or the reason why not (SIP-3h).
What happens: that something is recorded stands on the record; what it says only the readers whom
the policy names may see.
What the policy decides: who records it and who reads it; or that the review asks it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import disciplinary_recorders
from portal.rules.uk_time import day
from portal.rules.words import OPEN_STAGES, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class RecordDisciplinary:
    """Begun, or why not."""

    begun: bool
    begun_on: date | None = None
    reference: str = ""
    why_not: str = ""


def decide(
    facts: Facts, _policy: Policy, person: Actor, said: RecordDisciplinary, now: datetime
) -> Outcome:
    """Recorded, in a summary that says no more than that."""
    if said.begun and said.begun_on is None:
        raise Refused("Say when it began", field="begun_on")
    if said.begun_on is not None and said.begun_on > now.date():
        raise Refused("The day it began must be today or in the past", field="begun_on")
    if not said.begun and not said.why_not.strip():
        raise Refused("Say why no disciplinary action is taken", field="why_not")
    after = replace(
        facts, disciplinary=_text(said), disciplinary_at=now, disciplinary_by=person.known()
    )
    return Outcome(after, "Recorded whether disciplinary action is taken.")


def _text(said: RecordDisciplinary) -> str:
    if said.begun_on is None:
        return f"Not begun. {said.why_not}"
    reference = f", reference {said.reference}" if said.reference else ""
    return f"Begun on {day(said.begun_on)}{reference}."


ACTION = Action(
    name="record_disciplinary",
    title="Record disciplinary action, or why not",
    said=RecordDisciplinary,
    decide=decide,
    who=disciplinary_recorders,
    from_stages=OPEN_STAGES - {Stage.REPORTED},
    to_stages=OPEN_STAGES,
    clauses=("SIP-3h", "SIP-breach"),
)
