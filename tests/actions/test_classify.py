"""Classify: who may, what is refused, what is kept, and when the DPO looks."""

from __future__ import annotations

import pytest

from portal.actions import classify
from portal.errors import Refused
from portal.rules.clock import no_personal_data_confirmed
from portal.rules.endings import waiting
from portal.rules.words import Answer, BreachType, Cause, Kind, Stage
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    OPEN,
    WENTWORTH,
    WORMLEY,
    Answers,
    actor,
    alerted,
    classified,
    decide,
    facts,
    who_may,
)

SAID: Answers = {
    "kind": Kind.CONFIRMED,
    "personal_data": Answer.YES,
    "causes": (Cause.HUMAN_ERROR,),
}
ENDED = {"ended_without_dpo": {Role.DPO}}


@pytest.mark.clause("SIP-5a")
@pytest.mark.parametrize("stage", OPEN)
def test_who_classifies(stage: Stage) -> None:
    heads = {Role.HEAD, Role.SLT, Role.DPO}
    assert who_may(classify.ACTION, facts(stage), WENTWORTH) == heads
    assert who_may(classify.ACTION, facts(stage), WORMLEY) == {Role.HEAD, Role.DPO}


def test_nobody_classifies_a_closed_incident() -> None:
    assert who_may(classify.ACTION, facts(Stage.CLOSED), WENTWORTH) == set()


@pytest.mark.clause("SIP-5a")
def test_kind_and_severity_are_two_answers_and_the_old_one_is_kept() -> None:
    first = decide(classify.ACTION, facts(), Role.SLT, policy=WENTWORTH, severity="minor", **SAID)
    said: Answers = {**SAID, "severity": "major", "reason": "200 children."}
    second = decide(classify.ACTION, first.facts, Role.HEAD, policy=WENTWORTH, **said)
    assert [each.severity for each in second.facts.classifications] == ["minor", "major"]
    assert second.facts.kind is Kind.CONFIRMED
    assert "severity Major" in second.summary
    assert second.facts.stage is Stage.REPORTED


@pytest.mark.clause("DBRP-2.2")
@pytest.mark.clause("DBRP-2.3")
def test_types_and_causes_in_any_combination() -> None:
    said: Answers = {
        **SAID,
        "breach_types": (BreachType.CONFIDENTIALITY, BreachType.AVAILABILITY),
        "causes": (Cause.LOSS_OR_THEFT, Cause.HUMAN_ERROR),
    }
    outcome = decide(classify.ACTION, facts(), Role.DPO, **said)
    found = outcome.facts.classification
    assert found is not None
    assert (found.breach_types, found.causes) == (said["breach_types"], said["causes"])
    assert "a breach of confidentiality and availability" in outcome.summary
    assert "cause: loss or theft and human error" in outcome.summary


@pytest.mark.parametrize(
    ("policy", "said", "field"),
    [
        (WENTWORTH, {}, "severity"),
        (WENTWORTH, {"severity": "dreadful"}, "severity"),
        (WORMLEY, {"severity": "major"}, "severity"),
        (WORMLEY, {"causes": ()}, "causes"),
        (WORMLEY, {"causes": (Cause.NOT_YET_KNOWN, Cause.ATTACK)}, "causes"),
        (WORMLEY, {"personal_data": Answer.NO}, "reason"),
    ],
)
def test_what_is_refused(policy: Policy, said: Answers, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.HEAD, policy=policy, **{**SAID, **said})
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-2.5")
def test_loss_for_good_is_always_an_availability_breach() -> None:
    said: Answers = {**SAID, "permanent_loss": True, "breach_types": (BreachType.CONFIDENTIALITY,)}
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.DPO, **said)
    assert refusal.value.field == "breach_types"
    said["breach_types"] = (BreachType.AVAILABILITY,)
    lost = decide(classify.ACTION, facts(), Role.DPO, **said).facts
    again: Answers = {**SAID, "reason": "Recovered after all: a copy was found."}
    found = decide(classify.ACTION, lost, Role.DPO, **again).facts
    assert [each.permanent_loss for each in found.classifications] == [True, False]


def test_to_classify_again_takes_the_reason() -> None:
    known = facts(classifications=(classified(),))
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, known, Role.DPO, **SAID)
    assert refusal.value.field == "reason"


def test_no_personal_data_counts_once_the_dpo_has_said_so() -> None:
    said: Answers = {**SAID, "personal_data": Answer.NO, "reason": "A lost key."}
    by_head = decide(classify.ACTION, facts(), Role.HEAD, **said)
    assert alerted(by_head) == ENDED
    assert not no_personal_data_confirmed(by_head.facts)
    assert len(waiting(by_head.facts)) == 1
    by_dpo = decide(classify.ACTION, facts(), Role.DPO, **said)
    assert not alerted(by_dpo)
    assert no_personal_data_confirmed(by_dpo.facts)
    by_deputy = decide(classify.ACTION, facts(), actor(Role.DEPUTY_DPO, Role.DPO), **said)
    assert no_personal_data_confirmed(by_deputy.facts)


def test_a_head_who_stands_in_as_dpo_is_looked_at_once_more() -> None:
    said: Answers = {**SAID, "personal_data": Answer.NO, "reason": "A lost key."}
    outcome = decide(classify.ACTION, facts(), actor(Role.HEAD, Role.DPO), **said)
    assert alerted(outcome) == ENDED
