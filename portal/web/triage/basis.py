"""What a decision of triage rests on: the report, what it leaves open, and who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.words import Answer
from portal.web.deciding import address
from portal.web.parts import when
from portal.web.parts.decision import Fact
from portal.web.parts.record import Link
from portal.web.parts.words import ANSWERS, KINDS

if TYPE_CHECKING:
    from uuid import UUID

    from portal.web.visiting import Case, Visit

INCIDENT = "portal_incident.show"


def facts(case: Case) -> tuple[Fact, ...]:
    """The few facts of the report that decisions of triage rest on."""
    known, said = case.facts, case.facts.intake
    lines = [
        f"{KINDS[known.kind]}. Reported {when.full(known.reported_at)}.",
        f"Could anyone be in danger: {ANSWERS[said.danger].lower()}.",
    ]
    lines += [f"Whose information: {said.whose}"] if said.whose else []
    lines += [f"What information: {said.what_data}"] if said.what_data else []
    lines += [f"How many people: {said.people_estimate}"] if said.people_estimate else []
    report = Link("Read the whole report", address(INCIDENT, case))
    return (Fact(said.title, report), *(Fact(line) for line in lines))


def missing(case: Case) -> tuple[str, ...]:
    """What the report leaves open."""
    said = case.facts.intake
    return tuple(
        words
        for words, known in (
            ("Whose information it is", said.whose),
            ("What kind of information it is", said.what_data),
            ("How many people are affected", said.people_estimate),
            ("Whether anyone could be in danger", said.danger is not Answer.NOT_SURE),
        )
        if not known
    )


def open_questions(case: Case) -> tuple[Fact, ...]:
    """The same in one line, for decisions that need no word about it."""
    gaps = missing(case)
    return (Fact(f"Not yet known: {'; '.join(gaps).lower()}."),) if gaps else ()


def dpo_name(visit: Visit) -> str:
    """The school's named DPO."""
    named = visit.school.dpo
    return named.name if named else "the data protection officer"


def named(case: Case, person_id: UUID | None) -> str:
    """A person by name; '' for nobody."""
    return case.roster.name_of(person_id) if person_id else ""
