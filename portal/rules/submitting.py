"""A report to the regulator: what is asked before it goes, and what it holds. Nothing stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from portal.rules.breach_log import wanted_before_report
from portal.rules.clock import lateness, regulator_clock
from portal.rules.facts import Facts, Submission
from portal.rules.uk_time import day
from portal.rules.words import RegulatorChoice, Route
from tenants.calendar import Calendar, uk_date
from tenants.policy.schema import Policy

Freeze = Callable[[Facts, Submission], bytes]
"""Makes the snapshot of one submission, as canonical JSON, from the facts as they are recorded."""


@dataclass(frozen=True, slots=True)
class ReportSaid:
    """What is said with any report to the regulator."""

    submission_id: UUID
    route: Route
    freeze: Freeze = field(metadata={"kept": False})
    reference: str = ""
    spoke_to: str = ""
    unknown: tuple[str, ...] = ()
    """Keys of the questions left open: a follow-up is owed on them."""
    promised_at: datetime | None = None
    findings: int = 0
    """How many places look like personal data of the people affected."""
    recorded_at: datetime | None = None
    """When it is written down, where that is later than it was made."""
    reason: str = ""
    """Why it goes as it is, in one line, where something ought to be otherwise."""


def to_explain(facts: Facts, policy: Policy, findings: int) -> tuple[str, ...]:
    """What one line of reason is asked for; nothing here stops a report.

    No decision to report yet; the log where the policy wants it first (DBRP-5.18); what looks like
    personal data of the people affected.
    """
    decision = facts.regulator_decision
    notes = []
    if decision is None or decision.choice is not RegulatorChoice.REPORT:
        notes.append("Nobody has recorded a decision to report.")
    if wanted_before_report(policy) and facts.log.completed_at is None:
        notes.append("The policy wants the breach log completed first. It is not complete.")
    if findings:
        places = "1 place" if findings == 1 else f"{findings} places"
        notes.append(f"Personal data of the people affected may stand in {places}.")
    return tuple(notes)


def is_late(facts: Facts, done_at: datetime) -> bool:
    """Whether a first report made then misses the 72 hours (DBRP-5.15)."""
    return bool(lateness(regulator_clock(facts).due_at, done_at))


def late_without_reasons(facts: Facts) -> bool:
    """Whether the first report was late and nobody has said why yet."""
    first = facts.first_report
    return first is not None and is_late(facts, first.done_at) and not first.late_reasons


def awaits_reference(facts: Facts) -> bool:
    """Whether the regulator's reference is still to come."""
    return facts.first_report is not None and not facts.first_report.reference


def next_number(facts: Facts) -> int:
    """The number of the next report of this incident, from 1."""
    return len(facts.submissions) + 1


def closure_statement(calendar: Calendar, start: datetime, done_at: datetime) -> str:
    """What a report says when it is made while the school is closed for holidays (DBRP-6.1.3).

    '' on any other day. The hours are not changed by it.
    """
    on = uk_date(done_at)
    closure = next((each for each in calendar.closures if each.covers(on)), None)
    if closure is None:
        return ""
    name = f" for {closure.name}" if closure.name else ""
    closed = f"The school is closed{name} from {day(closure.from_on)} to {day(closure.until_on)}."
    if uk_date(start) < closure.from_on - timedelta(days=3):
        return closed
    return f"{closed} Fewer people than usual could be asked; what is missing will follow."
