"""Classify: who may, what is refused, what is kept, and when the DPO looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import ModuleType

import pytest

from portal.actions import classify, record_permanent_loss, record_recovered
from portal.errors import Refused
from portal.rules.clock import cautious_start, no_personal_data_confirmed
from portal.rules.duties import owed
from portal.rules.ending.ended_without_dpo import waiting
from portal.rules.facts import Loss, Outage, Responsibility
from portal.rules.triage.causes import CAUSES
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Kind,
    Responsible,
    Stage,
)
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    OPEN,
    PEOPLE,
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
CALENDAR = Calendar("england", ())
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
@pytest.mark.clause("DBRP-2.3", "DBRP-2.4")
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
    assert [loss.recovered_at for loss in lost.losses] == [None]
    again: Answers = {**SAID, "reason": "Only seen by others."}
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, lost, Role.DPO, **again)
    assert refusal.value.field == "permanent_loss"


@pytest.mark.clause("DBRP-2.5")
def test_recovered_after_all_corrects_it_and_both_stay() -> None:
    known = decide(classify.ACTION, facts(), Role.DPO, **SAID).facts
    assert who_may(record_permanent_loss.ACTION, known, WORMLEY) == {Role.HEAD, Role.DPO}
    assert who_may(record_recovered.ACTION, known, WORMLEY) == set()
    lost = decide(record_permanent_loss.ACTION, known, Role.HEAD, what="The folder.").facts
    assert lost.classification is not None
    assert lost.classification.breach_types == (BreachType.AVAILABILITY,)
    assert lost.classification.permanent_loss
    found = decide(record_recovered.ACTION, lost, Role.DPO, loss=0, how="A copy was found.").facts
    assert [each.permanent_loss for each in found.classifications] == [False, True, False]
    assert found.losses[0].what == "The folder."
    assert found.losses[0].how_recovered == "A copy was found."
    decide(classify.ACTION, found, Role.DPO, **SAID, reason="A copy was found.")


@pytest.mark.parametrize(
    ("action", "said", "field"),
    [
        (record_permanent_loss, {"what": " "}, "what"),
        (record_recovered, {"loss": 1, "how": "Found."}, "loss"),
        (record_recovered, {"loss": 0, "how": ""}, "how"),
    ],
)
def test_loss_and_recovery_need_words(action: ModuleType, said: Answers, field: str) -> None:
    known = facts(losses=(Loss("All.", PEOPLE[Role.HEAD], NOW),))
    with pytest.raises(Refused) as refusal:
        decide(action.ACTION, known, Role.HEAD, **said)
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-2.6")
def test_a_passing_loss_is_kept_with_its_times_and_is_an_availability_breach() -> None:
    gone = Outage(NOTICED, NOTICED + timedelta(hours=1))
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.DPO, **SAID, outage=gone)
    assert refusal.value.field == "breach_types"
    said: Answers = {**SAID, "breach_types": (BreachType.AVAILABILITY,)}
    outcome = decide(classify.ACTION, facts(), Role.DPO, **said, outage=gone)
    assert outcome.facts.classification is not None
    assert outcome.facts.classification.outage == gone
    assert "could not be reached from Monday 16 November 2026, 9:00am to" in outcome.summary
    duties = {duty.kind for duty in owed(outcome.facts, WORMLEY, CALENDAR, NOW)}
    assert {"establish_breach", "submit_to_regulator"} <= duties
    for wrong, where in (
        (Outage(NOW + timedelta(hours=1)), "outage_since"),
        (Outage(NOTICED, NOTICED - timedelta(hours=1)), "outage_until"),
    ):
        with pytest.raises(Refused) as refusal:
            decide(classify.ACTION, facts(), Role.DPO, **said, outage=wrong)
        assert refusal.value.field == where


@pytest.mark.clause("DBRP-2.2")
def test_causes_have_sub_causes_of_their_own() -> None:
    outcome = decide(
        classify.ACTION, facts(), Role.DPO, **SAID, sub_causes=("wrong_recipient", "all_in_copy")
    )
    assert "human error (sent to the wrong person, everybody’s address" in outcome.summary
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.DPO, **SAID, sub_causes=("lost_paper",))
    assert refusal.value.field == "causes"
    assert set(CAUSES) == set(Cause)


def test_who_was_responsible_and_whether_it_goes_on() -> None:
    them = Responsibility(Responsible.PROCESSOR, "Cloud Ltd")
    said: Answers = {**SAID, "responsible": them, "contained": Containment.CONTAINED}
    outcome = decide(classify.ACTION, facts(), Role.DPO, **said)
    assert "in the hands of a processor, Cloud Ltd" in outcome.summary
    assert outcome.facts.contained
    again = decide(classify.ACTION, outcome.facts, Role.DPO, **said, reason="As before.")
    assert len(again.facts.containment) == 1
    late = replace(them, found_at=NOW - timedelta(days=4))
    known = decide(classify.ACTION, facts(), Role.DPO, **{**said, "responsible": late})
    assert "Cloud Ltd, which found it on Thursday 12 November 2026, 2:00pm" in known.summary
    assert cautious_start(known.facts) == cautious_start(outcome.facts)  # no clock of ours
    ahead = replace(them, found_at=NOW + timedelta(minutes=1))
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.DPO, **{**said, "responsible": ahead})
    assert refusal.value.field == "found_at"
    nameless = Responsibility(Responsible.JOINT_CONTROLLER)
    with pytest.raises(Refused) as refusal:
        decide(classify.ACTION, facts(), Role.DPO, **{**SAID, "responsible": nameless})
    assert refusal.value.field == "responsible_name"


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
