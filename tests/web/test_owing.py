"""Who owes a duty is named, also where several stand in for a role that nobody here holds."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from portal.rules.in_charge.owners import Owner
from portal.rules.in_charge.roster import Holder
from portal.web.owing import of_incident
from tenants.roles import Role

PIOTR, RUTH, ANN, BO = (
    Holder(uuid4(), Role.DEPUTY_DPO, name, "x@example.org")
    for name in ("Piotr", "Ruth", "Ann", "Bo")
)


@pytest.mark.parametrize(
    ("people", "stand_in", "says"),
    [
        ((PIOTR,), True, "Data protection officer (Piotr stands in)"),
        ((PIOTR, RUTH), True, "Data protection officer (Piotr and Ruth stand in)"),
        (
            (PIOTR, RUTH, ANN, BO),
            True,
            "Data protection officer (Piotr, Ruth, Ann and others stand in)",
        ),
        ((PIOTR, RUTH), False, "Data protection officer"),
    ],
)
def test_those_who_stand_in_are_named(
    people: tuple[Holder, ...], stand_in: bool, says: str
) -> None:
    owner = Owner(Role.DEPUTY_DPO, people, standing_in_for=Role.DPO if stand_in else None)
    duty, visit = SimpleNamespace(role=Role.DPO, person=None), SimpleNamespace(person_id=uuid4())
    assert of_incident(duty, owner, visit) == says  # type: ignore[arg-type]  # all that it reads
