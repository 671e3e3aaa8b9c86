"""After people were told: complaints are acknowledged and answered, what was wrong is put right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.ending.complaining import complaints
from portal.rules.facts import Facts
from portal.rules.responsibilities import complaint_answering_role
from portal.rules.telling.agreeing import asked_as_it_stands
from portal.rules.telling.putting_right import correcting, decided, mistakes, settled_at
from portal.rules.timescales import due
from portal.rules.words import Family
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role


def put_right(facts: Facts, policy: Policy, calendar: Calendar, _now: datetime) -> Iterator[Duty]:
    """Told people what is not so: corrected, or why not (UK GDPR Article 5(1)(d))."""
    for mistake in mistakes(facts):
        done = decided(facts, mistake)
        yield Duty(
            kind="put_right",
            what="Put right what the people affected were told",
            role=Role.DPO,
            opens_at=mistake.at,
            due_at=due(policy, "put_right", mistake.at, calendar, facts),
            family=Family.PEOPLE,
            action=_next_step(facts),
            met_at=settled_at(facts, done) if done else None,
            subject=mistake.subject,
            occurrence=mistake.occurrence,
        )


def _next_step(facts: Facts) -> str:
    """Decide; then, for a corrected notice, the way of every notice."""
    people = facts.people
    if correcting(facts) is None:
        return "put_right"
    if not people.texts[-1].corrects:
        return "write_notice"
    return "send_notices" if asked_as_it_stands(facts) else "ask_opinion"


def acknowledge_complaint(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Within 30 days of its receipt (Data Protection Act 2018 section 164A)."""
    for each in complaints(facts):
        yield Duty(
            kind="acknowledge_complaint",
            what="Acknowledge a complaint",
            role=Role.DPO,
            opens_at=each.received_at,
            due_at=due(policy, "acknowledge_complaint", each.received_at, calendar, facts),
            family=Family.PEOPLE,
            action="acknowledge_complaint",
            met_at=each.acknowledged_at,
            subject=str(each.id),
            closing_waits=False,
        )


def answer_complaint(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Without undue delay, and with the outcome (Data Protection Act 2018 section 164A)."""
    for each in complaints(facts):
        yield Duty(
            kind="answer_complaint",
            what="Answer a complaint and tell the outcome",
            role=complaint_answering_role(policy, facts),
            opens_at=each.received_at,
            due_at=due(policy, "answer_complaint", each.received_at, calendar, facts),
            family=Family.PEOPLE,
            action="answer_complaint",
            met_at=each.answered_at,
            subject=str(each.id),
            closing_waits=False,
        )


CLAUSES = ("DBRP-5.14", "DBRP-A1.27")

RULES: tuple[Rule, ...] = (put_right, acknowledge_complaint, answer_complaint)
