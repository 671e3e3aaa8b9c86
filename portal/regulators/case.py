"""What a filler of a regulator's form reads: the case, and what stands in its record or its log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.regulators.answers import Answer
from portal.regulators.details import SchoolDetails
from portal.rules.facts import Facts
from portal.rules.from_record import FILLERS, Names, Record
from portal.rules.words import SubmissionKind
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class Case:
    """What a filler reads: the facts, the school of today, and how staff are named."""

    facts: Facts
    school: SchoolDetails
    kind: SubmissionKind
    names: Names
    policy: Policy | None = None
    """Whose words name the bodies that were told."""
    elsewhere: tuple[tuple[str, Facts], ...] = ()
    """The same matter at other schools of the trust that this report covers: school, facts."""


def logged(heading: str) -> Callable[[Case], Answer]:
    """What the breach log says under this heading."""

    def answer(case: Case) -> Answer:
        for line in case.facts.log.answers:
            if line.heading == heading:
                return Answer(line.text.strip(), not_yet_known=line.not_yet_known)
        return Answer()

    return answer


def recorded_or_logged(fact: str, heading: str) -> Callable[[Case], Answer]:
    """From the record, else what the breach log was told by hand: nothing known is asked again."""

    def answer(case: Case) -> Answer:
        recorded = FILLERS[fact](Record(case.facts, case.names)).strip()
        return Answer(recorded) if recorded else logged(heading)(case)

    return answer
