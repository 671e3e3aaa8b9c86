"""Nobody of a service, trust or authority gives a role that sees more than their own."""

from __future__ import annotations

import pytest

from portal.rules.school.team import given_by, may_end
from tenants.permissions import Permission
from tenants.roles import Role

OFFICERS = {Role.DPO, Role.DEPUTY_DPO, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("role", "gives"),
    [
        (Role.DPO, OFFICERS),
        (Role.CHIEF_EXECUTIVE, OFFICERS | {Role.CHIEF_EXECUTIVE, Role.CHAIR, Role.OVERSEER}),
        (Role.OVERSEER, {Role.OVERSEER}),
        (Role.DEPUTY_DPO, set()),
        (Role.ADMINISTRATOR, set()),
        (Role.CHAIR, set()),
    ],
)
def test_who_gives_and_ends_what(role: Role, gives: set[Role]) -> None:
    assert set(given_by({role})) == gives
    assert Permission.KEEP_TEAM.held_by({role}) is bool(gives)
    assert not may_end({role}, set()), "nobody is there"
    for theirs in Role:
        assert may_end({role}, {theirs}) is (theirs in gives)
        assert may_end({role}, {theirs, Role.OVERSEER}) is ({theirs, Role.OVERSEER} <= gives)
