"""Whatever is done, in whatever order: nothing is stuck, without an owner, or against the law.

`PORTAL_LONG_WALKS=1` walks much longer, elsewhere each time, and makes a failure short.
"""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal.actions import report_incident
from portal.desk.catalogue import actions
from tenants.policy.loader import adopt, load_variant, parse
from tenants.policy.schema import Policy
from tenants.policy.writing import blank
from tests.walks.saying import Pick
from tests.walks.walking import PEOPLE, Walk, unlawful, walks

ODD = {
    "first_contacts": ["it_contact"],
    "regulator_deciders": ["head"],
    "people_deciders": ["chair"],
    "closers": ["information_champion"],
    "outcome_report": True,
    "outcome_assessors": ["slt"],
    "others_to_consider": [],
    "disciplinary_recorders": ["hr_contact"],
    "risk_method": "five_by_five",
}
"""Answers that no school would give together, and that each may be given."""
POLICIES = (
    adopt(load_variant("wentworth"), {"dpo_protocol": "Ring first."}),
    adopt(load_variant("wormley"), {}),
    adopt(parse(blank()), {}),
    adopt(parse(blank()), ODD),
)
LONG = os.environ.get("PORTAL_LONG_WALKS") == "1"
SHORT_PHASES = (Phase.explicit, Phase.generate)


def drawn(data: st.DataObject) -> Pick:
    """Any answer of a row."""
    choose: Pick = lambda row: data.draw(st.sampled_from(list(row)))  # noqa: E731 - one line of a walk
    return choose


class Walking(RuleBasedStateMachine):
    """One incident under one policy."""

    walk: Walk

    @initialize(policy=st.sampled_from(POLICIES), by=st.sampled_from(PEOPLE), data=st.data())
    def report(self, policy: Policy, by: UUID, data: st.DataObject) -> None:
        """Somebody reports, saying much or little."""
        self.walk = Walk(policy)
        while not self.walk.facts.intake.happened:
            self.walk.do(report_incident.ACTION, by, drawn(data))

    @rule(person=st.sampled_from(PEOPLE), hours=st.sampled_from([0, 1, 5, 30]), data=st.data())
    def do_anything(self, person: UUID, hours: int, data: st.DataObject) -> None:
        """Whatever the page offers this person."""
        self.walk.now += timedelta(hours=hours)
        if offered := self.walk.offered(person):
            self.walk.do(data.draw(st.sampled_from(offered)), person, drawn(data))

    @rule(hours=st.sampled_from([0, 1, 5]), data=st.data())
    def do_what_is_owed(self, hours: int, data: st.DataObject) -> None:
        """Whoever owes something does it, in any way."""
        self.walk.now += timedelta(hours=hours)
        duties = [each for each in self.walk.open if walks(actions()[each.action])]
        if duties:
            duty = data.draw(st.sampled_from(duties))
            self.walk.do(actions()[duty.action], self.walk.able(duty)[0], drawn(data))

    @rule(person=st.sampled_from(PEOPLE))
    def be_away(self, person: UUID) -> None:
        """Somebody goes, or comes back."""
        self.walk.absent(person)

    @rule()
    def tell_people(self) -> None:
        """The list of people affected is made, checked and told."""
        self.walk.world()

    @rule(days=st.sampled_from([1, 4, 40]))
    def wait(self, days: int) -> None:
        """Nobody does anything."""
        self.walk.now += timedelta(days=days)

    @invariant()
    def nothing_is_unlawful(self) -> None:
        """Every duty has an owner who may do it now; the 72 hours never vanish."""
        if hasattr(self, "walk"):
            assert unlawful(self.walk) == []

    def teardown(self) -> None:
        """From wherever it has come, it can be brought to its closing."""
        if hasattr(self, "walk"):
            assert self.walk.bring_to_its_end() == []


@pytest.mark.clause("SIP-why3", "DBRP-5.7")
class TestWalks(Walking.TestCase):  # type: ignore[misc,valid-type]  # a class made by Hypothesis
    """Hypothesis walks it."""

    settings = settings(
        max_examples=600 if LONG else 20,
        stateful_step_count=40 if LONG else 18,
        phases=tuple(Phase) if LONG else SHORT_PHASES,
        derandomize=not LONG,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
