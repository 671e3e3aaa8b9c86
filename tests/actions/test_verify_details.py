"""Verify the details."""

from __future__ import annotations

import pytest

from portal.actions import verify_details
from portal.rules.words import Stage
from tenants.roles import Role
from tests.actions.table import NOW, OPEN, PEOPLE, WENTWORTH, WORMLEY, decide, facts, who_may


@pytest.mark.clause("SIP-5b")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_verifies_and_where_nobody_owes_it(stage: Stage) -> None:
    expected = {Role.HEAD, Role.SLT, Role.DPO} if stage in OPEN else set()
    assert who_may(verify_details.ACTION, facts(stage), WENTWORTH) == expected
    assert who_may(verify_details.ACTION, facts(stage), WORMLEY) == set()


@pytest.mark.clause("SIP-5b")
def test_name_and_time_are_kept_and_once_is_enough() -> None:
    outcome = decide(verify_details.ACTION, facts(), Role.SLT, policy=WENTWORTH, note="Rang IT.")
    assert (outcome.facts.verified_at, outcome.facts.verified_by) == (NOW, PEOPLE[Role.SLT])
    assert outcome.summary == "Verified the details. Rang IT."
    assert who_may(verify_details.ACTION, outcome.facts, WENTWORTH) == set()
