"""What is not kept for ever: the details of the people affected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.facts import Facts
from portal.rules.keeping.erasing import erase_by
from portal.rules.timescales import due
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def erase_people(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """UK GDPR Article 5(1)(e): soon after their time is over, unless something keeps them.

    It is stored from closing on, so that it is not forgotten, and opens when their time is over:
    before that nobody can do it.
    """
    people = facts.people
    for number, erased in enumerate(people.erased, start=1):
        yield Duty(
            kind="erase_people",
            what="Erase the contacts of the people affected",
            role=Role.DPO,
            opens_at=erased.at,
            due_at=erased.at,
            action="erase_people",
            met_at=erased.at,
            occurrence=number,
            closing_waits=False,
        )
    over_at = erase_by(facts, policy)
    if over_at is None:
        return
    yield Duty(
        kind="erase_people",
        what="Erase the contacts of the people affected",
        role=Role.DPO,
        opens_at=over_at,
        due_at=due(policy, "erase_people", over_at, calendar),
        action="erase_people",
        occurrence=len(people.erased) + 1,
        closing_waits=False,
    )


RULES: tuple[Rule, ...] = (erase_people,)
