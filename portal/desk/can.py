"""Who may do what, now: the one check behind every button, page and deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk.catalogue import actions
from portal.errors import NotAllowed, Stale

if TYPE_CHECKING:
    from datetime import datetime

    from portal.rules.facts import Facts
    from portal.rules.outcome import Actor, AnyAction
    from tenants.policy.schema import Policy


def holds_role_for(action: AnyAction, facts: Facts, policy: Policy, actor: Actor) -> bool:
    """Whether the actor's roles entitle them; the incident's stage is not asked."""
    if action.by_portal and actor.person_id is None:
        return True
    return action.open_to_anyone or bool(action.who(policy, facts) & actor.roles)


def is_possible(action: AnyAction, facts: Facts, policy: Policy) -> bool:
    """Whether stage and facts allow it, whoever asks."""
    return facts.stage in action.from_stages and action.offered(policy, facts)


def may(action: AnyAction, facts: Facts, policy: Policy, actor: Actor) -> bool:
    """Whether this person may do it now; nobody does anything with what concerns them."""
    return (
        actor.person_id not in facts.concerned
        and holds_role_for(action, facts, policy, actor)
        and is_possible(action, facts, policy)
    )


def require(action: AnyAction, facts: Facts, policy: Policy, actor: Actor) -> None:
    """Raise `NotAllowed` for the wrong person, `Stale` when it is no longer possible."""
    if actor.person_id in facts.concerned or not holds_role_for(action, facts, policy, actor):
        raise NotAllowed
    if not is_possible(action, facts, policy):
        msg = (
            "This cannot be done now, because the incident has moved on. "
            "Look at the incident’s page for what has been decided."
        )
        raise Stale(msg)


def offered(facts: Facts, policy: Policy, actor: Actor, now: datetime) -> tuple[AnyAction, ...]:
    """The actions that this person may do now, in the catalogue's order."""
    return tuple(
        action
        for action in actions().values()
        if may(action, facts, policy, actor)
        and action.for_whom(policy, facts, actor)
        and (action.not_before(policy, facts) or now) <= now
    )
