"""The investigation: others to consider, the outcome report, disciplinary action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from portal.rules.also_told.considered import considered, not_considered, others, pressing
from portal.rules.duties.duty import Duty, Rule
from portal.rules.ending.conclusion import asks_outcome_report, full_reports
from portal.rules.facts import Facts
from portal.rules.in_charge.kept_apart import makers
from portal.rules.responsibilities import (
    allocating_role,
    assessing_role,
    disciplinary_role,
    leading_role,
)
from portal.rules.timescales import due, interim_report_due, outcome_report_due, within
from portal.rules.words import Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role

CLAUSES = ("SIP-3", "SIP-3h", "SIP-3k", "SIP-4", "SIP-4d", "SIP-7", "DBRP-5.6", "DBRP-5.9")


def outcome_report(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-3, 3k: by the day that was set, and never after the time of the severity (SIP-7).

    Each version that was sent back is owed once more; so is a new one after re-opening. Where
    nobody allocates, it is owed from the beginning of the investigation.
    """
    allocated = facts.allocation
    since = _led_since(facts, policy)
    if since is None or not asks_outcome_report(policy):
        return
    severity = facts.classification.severity if facts.classification else None
    opens = _openings(facts, since)
    reports = full_reports(facts)
    for number, opens_at in enumerate(opens):
        known_at = max(opens_at, _as_severe_since(facts))
        due_at = outcome_report_due(policy, severity, known_at, calendar)
        yield Duty(
            kind="outcome_report",
            what="Write the outcome report" if number == 0 else "Write the outcome report anew",
            role=Role.LEAD,
            opens_at=opens_at,
            due_at=min(due_at, allocated.due_at) if allocated and number == 0 else due_at,
            action="write_outcome_report",
            met_at=reports[number].at if number < len(reports) else None,
            occurrence=number + 1,
        )
    interim_due = interim_report_due(policy, severity, max(since, _as_severe_since(facts)))
    if interim_due is not None:
        interim = [each.at for each in facts.outcome_reports]
        yield Duty(
            kind="outcome_report",
            what="Say in an interim report how far it is",
            role=Role.LEAD,
            opens_at=since,
            due_at=interim_due,
            action="write_outcome_report",
            met_at=min(interim, default=None),
            subject="interim",
        )


def _led_since(facts: Facts, policy: Policy) -> datetime | None:
    """Since when somebody leads: allocated or, where nobody allocates, since it is investigated."""
    if facts.allocation is not None:
        return facts.allocation.since
    return investigating_since(facts) if allocating_role(policy, facts) is None else None


def _as_severe_since(facts: Facts) -> datetime:
    """Since when it is known to be as severe as now: the times of a severity begin no earlier."""
    found = facts.reported_at
    for before, after in pairwise(facts.classifications):
        if before.severity != after.severity:
            found = after.at
    return found


def _openings(facts: Facts, since: datetime) -> list[datetime]:
    """When each version became owed: somebody leads, sent back, re-opened after an accepted one."""
    reports = full_reports(facts)
    first = min((since, *(each.at for each in reports)))
    openings = [first]
    for report in reports:
        if report.accepted is False and report.assessed_at is not None:
            openings.append(report.assessed_at)
        elif report.accepted and report.assessed_at is not None:
            again = [each.at for each in facts.reopenings if each.at > report.assessed_at]
            openings.extend(again[:1])
    return openings


def assess_outcome(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-4d, 5e: each version, by somebody else than its writer."""
    role = assessing_role(policy, facts)
    if role is None:
        return
    for report in full_reports(facts):
        yield Duty(
            kind="assess_outcome",
            what="Assess the outcome report",
            role=role,
            opens_at=report.at,
            due_at=due(policy, "assess_outcome", report.at, calendar, facts),
            action="assess_outcome",
            met_at=report.assessed_at,
            occurrence=report.version,
            looks_at_work_of=makers(policy, facts, "assess_outcome") | {report.by},
        )


def disciplinary(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """SIP-3h: with the outcome report, from the beginning of the investigation."""
    role = disciplinary_role(policy, facts)
    opens_at = investigating_since(facts)
    if role is None or opens_at is None:
        return
    severity = facts.classification.severity if facts.classification else None
    yield Duty(
        kind="disciplinary",
        what="Record disciplinary action, or why not",
        role=role,
        opens_at=opens_at,
        due_at=outcome_report_due(
            policy, severity, max(opens_at, _as_severe_since(facts)), calendar
        )
        if asks_outcome_report(policy)
        else due(policy, "disciplinary", opens_at, calendar, facts),
        action="record_disciplinary",
        met_at=facts.disciplinary_at,
    )


def consider_others(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.9: everybody on the policy's list, once the school is aware."""
    if not facts.awareness or not others(policy):
        return
    opens_at = facts.awareness[0].declared_at
    last = [found.at for point in others(policy) if (found := considered(facts, point.key))]
    yield Duty(
        kind="consider_others",
        what="Consider who else must be told",
        role=leading_role(policy, facts),
        opens_at=opens_at,
        due_at=due(policy, "consider_others", opens_at, calendar, facts),
        action="consider_others",
        met_at=None if not_considered(policy, facts) else max((opens_at, *last)),
    )


def consider_bodies(
    facts: Facts, policy: Policy, calendar: Calendar, _now: datetime
) -> Iterator[Duty]:
    """DBRP-5.9: a body with rules of its own, as soon as what is known is an occasion for it."""
    for body, opens_at in pressing(policy, facts):
        found = considered(facts, body.key)
        usual = due(policy, "consider_others", opens_at, calendar, facts)
        yield Duty(
            kind="consider_others",
            what=f"Consider whether to tell: {body.text}",
            role=leading_role(policy, facts),
            opens_at=opens_at,
            due_at=within(body.within, opens_at, calendar) if body.within else usual,
            action="consider_others",
            met_at=found.at if found else None,
            subject=body.key,
        )


def investigating_since(facts: Facts) -> datetime | None:
    """When the investigation began; None while it has not."""
    begun = [each.at for each in facts.escalations] + [e.declared_at for e in facts.awareness]
    begun += [facts.allocation.since] if facts.allocation else []
    begun += [facts.no_breach_at] if facts.no_breach_at else []
    return None if facts.stage is Stage.REPORTED else min(begun, default=facts.reported_at)


RULES: tuple[Rule, ...] = (
    outcome_report,
    assess_outcome,
    disciplinary,
    consider_others,
    consider_bodies,
)
