"""Advice, decision, review and who is told of it: who may, what is asked, what it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.actions import (
    advise_regulator,
    confirm_not_reporting,
    confirm_other_report,
    decide_regulator,
    record_told,
    take_legal_advice,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Awareness, Facts, RiskAssessment
from portal.rules.regulator.submitting import offered_reasons
from portal.rules.words import ANY_STAGE, Answer, Family, LegalRisk, RegulatorChoice, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    alerted,
    classified,
    decide,
    facts,
    who_may,
)

AWARE = (Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOTICED, by_dpo=True),)
REPORT, DO_NOT, ANOTHER = RegulatorChoice


def aware(stage: Stage = Stage.INVESTIGATING, **known: Any) -> Facts:
    known.setdefault("classifications", (classified("major"),))
    return facts(stage, awareness=AWARE, **known)


def decided(choice: RegulatorChoice, policy: Policy = WORMLEY) -> Facts:
    return decide(
        decide_regulator.ACTION,
        aware(),
        Role.DPO if policy is WORMLEY else Role.HEAD,
        policy=policy,
        choice=choice,
        reasons="Because.",
        controller="The council",
    ).facts


def duties(known: Facts, policy: Policy = WORMLEY, at: datetime = NOW) -> dict[str, Duty]:
    """The open ones, by kind; the last of a kind."""
    return {duty.kind: duty for duty in owed(known, policy, Calendar(), at) if duty.met_at is None}


def test_nothing_is_decided_or_asked_before_anybody_noticed() -> None:
    said: Answers = {"choice": REPORT, "reasons": "Because."}
    slip: Answers = {"policy": WORMLEY, "now": NOTICED - timedelta(days=300)}
    for action, answers in ((decide_regulator, said), (take_legal_advice, {"whom": "Counsel"})):
        assert decide(action.ACTION, aware(), Role.DPO, **answers).summary
        with pytest.raises(Refused, match="Nobody knew of it before") as refusal:
            decide(action.ACTION, aware(), Role.DPO, **answers, **slip)
        assert refusal.value.field == "done_at"


@pytest.mark.clause("DBRP-1.4", "SIP-6c")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
@pytest.mark.parametrize(
    ("policy", "roles"),
    [(WORMLEY, {Role.DPO}), (WENTWORTH, {Role.HEAD, Role.SLT})],
)
def test_who_decides_is_the_policys_and_no_stage_stops_it(
    stage: Stage, policy: Policy, roles: set[Role]
) -> None:
    assert who_may(decide_regulator.ACTION, aware(stage), policy) == roles
    assert who_may(decide_regulator.ACTION, facts(stage), policy) == roles


@pytest.mark.parametrize("choice", RegulatorChoice)
def test_reasons_are_always_asked(choice: RegulatorChoice) -> None:
    with pytest.raises(Refused) as refusal:
        decide(decide_regulator.ACTION, aware(), Role.DPO, choice=choice, reasons=" ")
    assert refusal.value.field == "reasons"


def test_another_controller_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        decide(decide_regulator.ACTION, aware(), Role.DPO, choice=ANOTHER, reasons="Theirs.")
    assert refusal.value.field == "controller"


@pytest.mark.clause("SIP-6c")
def test_major_and_critical_always_carry_the_decision() -> None:
    without = (classified("major", Answer.NO),)
    lower = (classified("minor", Answer.NO),)
    assert "decide_regulator" in duties(aware(classifications=without), WENTWORTH)
    assert "decide_regulator" not in duties(aware(classifications=lower), WENTWORTH)


@pytest.mark.clause("DBRP-1.4", "SIP-6c")
def test_the_decision_is_owed_48_hours_from_awareness_and_climbs_before() -> None:
    for policy, role in ((WORMLEY, Role.DPO), (WENTWORTH, Role.HEAD)):
        duty = duties(aware(), policy)["decide_regulator"]
        assert duty.due_at == NOTICED + timedelta(hours=48)
        assert duty.role is role
        assert duty.family is Family.REGULATOR
    assert "decide_regulator" not in duties(decided(REPORT))


@pytest.mark.clause("SIP-dpo")
def test_the_dpos_advice_is_owed_where_another_decides_and_never_waited_for() -> None:
    assert "advise_regulator" not in duties(aware())
    duty = duties(aware(), WENTWORTH)["advise_regulator"]
    assert (duty.role, duty.due_at) == (Role.DPO, NOTICED + timedelta(hours=12))
    assert decided(REPORT, WENTWORTH).regulator[-1].choice is REPORT
    assert who_may(advise_regulator.ACTION, aware(), WENTWORTH) == {Role.DPO}
    assert who_may(advise_regulator.ACTION, aware(), WORMLEY) == set()
    given = decide(
        advise_regulator.ACTION,
        aware(),
        Role.DPO,
        policy=WENTWORTH,
        recommends=None,
        advice="Ask me on Monday.",
    )
    assert alerted(given) == {"advised": {Role.HEAD}}
    assert "advise_regulator" not in duties(given.facts, WENTWORTH)


@pytest.mark.clause("DBRP-5.21")
def test_not_reporting_is_reviewed_after_30_days_then_every_90_until_closing() -> None:
    known = decided(DO_NOT)
    assert "submit_to_regulator" not in duties(known)
    first = duties(known)["review_not_reporting"]
    assert first.due_at == NOW + timedelta(days=30)
    assert not first.closing_waits
    later = NOW + timedelta(days=29)
    known = decide(
        confirm_not_reporting.ACTION, known, Role.DPO, now=later, reasons="Nothing new."
    ).facts
    second = duties(known)["review_not_reporting"]
    assert (second.occurrence, second.due_at) == (2, later + timedelta(days=90))
    assert "review_not_reporting" not in duties(replace(known, stage=Stage.CLOSED))


@pytest.mark.clause("DBRP-5.21")
def test_a_risk_recorded_afterwards_asks_for_the_decision_again() -> None:
    known = decided(DO_NOT)
    found = RiskAssessment(legal_risk=LegalRisk.RISK, at=NOW + timedelta(hours=1))
    duty = duties(replace(known, risk=found))["decide_again"]
    assert duty.due_at == NOW + timedelta(hours=25)
    assert duty.closing_waits  # nobody closes it as not reported over news not looked at
    once_more = replace(found, at=NOW + timedelta(hours=20), answer_since=found.at)
    assert duties(replace(known, risk=once_more))["decide_again"].due_at == duty.due_at
    reversed_ = decide(
        decide_regulator.ACTION,
        replace(known, risk=found),
        Role.DPO,
        now=NOW + timedelta(days=5),
        choice=REPORT,
        reasons="New facts.",
    ).facts
    assert len(reversed_.regulator) == 2
    again = duties(reversed_)
    assert "decide_again" not in again
    assert again["submit_to_regulator"].due_at == NOW + timedelta(days=6)
    assert "until new facts on Saturday 21 November" in offered_reasons(reversed_)
    assert offered_reasons(known) == ""


@pytest.mark.clause("DBRP-5.11")
def test_anothers_report_is_waited_for_60_hours_and_then_it_is_ours_again() -> None:
    known, ends = decided(ANOTHER), NOTICED + timedelta(hours=60)
    waiting = duties(known)
    assert "submit_to_regulator" not in waiting
    duty = waiting["other_controller_reported"]
    assert (duty.role, duty.action) == (Role.DPO, "confirm_other_report")
    assert duty.due_at == duty.recheck_at == ends
    back = duties(known, at=ends)
    assert "other_controller_reported" not in back
    assert back["submit_to_regulator"].action == "submit_initial"
    assert back["submit_to_regulator"].due_at == NOTICED + timedelta(hours=72)
    assert duties(known, at=ends - timedelta(seconds=1)).keys() == waiting.keys()


@pytest.mark.clause("DBRP-5.11")
@pytest.mark.parametrize("hours", [5, 59, 60, 71, 80])
def test_anothers_report_ends_our_duty_once_confirmed_whenever_that_is(hours: int) -> None:
    known = decided(ANOTHER)
    with pytest.raises(Refused, match="reference"):
        decide(confirm_other_report.ACTION, known, Role.DPO, reported_at=NOTICED, reference="")
    confirmed = decide(
        confirm_other_report.ACTION, known, Role.DPO, reported_at=NOTICED, reference="IC-1"
    ).facts
    assert who_may(confirm_other_report.ACTION, known, WORMLEY) == {Role.DPO}
    assert who_may(confirm_other_report.ACTION, confirmed, WORMLEY) == set()
    left = duties(confirmed, at=NOTICED + timedelta(hours=hours)).keys()
    assert not left & {"submit_to_regulator", "other_controller_reported"}
    another = decide(
        decide_regulator.ACTION,
        confirmed,
        Role.DPO,
        choice=ANOTHER,
        reasons="It was the supplier’s.",
        controller="The supplier",
    ).facts
    assert another.other_report is None
    assert "other_controller_reported" in duties(another)


def test_whoever_must_be_told_is_told_by_the_head_within_a_day() -> None:
    known = decided(REPORT)
    duty = duties(known)["tell_who_must"]
    assert (duty.role, duty.subject) == (Role.HEAD, Role.CHAIR)
    assert duty.due_at == NOW + timedelta(hours=24)
    assert who_may(record_told.ACTION, known, WORMLEY) == {Role.HEAD, Role.DPO}
    told = decide(record_told.ACTION, known, Role.HEAD, who=Role.CHAIR, how="By phone").facts
    assert "tell_who_must" not in duties(told)
    assert who_may(record_told.ACTION, told, WORMLEY) == set()
    assert who_may(record_told.ACTION, decided(DO_NOT), WORMLEY) == set()
