"""Where a policy, with the people and the calendar that the school has, falls short of the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.rules.clock import REGULATOR_PERIOD
from portal.rules.in_charge.owners import in_role, line, owner
from portal.rules.in_charge.roster import Roster
from portal.rules.rehearsal import Walk
from portal.rules.responsibilities import closing_role, submitting_role
from portal.rules.timescales import BEFORE_DECISION, uncapped
from portal.rules.uk_time import day_and_time
from tenants.calendar import Calendar, uk_date
from tenants.policy.floors import shortfalls
from tenants.policy.schema import Policy
from tenants.policy.timescales import PHRASES
from tenants.regulator import ICO
from tenants.roles import TITLES, Role, in_sentence

LOOK_AHEAD = timedelta(days=60)
LEAST_LEFT = timedelta(hours=12)
TWO = 2


def gaps(walked: Walk, policy: Policy, roster: Roster, calendar: Calendar) -> tuple[str, ...]:
    """A sentence for each place where the law's floor is not met, the gravest first."""
    return (
        *_seventy_two_hours(walked, policy, calendar),
        *_nobody(walked, policy, roster),
        *_submitters(walked, policy, roster),
        *(short.sentence for short in shortfalls(policy)),
    )


def _seventy_two_hours(walked: Walk, policy: Policy, calendar: Calendar) -> Iterator[str]:
    """What the internal chain would take if nothing stopped it, against the 72 hours."""
    start = walked.story.at
    ends = start + REGULATOR_PERIOD
    facts = walked.story.begun(walked.facts.school_id)
    for each in walked.owed:
        kind = each.duty.kind
        if kind not in BEFORE_DECISION or each.duty.opens_at > ends:
            continue
        wanted = uncapped(policy, kind, each.duty.opens_at, calendar, facts)
        if wanted > max(each.duty.due_at, start + timedelta(hours=24)):
            yield (
                f"By your policy there is time until {day_and_time(wanted)} to {PHRASES[kind]}. "
                f"That could eat up the 72 hours, which end on {day_and_time(ends)}: the portal "
                f"asks for it by {day_and_time(each.duty.due_at)}."
            )
    decided = policy_decision(walked)
    if decided is not None and ends - decided < LEAST_LEFT:
        yield (
            f"The decision on the {ICO} may come as late as {day_and_time(decided)}: that "
            f"leaves {_hours(ends - decided)} to report, before the 72 hours end on "
            f"{day_and_time(ends)}."
        )


def _hours(left: timedelta) -> str:
    """Whole ones: what is left is never overstated."""
    hours = left // timedelta(hours=1)
    if hours < 1:
        return "less than an hour"
    return "1 hour" if hours == 1 else f"{hours} hours"


def policy_decision(walked: Walk) -> datetime | None:
    """By when the regulator decision is due; None where it is never asked."""
    due = [each.duty.due_at for each in walked.owed if each.duty.kind == "decide_regulator"]
    return min(due, default=None)


def _nobody(walked: Walk, policy: Policy, roster: Roster) -> Iterator[str]:
    facts, now = walked.facts, walked.story.at
    closes = closing_role(policy, facts)
    closing = owner(closes, roster, facts, policy, now)
    if not closing.people or closing.last_resort:
        yield (
            "Nobody is able to close the incident: your policy has the "
            f"{in_sentence(closes)} do it, and neither they nor anybody who stands in for them "
            "is on your list of people."
        )
    elif not walked.closed:
        yield "The rehearsal did not come to an end: somebody could not go on. See the table."
    for role in (Role.DPO, Role.HEAD, Role.DSL):
        if not in_role(role, roster, facts):
            yield f"Nobody at the school is {TITLES[role]}."
    last = {each.duty.what for each in walked.owed if each.owner.last_resort}
    if last:
        yield f"Nobody but the last resort could be found to: {'; '.join(sorted(last))}."


def _submitters(walked: Walk, policy: Policy, roster: Roster) -> Iterator[str]:
    """Days on which fewer than two people are able to report to the regulator."""
    begun = walked.story.begun(walked.facts.school_id)
    role = submitting_role(policy, begun)
    thin: list[datetime] = []
    for number in range(LOOK_AHEAD.days):
        at = walked.story.at + timedelta(days=number)
        here = line(role, roster, begun, policy, walked.story.at + timedelta(days=number))
        able = {one.person_id for tier in here if not tier.last_resort for one in tier.people}
        if len(able) < TWO:
            thin.append(at)
    if thin:
        first = uk_date(thin[0])
        yield (
            f"On {len(thin)} of the next {LOOK_AHEAD.days} days fewer than two people are able to "
            f"report to the {ICO}, from {first:%-d %B %Y} on: name a deputy or a stand-in."
        )
