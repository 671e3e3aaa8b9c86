"""A trust is the controller: its DPO owes what is due outside, and what it knows counts."""

from __future__ import annotations

import pytest

from portal.actions import (
    decide_people,
    decide_regulator,
    declare_aware,
    submit_initial,
)
from portal.rules.duties import owed
from portal.rules.facts import Awareness, Facts, RegulatorDecision
from portal.rules.words import ANY_STAGE, RegulatorChoice, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOTICED, NOW, PEOPLE, WENTWORTH, classified, facts, who_may

TRUST = WENTWORTH.model_copy(update={"controller": "trust"})
AWARE = (Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOTICED, by_dpo=True),)


def known(stage: Stage = Stage.INVESTIGATING) -> Facts:
    report = RegulatorDecision(RegulatorChoice.REPORT, "High risk.", PEOPLE[Role.DPO], NOW)
    return facts(
        stage, awareness=AWARE, classifications=(classified("major"),), regulator=(report,)
    )


@pytest.mark.clause("DBRP-5.11", "SIP-6c")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_its_dpo_decides_and_reports_whomever_the_policy_names_besides(stage: Stage) -> None:
    for action in (decide_regulator.ACTION, submit_initial.ACTION):
        assert who_may(action, known(stage), TRUST) == {Role.DPO}, action.name
    assert who_may(decide_people.ACTION, known(), TRUST) == {Role.DPO}
    assert who_may(decide_regulator.ACTION, known(stage), WENTWORTH) == {Role.HEAD, Role.SLT}


@pytest.mark.clause("DBRP-5.11")
def test_its_dpo_owes_what_is_due_to_the_regulator_and_to_people() -> None:
    owing = {duty.kind: duty.role for duty in owed(known(), TRUST, Calendar(), NOW)}
    for kind in ("decide_regulator", "submit_to_regulator", "decide_people", "assess_risk"):
        assert owing[kind] is Role.DPO, kind
    assert "advise_regulator" not in owing


@pytest.mark.clause("DBRP-4.2")
def test_what_its_chief_executive_knows_counts() -> None:
    without = facts(classifications=(classified("major"),))
    assert Role.CHIEF_EXECUTIVE in who_may(declare_aware.ACTION, without, TRUST)
    assert Role.CHIEF_EXECUTIVE not in who_may(declare_aware.ACTION, without, WENTWORTH)
