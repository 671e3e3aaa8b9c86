"""Record what was done to stop it."""

from __future__ import annotations

import pytest

from portal.actions import record_containment
from portal.errors import Refused
from portal.rules.words import Containment, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import OPEN, WENTWORTH, WORMLEY, decide, facts, who_may

ACTION = record_containment.ACTION
BOTH = {Role.HEAD, Role.DPO, Role.LEAD, Role.IT_CONTACT}


@pytest.mark.clause("DBRP-5.5")
@pytest.mark.parametrize(("policy", "roles"), [(WENTWORTH, BOTH | {Role.SLT}), (WORMLEY, BOTH)])
def test_who_records_while_it_is_open(policy: Policy, roles: set[Role]) -> None:
    for stage in OPEN:
        assert who_may(ACTION, facts(stage), policy) == roles
    assert who_may(ACTION, facts(Stage.CLOSED), policy) == set()


@pytest.mark.clause("DBRP-5.5")
def test_every_step_is_kept_and_the_last_word_counts() -> None:
    known = facts()
    for what, state, contained in (
        ("Recalled the message.", Containment.ONGOING, False),
        ("All confirmed deletion.", Containment.CONTAINED, True),
        ("One had passed it on.", Containment.ONGOING, False),
        ("Asked, no answer.", Containment.AS_FAR_AS_POSSIBLE, True),
    ):
        known = decide(ACTION, known, Role.HEAD, what=what, state=state).facts
        assert known.contained is contained
    assert len(known.containment) == 4


def test_what_was_done_is_needed() -> None:
    with pytest.raises(Refused) as refusal:
        decide(ACTION, facts(), Role.DPO, what="", state=Containment.CONTAINED)
    assert refusal.value.field == "what"
