"""Somebody looked at their own work, as nobody else could be found: DPO or chair sign as well."""

from __future__ import annotations

import pytest

from portal.actions import second_signature
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.facts import Facts, OutcomeReport, OwnWork
from portal.rules.in_charge.own_work import unsigned
from portal.rules.words import Family, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, Answers, alerted, decide, facts, who_may

SIGN = second_signature.ACTION
CALENDAR = Calendar("england", ())
OWN = OwnWork("assess_outcome", PEOPLE[Role.HEAD], NOW)


def assessed(by: Role = Role.HEAD) -> Facts:
    head = PEOPLE[by]
    report = OutcomeReport(1, "Found.", "Do.", head, NOW, accepted=True, assessed_by=head)
    return facts(
        Stage.REVIEWING,
        own_work=(OwnWork("assess_outcome", head, NOW),),
        outcome_reports=(report,),
    )


@pytest.mark.parametrize("stage", list(Stage))
def test_dpo_or_chair_sign_once_something_waits(stage: Stage) -> None:
    assert who_may(SIGN, facts(stage), WENTWORTH) == set()
    assert who_may(SIGN, facts(stage, own_work=(OWN,)), WENTWORTH) == {Role.DPO, Role.CHAIR}


def test_it_is_a_duty_that_holds_up_nothing_but_the_closing() -> None:
    listed = owed(assessed(), WENTWORTH, CALENDAR, NOW)
    (duty,) = [each for each in listed if each.kind == "second_signature"]
    assert duty.role is Role.DPO
    assert duty.family is Family.INTERNAL
    assert duty.looks_at_work_of == {PEOPLE[Role.HEAD]}
    assert duty.closing_waits


def test_signed_it_stands() -> None:
    signed = decide(SIGN, assessed(), Role.CHAIR, policy=WENTWORTH, agrees=True)
    assert not unsigned(signed.facts)
    assert signed.facts.stage is Stage.REVIEWING
    assert signed.facts.outcome_reports[-1].accepted


def test_not_signed_the_report_goes_back() -> None:
    said: Answers = {"agrees": False, "comment": "The cause is missing."}
    refused = decide(SIGN, assessed(), Role.DPO, policy=WENTWORTH, **said)
    assert refused.facts.stage is Stage.INVESTIGATING
    assert refused.facts.outcome_reports[-1].accepted is False
    assert alerted(refused) == {"news": {Role.HEAD, Role.DPO}}


def test_a_reason_is_needed_and_nobody_signs_for_themselves() -> None:
    with pytest.raises(Refused) as refusal:
        decide(SIGN, assessed(), Role.DPO, policy=WENTWORTH, agrees=False)
    assert refusal.value.field == "comment"
    with pytest.raises(Refused) as refusal:
        decide(SIGN, assessed(Role.CHAIR), Role.CHAIR, policy=WENTWORTH, agrees=True)
    assert refusal.value.field == "agrees"


def test_where_still_nobody_else_is_left_closing_does_not_wait_for_ever() -> None:
    said: Answers = {"agrees": True, "nobody_else": True}
    alone = decide(SIGN, assessed(Role.CHAIR), Role.CHAIR, policy=WENTWORTH, **said)
    assert not unsigned(alone.facts)
    assert alone.summary.startswith("Signed alone")
