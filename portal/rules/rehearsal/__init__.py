"""A made-up incident walked through a policy: who would owe what by when, before it is adopted.

Everybody opens what they are sent and acts at the last moment that the policy allows: what goes
wrong then is the policy's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.in_charge.alerts import alerted_of_report, people_behind
from portal.rules.in_charge.owners import Owner, owner_of
from portal.rules.in_charge.roster import Holder, Roster
from portal.rules.rehearsal.acting import act
from portal.rules.rehearsal.story import Story
from portal.rules.reminders import passed, recipients
from tenants.calendar import Calendar
from tenants.policy.schema import Policy

MOST_STEPS = 60

__all__ = ["Owed", "Story", "Walk", "walk"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of the rehearsal, who owes it when it opens, and whom its reminders reach."""

    duty: Duty
    owner: Owner
    cite: str
    reminded: tuple[Holder, ...]
    met: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of it. `reached`: the people who are told of the report at once."""

    story: Story
    reached: tuple[Holder, ...]
    owed: tuple[Owed, ...]
    facts: Facts

    @property
    def closed(self) -> bool:
        """Whether it came to its end."""
        return self.facts.closed_at is not None


def walk(policy: Policy, story: Story, roster: Roster, calendar: Calendar, school_id: UUID) -> Walk:
    """Walk the story to its closing, or to where nobody can go on."""
    facts, now = story.begun(school_id), story.at
    told = alerted_of_report(policy, roster, facts)
    reached = people_behind(told, roster, facts, policy, now)
    seen: dict[tuple[str, str, int], Owed] = {}
    stuck: set[tuple[str, str, int]] = set()
    for _step in range(MOST_STEPS):
        waiting = [duty for duty in owed(facts, policy, calendar, now) if duty.met_at is None]
        # What was met and is owed again under the same key cannot be met by rehearsing.
        stuck |= {duty.key for duty in waiting if duty.key in seen and seen[duty.key].met}
        for duty in waiting:
            awake = replace(facts, last_dpo_act_at=max(now, duty.opens_at))
            owner = owner_of(duty, roster, awake, policy, max(now, duty.opens_at))
            reminded = _reminded(duty, roster, awake, policy)
            seen[duty.key] = Owed(duty, owner, policy.cite(duty.kind), reminded, met=False)
        possible = [duty for duty in waiting if duty.key not in stuck]
        if not possible:
            break
        duty = min(possible, key=lambda each: (each.due_at, each.opens_at))
        at = max(now, duty.due_at)
        by = seen[duty.key].owner.people
        after = act(facts, policy, story, duty, by[0].person_id, at) if by else None
        if after is None:
            stuck.add(duty.key)
        else:
            seen[duty.key] = replace(seen[duty.key], met=True)
            facts, now = after, at
    found = sorted(seen.values(), key=lambda each: (each.duty.due_at, each.duty.opens_at))
    return Walk(story, reached, tuple(found), facts)


def _reminded(duty: Duty, roster: Roster, facts: Facts, policy: Policy) -> tuple[Holder, ...]:
    """Everybody whom the ladder has reached when the duty is due, each once."""
    at: datetime = duty.due_at
    found: dict[UUID, Holder] = {}
    for step in passed(duty, policy, at, facts=facts):
        for person in recipients(step, duty, roster, facts, policy, now=at):
            found.setdefault(person.person_id, person)
    return tuple(found.values())
