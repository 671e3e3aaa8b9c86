"""Who else may have to be told: each considered once somebody is aware (DBRP-5.9).

The policy's own list, and beside it the bodies of the nation and of whose school it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile

from portal.rules.also_told.bodies import BODIES, RANSOM, Body, Occasion
from portal.rules.facts import Considered, Facts
from portal.rules.responsibilities import trust_is_controller
from portal.rules.school.nation import nation
from portal.rules.triage import danger
from portal.rules.words import Cause, LegalRisk
from tenants.policy.answers import Point
from tenants.policy.schema import Policy

_CAUSES = {
    Cause.ATTACK: Occasion.ATTACK,
    Cause.MALICIOUS_ACT: Occasion.ATTACK,
    Cause.LOSS_OR_THEFT: Occasion.THEFT,
}


def others(policy: Policy) -> tuple[Point, ...]:
    """Everybody whom the policy lists, in its order."""
    return policy.others_to_consider


def bodies(policy: Policy) -> tuple[Body, ...]:
    """Those of this nation, and for whose school this is, that the policy does not list itself."""
    listed = {point.key for point in others(policy)}
    trust = trust_is_controller(policy)
    return tuple(
        body
        for body in BODIES
        if nation(policy) in body.nations
        and body.of_trusts in {None, trust}
        and body.key not in listed
    )


def named(policy: Policy, key: str) -> str | None:
    """One of them in words; None where it is nobody to consider here."""
    points = {point.key: point.text for point in others(policy)}
    return {**{body.key: body.text for body in bodies(policy)}, **points}.get(key)


def in_words(policy: Policy | None, key: str) -> str:
    """As the school's policy names it, so that nobody reads 'It: told'."""
    known = named(policy, key) if policy else None
    return known or key.replace("_", " ").capitalize()


def matters(body: Body, facts: Facts) -> bool:
    """Whether what is known is an occasion for it."""
    return not body.on.isdisjoint(_occasions(facts))


def pressing(policy: Policy, facts: Facts) -> tuple[tuple[Body, datetime], ...]:
    """Each body that matters, with since when."""
    known = _occasions(facts)
    found = ((body, [known[each] for each in body.on if each in known]) for body in bodies(policy))
    return tuple((body, min(since)) for body, since in found if since)


def how_to_reach(policy: Policy, facts: Facts) -> tuple[str, ...]:
    """The bodies that matter now with how to reach them; after an attack, what not to pay."""
    pressed = (f"{body.text}: {body.how}" for body, _since in pressing(policy, facts))
    return (*pressed, *((RANSOM,) if Occasion.ATTACK in _occasions(facts) else ()))


def _occasions(facts: Facts) -> Mapping[Occasion, datetime]:
    """Each with since when it is known: whoever classifies again gives nobody more time."""
    seen = {occasion: _caused_since(facts, occasion) for occasion in _CAUSES.values()}
    seen[Occasion.CHILD] = danger.feared_since(facts)
    seen[Occasion.SERIOUS] = _serious_since(facts)
    return {occasion: at for occasion, at in seen.items() if at is not None}


def _caused_since(facts: Facts, occasion: Occasion) -> datetime | None:
    """The first of the latest classifications that all have a cause of this kind."""
    run = takewhile(
        lambda each: any(_CAUSES.get(cause) is occasion for cause in each.causes),
        reversed(facts.classifications),
    )
    return min((each.at for each in run), default=None)


def _serious_since(facts: Facts) -> datetime | None:
    """A high risk was found, or the regulator told."""
    risk, since = facts.risk, [each.done_at for each in facts.submissions]
    if risk.legal_risk is LegalRisk.HIGH:
        since.append(risk.answer_since or risk.at or facts.reported_at)
    return min(since, default=None)


def considered(facts: Facts, key: str) -> Considered | None:
    """What was last recorded of one of them."""
    return next((each for each in reversed(facts.considered) if each.key == key), None)


def to_consider(policy: Policy, facts: Facts) -> tuple[str, ...]:
    """The keys of all of whom it is owed and nothing is recorded yet: first those that press."""
    press = (body.key for body, _since in pressing(policy, facts))
    listed = (point.key for point in others(policy))
    return tuple(key for key in (*press, *listed) if considered(facts, key) is None)


def not_considered(policy: Policy, facts: Facts) -> tuple[Point, ...]:
    """Those of the policy's list of whom nothing is recorded yet."""
    return tuple(point for point in others(policy) if considered(facts, point.key) is None)
