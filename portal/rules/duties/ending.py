"""The end: review, improvements, closing, and what lives on after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.rules.duties.duty import Duty, Rule
from portal.rules.ending.closing import came_after, ready_since, since
from portal.rules.ending.conclusion import (
    contract_unread,
    needs_review,
    reopened_at,
    review_opens_at,
    reviewed_at,
)
from portal.rules.facts import Facts
from portal.rules.in_charge.kept_apart import makers
from portal.rules.responsibilities import (
    closing_role,
    first_look_role,
    leading_role,
    reviewing_role,
)
from portal.rules.timescales import due
from portal.rules.uk_time import end_of_day
from portal.rules.words import Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.regulator import ICO

CLAUSES = ("SIP-3j", "SIP-5e", "DBRP-5.21", "DBRP-5.22")


def review_incident(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.22: once it is contained and both tracks are settled; afresh after re-opening.

    What was reported to the regulator gets the longer audit (DBRP-A1-NB2).
    """
    opens_at = review_opens_at(facts)
    if opens_at is None or not needs_review(policy, facts):
        return
    yield Duty(
        kind="review_incident",
        what=_review(facts),
        role=reviewing_role(policy, facts),
        opens_at=opens_at,
        due_at=due(policy, "review_incident", opens_at, calendar, facts),
        action="review_incident",
        met_at=reviewed_at(facts),
        occurrence=len(facts.reopenings) + 1,
        looks_at_work_of=makers(policy, facts, "review"),
    )


def _review(facts: Facts) -> str:
    if contract_unread(facts):
        return "Review the contract with the processor, which was found responsible since"
    return (
        f"Review in full what was reported to the {ICO}"
        if facts.submissions
        else "Review the incident"
    )


def improvement(
    facts: Facts, policy: Policy, _calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-3j, DBRP-5.24: each by its owner; due when its day in the UK is over."""
    for each in facts.improvements:
        yield Duty(
            kind="improvement",
            what="Do what was agreed to stop it happening again",
            role=closing_role(policy, facts),
            person=each.owner,
            opens_at=each.at,
            due_at=end_of_day(each.due_on),
            action="complete_improvement",
            met_at=each.done_at,
            subject=str(each.id),
            closing_waits=False,
        )


def close(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> Iterator[Duty]:
    """SIP-5e: once nothing is open that closing waits for."""
    times: list[tuple[datetime, datetime | None]] = [(each.at, each.at) for each in facts.closings]
    ready = ready_since(facts, policy, now)
    if ready is not None and facts.stage not in {Stage.REPORTED, Stage.CLOSED}:
        times.append((max(ready, reopened_at(facts)), None))
    for number, (opens_at, met_at) in enumerate(times, start=1):
        yield Duty(
            kind="close",
            what="Close the incident",
            role=closing_role(policy, facts),
            opens_at=opens_at,
            due_at=due(policy, "close", opens_at, calendar, facts),
            action="close_incident",
            met_at=met_at,
            looks_at_work_of=makers(policy, facts, "close"),
            occurrence=number,
            closing_waits=False,
        )


def thank_reporter(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """Once it is closed, after each closing anew: what came of it may be another thing by then.

    Not while it is open again; nobody thanks themselves.
    """
    reporter = facts.intake.reporter.person_id
    if reporter is not None and reporter == facts.lead:
        return
    thanked = (*facts.thanks.before, facts.thanks.at) if facts.thanks else ()
    ended_now = facts.closings[-1:] if facts.stage is Stage.CLOSED else ()
    for number, closing in enumerate(facts.closings, start=1):
        again = facts.closings[number:]
        told = [at for at in thanked if closing.at <= at and not (again and again[0].at <= at)]
        if not told and closing not in ended_now:
            continue
        yield Duty(
            kind="thank_reporter",
            what="Thank the reporter, and say what came of it",
            role=leading_role(policy, facts),
            opens_at=closing.at,
            due_at=due(policy, "thank_reporter", closing.at, calendar, facts),
            action="thank_reporter",
            met_at=min(told, default=None),
            occurrence=number,
            closing_waits=False,
        )


def look_at_addition(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.21: what came in after closing, by the first contacts or the DPO."""
    for number, (addition, looked_at) in enumerate(came_after(facts), start=1):
        yield Duty(
            kind="look_at_addition",
            what=f"Look at what came in {since(facts)}",
            role=first_look_role(policy, facts),
            opens_at=addition.at,
            due_at=due(policy, "look_at_addition", addition.at, calendar, facts),
            action="look_at_addition",
            met_at=looked_at,
            occurrence=number,
            closing_waits=False,
        )


RULES: tuple[Rule, ...] = (review_incident, improvement, close, thank_reporter, look_at_addition)
