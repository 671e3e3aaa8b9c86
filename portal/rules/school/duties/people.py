"""Somebody is away and nobody knows until when: on the day that was set, it is asked again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portal.rules.duties.duty import Duty
from portal.rules.timescales import due
from portal.rules.uk_time import morning
from portal.rules.words import Family
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.school.duties import SchoolRule
    from portal.rules.school.facts import SchoolFacts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

CLAUSES = ("DBRP-5.7",)


def review_absence(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Owed from the day that was set; lapses when the end is known, or another day is set."""
    for absence_id, review_on in facts.absences_to_review:
        opens_at = morning(review_on)
        yield Duty(
            kind="review_absence",
            what="Say whether somebody who is away comes back, and who stands in until then",
            role=Role.HEAD,
            opens_at=opens_at,
            due_at=due(policy, "review_absence", opens_at, calendar),
            family=Family.SCHOOL,
            subject=str(absence_id),
            closing_waits=False,
        )


RULES: tuple[SchoolRule, ...] = (review_absence,)
