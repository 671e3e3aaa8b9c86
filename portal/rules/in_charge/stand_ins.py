"""Who stands in for whom under a school's policy, and when no answer counts as unavailable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.rules.facts import Facts
from portal.rules.responsibilities import contacted, leads, trust_is_controller
from tenants.calendar import UK
from tenants.policy.schema import Policy
from tenants.roles import Role

NIGHT_BEGINS, NIGHT_ENDS = 22, 7
"""Hours of the UK clock between which nobody is expected to answer as quickly."""


def no_answer_at(policy: Policy, asked_at: datetime) -> datetime:
    """When no answer to something asked at `asked_at` counts as unavailable."""
    hour = asked_at.astimezone(UK).hour
    at_night = hour >= NIGHT_BEGINS or hour < NIGHT_ENDS
    hours = policy.dpo_no_answer_night_hours if at_night else policy.dpo_no_answer_hours
    return asked_at + timedelta(hours=hours)


def dpo_unavailable_at(
    facts: Facts | None, policy: Policy, since: datetime | None
) -> datetime | None:
    """When the DPO counts as unavailable for want of an answer; None while nothing is asked.

    The matter is the DPO's from the report, where they are a first contact; from the Head's
    decision on escalation; from awareness; from the regulator decision. Without an incident there
    is nothing that the DPO leaves unanswered. Whoever was named `since` then is asked from then on.
    """
    if facts is None:
        return None
    asked = [escalation.at for escalation in facts.escalations]
    asked += [aware.declared_at for aware in facts.awareness]
    asked += [decision.at for decision in facts.regulator]
    if Role.DPO in contacted(policy, facts):
        asked.append(facts.reported_at)
    seen_at = facts.last_dpo_act_at
    waiting = [at for at in asked if seen_at is None or at > seen_at]
    if not waiting:
        return None
    return no_answer_at(policy, max(min(waiting), since) if since else min(waiting))


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a line: a role, and as what it is asked."""

    held: Role
    stands_in: bool = True
    last_resort: bool = False


def tiers(
    role: Role,
    facts: Facts | None,
    policy: Policy,
    now: datetime,
    dpo_since: datetime | None = None,
) -> tuple[Tier, ...]:
    """Own role, stand-ins, last resort; a DPO who has not answered comes after all of them."""
    own = tuple(Tier(held, stands_in=False) for held in _own_roles(role, facts, policy))
    stand_ins = tuple(Tier(held) for held in _stand_ins(role, facts, policy))
    last = tuple(Tier(held, last_resort=True) for held in _last_resort(policy))
    silent_at = dpo_unavailable_at(facts, policy, dpo_since)
    silent = silent_at is not None and silent_at <= now
    return tuple(
        sorted((*own, *stand_ins, *last), key=lambda tier: silent and tier.held is Role.DPO)
    )


def _own_roles(role: Role, facts: Facts | None, policy: Policy) -> tuple[Role, ...]:
    """The roles in which `role` is held outright: before an allocation, the policy's leads lead."""
    if role is Role.LEAD and facts is not None and facts.allocation is None:
        return tuple(sorted(leads(policy, facts) - {Role.LEAD}, key=list(Role).index))
    return (role,)


def _stand_ins(role: Role, facts: Facts | None, policy: Policy) -> tuple[Role, ...]:
    """The roles that stand in for `role`, in order, before the last resort."""
    heads = (Role.HEAD, *policy.head_stand_ins)
    match role:
        case Role.DPO:
            return policy.dpo_stand_ins
        case Role.DEPUTY_DPO:
            return (Role.DPO, *policy.dpo_stand_ins)
        case Role.HEAD:
            return policy.head_stand_ins
        case Role.DSL:
            return policy.dsl_stand_ins
        case Role.DEPUTY_DSL:
            return (Role.DSL, *policy.dsl_stand_ins)
        case Role.LEAD:
            return policy.lead_stand_ins
        case Role.CHAIR | Role.CHIEF_EXECUTIVE:
            return ()
        case Role.REPORTER if facts is not None:
            return (*contacted(policy, facts), *heads)
        case _:
            return heads


def _last_resort(policy: Policy) -> tuple[Role, ...]:
    """Chair and chief executive; the chief executive first where a trust is the controller."""
    if trust_is_controller(policy):
        return tuple(sorted(policy.last_resort, key=lambda role: role is not Role.CHIEF_EXECUTIVE))
    return policy.last_resort
