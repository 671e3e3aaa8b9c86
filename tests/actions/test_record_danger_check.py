"""Record whether anybody is in danger: never gated, day or night."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.actions import record_danger_check
from portal.errors import Refused
from portal.rules.facts import Intake
from portal.rules.triage import danger
from portal.rules.words import ANY_STAGE, Answer, Family, Stage, Told
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    REPORTED,
    WENTWORTH,
    WORMLEY,
    Answers,
    alerted,
    decide,
    facts,
    who_may,
)

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
    said: Answers = {"safe": False, "note": "A new phone.", "told": (Told.POLICE, Told.LADO)}
    found = decide(ACTION, safe.facts, Role.DEPUTY_DSL, **said)
    assert alerted(found) == {"danger_found": {Role.HEAD, Role.DPO}}
    assert "Told: the police, whoever takes allegations against staff (in England" in found.summary
    check = found.facts.danger_check
    assert check is not None
    assert check.told == (Told.POLICE, Told.LADO)


def test_what_was_done_before_the_report_was_sent_is_done() -> None:
    """The family is rung first, then the form is filled in: the true time is never refused."""
    unsure = facts(intake=Intake(happened="A list.", danger=Answer.NOT_SURE))
    rung = REPORTED - timedelta(minutes=10)
    said: Answers = {"safe": False, "note": "Rang them.", "told": (Told.FAMILY,)}
    assert danger.open_since(unsure) == REPORTED
    assert danger.open_since(decide(ACTION, unsure, Role.DSL, now=rung, **said).facts) is None
