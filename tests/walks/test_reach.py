"""Every action of the catalogue is reached by walks that go where they have been least.

Hypothesis walks anywhere, and mostly where many things may be done; these walks choose what has
been done least so far, by whoever may do it, and hold every state on the way against the same
rules. `PORTAL_LONG_WALKS=1` walks on, until all but two were done.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from portal.actions import report_incident
from portal.desk.catalogue import actions
from tests.walks.saying import Pick
from tests.walks.test_walks import LONG, POLICIES
from tests.walks.walking import PEOPLE, Walk, unlawful, walks

BEFORE, AFTER = 50, 12
"""Steps before the closing, and after it."""
TRIES, LOOKS = 5, 2
HOURS = (0, 0, 1, 5, 30)
WALKS = (40 if LONG else 1) * len(POLICIES)
ELSEWHERE = frozenset(
    {
        "ask_again",
        "follow_linked",
        "link_incident",
        "record_shared_report",
        "settle_delivery",
        "unlink_incident",
    }
)
"""About an incident of another school, or a mail that came back: other tests do them."""


def at_random(chance: Random) -> Pick:
    """Any answer of a row, the plainest most of all."""
    return lambda row: row[0] if chance.random() < 0.6 else chance.choice(list(row))


def wander(walk: Walk, chance: Random, done: Counter[str]) -> None:
    """One step: what was done least, as far as a rule lets it be done."""
    walk.now += timedelta(hours=chance.choice(HOURS))
    if chance.random() < 0.1:
        walk.absent(chance.choice(PEOPLE))
    people = chance.sample(PEOPLE, LOOKS)
    offered = {action.name: who for who in people for action in walk.offered(who)}
    for name in sorted(offered, key=lambda each: (done[each], chance.random()))[:TRIES]:
        if walk.do(actions()[name], offered[name], at_random(chance)):
            done[name] += 1
            return
        done[f"{name} was refused"] += 1
    walk.world()


@pytest.mark.clause("SIP-why3")
def test_walks_reach_nearly_every_action_and_nothing_on_the_way_is_unlawful() -> None:
    done: Counter[str] = Counter()
    for number in range(WALKS):
        chance = Random(number)  # noqa: S311 - a walk, not a secret
        walk = Walk(POLICIES[number % len(POLICIES)])
        while not walk.facts.intake.happened:
            walk.do(report_incident.ACTION, chance.choice(PEOPLE), at_random(chance))
        for steps in (BEFORE, AFTER):
            for _ in range(steps):
                wander(walk, chance, done)
                assert unlawful(walk) == [], number
            assert walk.bring_to_its_end() == [], number
        done.update(walk.done.keys() - done.keys())
    could = {name for name, action in actions().items() if walks(action)} - ELSEWHERE
    never = could - done.keys()
    assert len(never) <= (2 if LONG else len(could) // 4), sorted(never)
