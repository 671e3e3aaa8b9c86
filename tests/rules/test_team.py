"""Nobody of a service, trust or authority gives a role that sees more than their own."""

from __future__ import annotations

import pytest

from portal.rules.school.team import can_do_without, given_by, may_end
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


@pytest.mark.parametrize(
    ("goes", "stay", "can"),
    [
        ({Role.DPO}, {Role.DPO}, True),
        ({Role.DPO}, {Role.CHIEF_EXECUTIVE}, True),
        ({Role.CHIEF_EXECUTIVE}, {Role.DPO}, False),  # nobody could add the next one
        ({Role.CHIEF_EXECUTIVE}, {Role.OVERSEER}, False),
        ({Role.CHIEF_EXECUTIVE}, {Role.CHIEF_EXECUTIVE}, True),
        ({Role.OVERSEER}, set(), False),
        ({Role.DEPUTY_DPO, Role.ADMINISTRATOR}, set(), True),
    ],
)
def test_whoever_stays_can_add_whom_the_leaver_could(
    goes: set[Role], stay: set[Role], can: bool
) -> None:
    assert can_do_without(goes, stay) is can
