"""The made-up incident of a rehearsal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.facts import Facts, Intake, Reporter
from portal.rules.words import Answer, Kind

PEOPLE = 214
HAPPENED = (
    "A spreadsheet with the medical notes of 214 pupils was sent to the parents’ mailing list."
)
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Story:
    """When it is noticed and reported, and on which level of the policy's ladder it turns out."""

    at: datetime
    severity: str | None = None

    def begun(self, school_id: UUID) -> Facts:
        """The facts right after the report: personal data, a danger to somebody not ruled out."""
        return Facts(
            school_id=school_id,
            incident_id=_NOBODY,
            reference="INC-0000-0000",
            reported_at=self.at,
            kind=Kind.CONFIRMED,
            intake=Intake(
                happened=HAPPENED,
                title="A spreadsheet sent to the wrong list",
                reporter=Reporter(person_id=_NOBODY),
                noticed_at=self.at,
                danger=Answer.NOT_SURE,
                still_going_on=Answer.YES,
                people_estimate=str(PEOPLE),
            ),
        )
