"""Import an incident of before the portal.

Who: the Head, the DPO. When: the school brings in the log that it kept before; row by row.
What we ask: the school's own spreadsheet, whose columns somebody has checked.
What happens: a closed, historical incident with what the sheet says. It owes nothing, alerts
nobody and starts no clock; the record says from which sheet it came, by whom and when.
What the policy decides: the headings under which the log shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.rules.facts import BreachLog, Closing, Facts, Imported, Intake, LogAnswer, Reporter
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import importers
from portal.rules.uk_time import day
from portal.rules.words import Ending, Kind, Naming, Stage
from tenants.policy.schema import Policy

TITLE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class ImportIncident:
    """One row of the sheet. `reported_at` is known; `cells` are the other headings of the log."""

    import_id: UUID
    row: int
    reported_at: datetime
    description: str
    details: str
    cells: tuple[tuple[str, str], ...] = ()
    """(key of a heading, text)."""
    near_miss: bool = False
    regulator_told: bool = False
    people_told: bool = False


INTO_INTAKE = {
    "reported_by": "",
    "whose_data": "whose",
    "data_types": "what_data",
    "people": "people_estimate",
    "occurred": "occurred",
}
"""Headings that the record itself answers, and where it keeps them."""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ImportIncident, now: datetime
) -> Outcome:
    """The historical incident, closed when it was reported: the sheet knows no later day."""
    cells = dict(said.cells)
    ending = Ending.NO_BREACH if said.near_miss else Ending.BREACH
    note = f"Imported from a spreadsheet on {day(now)}, row {said.row}"
    by = person.known()
    told: dict[str, Any] = {
        field: cells.get(key, "") for key, field in INTO_INTAKE.items() if field
    }
    intake = Intake(
        happened=said.details or said.description,
        title=(said.description or said.details).partition("\n")[0][:TITLE_LENGTH],
        reporter=Reporter(Naming.NAMED, name=cells.get("reported_by", "")),
        **told,
    )
    answers = tuple(
        LogAnswer(key, text) for key, text in said.cells if key not in INTO_INTAKE and text
    )
    after = replace(
        facts,
        reported_at=said.reported_at,
        stage=Stage.CLOSED,
        ending=ending,
        kind=Kind.NEAR_MISS if said.near_miss else Kind.CONFIRMED,
        intake=intake,
        log=BreachLog(answers, by=by, completed_at=now, saved_at=now),
        closings=(Closing(ending, note, by, now),),
        closed_at=said.reported_at,
        imported=Imported(
            said.import_id,
            said.row,
            by,
            now,
            regulator_told=said.regulator_told,
            people_told=said.people_told,
        ),
    )
    return Outcome(after, f"{note}.")


ACTION = Action(
    name="import_incident",
    title="Import an earlier log",
    said=ImportIncident,
    decide=decide,
    who=importers,
    from_stages=frozenset({Stage.REPORTED}),
    to_stages=frozenset({Stage.CLOSED}),
    clauses=("DBRP-A1-xlsx",),
    offered=lambda _policy, facts: not facts.reference,
)
