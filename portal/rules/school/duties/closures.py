"""Before each closure: name who covers it, and try that they can be reached (DBRP-6.1). After the
last that is known: add the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.rules.duties.duty import Duty
from portal.rules.school.preparing import still_to_do
from portal.rules.timescales import due
from portal.rules.uk_time import morning
from portal.rules.words import Family
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.school.duties import SchoolRule
    from portal.rules.school.facts import ClosureAhead, SchoolFacts
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

CLAUSES = ("DBRP-6.1", "DBRP-6.1.1", "DBRP-6.1.2")
OPENS = 5
"""School days before it is due."""
AT_LEAST = timedelta(days=1)
"""Left to prepare a closure that is typed in late, unless it begins earlier."""


def prepare_closure(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """One for each closure ahead; met once all of it is done, and open again when it changes."""
    for closure in facts.closures:
        begins_at = morning(closure.from_on)
        opens_at = calendar.add_school_days(begins_at, -policy.closure_school_days - OPENS)
        due_at = calendar.add_school_days(begins_at, -policy.closure_school_days)
        if closure.known_since is not None and closure.known_since > opens_at:
            opens_at = closure.known_since
            due_at = max(due_at, min(begins_at, opens_at + AT_LEAST), opens_at)
        yield Duty(
            kind="prepare_closure",
            what=f"Get ready for the {_titled(closure)}: who covers it, and can they be reached?",
            role=Role.HEAD,
            opens_at=opens_at,
            due_at=due_at,
            family=Family.SCHOOL,
            subject=str(closure.id),
            met_at=_met_at(closure, facts),
            closing_waits=False,
        )


def add_term_dates(
    facts: SchoolFacts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """A year's dates have run out: without new ones nobody is asked to cover the next closure."""
    last = facts.last_closure_on
    if last is None or facts.closures:
        return
    opens_at = morning(last + timedelta(days=1))
    yield Duty(
        kind="add_term_dates",
        what="Add the next term dates: no closure is known after the last one",
        role=Role.HEAD,
        opens_at=opens_at,
        due_at=due(policy, "add_term_dates", opens_at, calendar),
        family=Family.SCHOOL,
        subject=last.isoformat(),
        closing_waits=False,
    )


def _titled(closure: ClosureAhead) -> str:
    return f"closure ‘{closure.name}’" if closure.name else "closure"


def _met_at(closure: ClosureAhead, facts: SchoolFacts) -> datetime | None:
    if still_to_do(closure, facts):
        return None
    done = [one.at for one in facts.checks if one.subject == closure.id]
    return max(done, default=closure.known_since)


RULES: tuple[SchoolRule, ...] = (prepare_closure, add_term_dates)
