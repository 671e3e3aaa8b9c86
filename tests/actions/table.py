"""What decision tables are made of: both policies, facts at a stage, and who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.desk import can
from portal.rules.facts import Classification, Facts, Intake
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.words import Answer, Cause, Kind, Stage
from tenants.policy.loader import adopt, load_variant
from tenants.policy.schema import Policy
from tenants.roles import Role

WENTWORTH = adopt(load_variant("wentworth"), {"dpo_protocol": "Ring first."})
WORMLEY = adopt(load_variant("wormley"), {})

NOTICED = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
REPORTED = NOTICED + timedelta(hours=1)
NOW = NOTICED + timedelta(hours=5)
Answers = dict[str, Any]
"""What is said, by field."""
PEOPLE: Mapping[Role, UUID] = {role: UUID(int=n) for n, role in enumerate(Role, start=10)}
OPEN = (Stage.REPORTED, Stage.INVESTIGATING, Stage.REVIEWING)


def facts(stage: Stage = Stage.REPORTED, **known: Any) -> Facts:
    """An incident at this stage."""
    known.setdefault("intake", Intake(happened="A list went astray.", noticed_at=NOTICED))
    return Facts(
        school_id=UUID(int=1),
        incident_id=UUID(int=2),
        reference="INC-2026-0001",
        reported_at=REPORTED,
        stage=stage,
        **known,
    )


def classified(
    severity: str | None = None,
    personal_data: Answer = Answer.YES,
    *,
    by: Role = Role.HEAD,
    by_dpo: bool = False,
    at: datetime = NOW,
) -> Classification:
    """A classification by the holder of a role."""
    return Classification(
        kind=Kind.POTENTIAL,
        severity=severity,
        personal_data=personal_data,
        breach_types=(),
        causes=(Cause.NOT_YET_KNOWN,),
        by=PEOPLE[by],
        at=at,
        by_dpo=by_dpo,
    )


def actor(role: Role, *standing_in: Role) -> Actor:
    """The holder of a role, who may stand in for others."""
    return Actor(PEOPLE[role], frozenset({role, *standing_in}), frozenset(standing_in))


def decide(
    action: Action[Any],
    known: Facts,
    role: Role | Actor,
    *,
    policy: Policy = WORMLEY,
    now: datetime = NOW,
    **said: Any,
) -> Outcome:
    """What the action answers to the holder of a role."""
    who = role if isinstance(role, Actor) else actor(role)
    return action.decide(known, policy, who, action.said(**said), now)


def who_may(action: Action[Any], known: Facts, policy: Policy) -> set[Role]:
    """The roles whose holders may do it now."""
    if not can.is_possible(action, known, policy):
        return set()
    return {role for role in Role if can.holds_role_for(action, known, policy, actor(role))}


def alerted(outcome: Outcome) -> dict[str, set[Role]]:
    """Template of each alert → the roles it goes to."""
    return {effect.template: set(effect.to) for effect in outcome.effects}
