"""Record whether anybody is in danger: never gated, day or night."""

from __future__ import annotations

import pytest

from portal.actions import record_danger_check
from portal.errors import Refused
from portal.rules.words import ANY_STAGE, Family, Stage, Told
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import WENTWORTH, WORMLEY, Answers, alerted, decide, facts, who_may

ACTION = record_danger_check.ACTION


@pytest.mark.parametrize("policy", [WENTWORTH, WORMLEY])
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
def test_safeguarding_and_head_at_any_stage(policy: Policy, stage: Stage) -> None:
    assert who_may(ACTION, facts(stage), policy) == {Role.DSL, Role.DEPUTY_DSL, Role.HEAD}
    assert ACTION.family is Family.DANGER


@pytest.mark.parametrize(
    ("safe", "sentence"), [(True, "how you know"), (False, "done to protect them")]
)
def test_a_note_is_needed(safe: bool, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        decide(ACTION, facts(), Role.DSL, safe=safe, note=" ")


def test_safe_is_quiet_and_danger_tells_head_and_dpo() -> None:
    safe = decide(ACTION, facts(), Role.DSL, safe=True, note="Nobody on the list is at risk.")
    assert safe.effects == ()
    said: Answers = {"safe": False, "note": "A new phone.", "told": (Told.POLICE, Told.FAMILY)}
    danger = decide(ACTION, safe.facts, Role.DEPUTY_DSL, **said)
    assert alerted(danger) == {"danger_found": {Role.HEAD, Role.DPO}}
    assert "Told: the police, the family, by phone or in person." in danger.summary
    check = danger.facts.danger_check
    assert check is not None
    assert check.told == (Told.POLICE, Told.FAMILY)
