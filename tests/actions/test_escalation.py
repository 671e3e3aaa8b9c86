"""Escalate, decline, answer: who may, from where, and what each leads to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.actions import answer_declined, complete_log, decline_escalation, escalate_to_dpo
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.ending.breach_log import filled, missing
from portal.rules.facts import BreachLog, Escalation, Facts, LogAnswer
from portal.rules.in_charge.own_work import unsigned
from portal.rules.words import Escalated, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    OPEN,
    PEOPLE,
    REPORTED,
    WENTWORTH,
    WORMLEY,
    Answers,
    actor,
    alerted,
    decide,
    facts,
    who_may,
)

HEADS_SAY = {Role.HEAD, Role.DPO}


def said(what: Escalated) -> Escalation:
    return Escalation(what, PEOPLE[Role.HEAD], NOW, "Only names.")


DECLINED = said(Escalated.DECLINED)
NOT_TAKEN = facts(escalations=(DECLINED,))
LOGGED = facts(escalations=(DECLINED,), log=BreachLog(completed_at=NOW))
LOGGED_BEFORE = facts(log=BreachLog(completed_at=NOW))
AGREED = facts(escalations=(DECLINED, said(Escalated.DECLINE_AGREED)))


@pytest.mark.parametrize(
    ("policy", "stage", "roles"),
    [
        (WORMLEY, Stage.REPORTED, HEADS_SAY | {Role.LEAD}),
        (WORMLEY, Stage.REVIEWING, HEADS_SAY | {Role.LEAD}),
        (WORMLEY, Stage.CLOSED, set()),
        (WENTWORTH, Stage.REPORTED, HEADS_SAY | {Role.SLT, Role.LEAD}),
        (WENTWORTH, Stage.INVESTIGATING, HEADS_SAY | {Role.SLT, Role.LEAD}),
    ],
)
def test_who_escalates(policy: Policy, stage: Stage, roles: set[Role]) -> None:
    assert who_may(escalate_to_dpo.ACTION, facts(stage), policy) == roles


@pytest.mark.clause("DBRP-5.3")
@pytest.mark.parametrize(
    ("known", "kind", "role", "opens_at", "hours", "met_at"),
    [
        (facts(), "decide_escalation", Role.HEAD, REPORTED, 4, None),
        (NOT_TAKEN, "decide_escalation", Role.HEAD, REPORTED, 4, NOW),
        (NOT_TAKEN, "complete_declined_log", Role.HEAD, NOW, 2, None),
        (LOGGED, "complete_declined_log", Role.HEAD, NOW, 2, NOW),
        (NOT_TAKEN, "look_at_declined", Role.DPO, NOW, 19, None),  # 24 h after it was noticed
        (AGREED, "look_at_declined", Role.DPO, NOW, 19, NOW),
    ],
)
def test_what_a_decision_to_escalate_or_not_leaves_owed(
    known: Facts, kind: str, role: Role, opens_at: datetime, hours: int, met_at: datetime | None
) -> None:
    (duty,) = (each for each in owed(known, WORMLEY, Calendar(), NOW) if each.kind == kind)
    assert (duty.role, duty.opens_at, duty.met_at) == (role, opens_at, met_at)
    assert duty.due_at == opens_at + timedelta(hours=hours)
    assert duty.closing_waits
    assert duty.looks_at_work_of == ({PEOPLE[Role.HEAD]} if role is Role.DPO else set())


def test_nobody_decides_without_the_gate_nor_logs_what_was_taken_up() -> None:
    taken = facts(escalations=(DECLINED, said(Escalated.TAKEN_UP)))
    for known, policy in ((NOT_TAKEN, WENTWORTH), (taken, WORMLEY)):
        kinds = {each.kind for each in owed(known, policy, Calendar(), NOW)}
        assert not kinds & (
            {"complete_declined_log"} if policy is WORMLEY else {"decide_escalation"}
        )


@pytest.mark.clause("DBRP-5.3")
@pytest.mark.parametrize(
    ("known", "owes"),
    [
        ({"no_breach_at": NOW, "no_breach_by": PEOPLE[Role.HEAD]}, True),
        ({"no_breach_at": NOW, "dpo_confirmed_at": NOW}, False),
        ({"no_breach_at": NOW, "no_breach_by_dpo": True}, False),
        ({"dpo_confirmed_at": NOW}, True),
        ({"no_breach_at": NOW, "no_breach_by_dpo": True, "escalations": (DECLINED,)}, True),
    ],
)
def test_once_the_dpo_has_found_no_breach_nothing_is_left_to_escalate(
    known: dict[str, Any], owes: bool
) -> None:
    kinds = {each.kind for each in owed(facts(**known), WORMLEY, Calendar(), NOW)}
    assert ("decide_escalation" in kinds) is owes


@pytest.mark.clause("DBRP-5.4")
def test_escalating_needs_neither_reasons_nor_log() -> None:
    outcome = decide(escalate_to_dpo.ACTION, facts(), Role.HEAD)
    assert outcome.facts.stage is Stage.INVESTIGATING
    assert alerted(outcome) == {"escalated": {Role.DPO}}


def test_without_a_gate_escalating_asks_for_help_and_moves_nothing() -> None:
    outcome = decide(escalate_to_dpo.ACTION, facts(), Role.SLT, policy=WENTWORTH)
    assert outcome.facts.stage is Stage.REPORTED


def test_escalated_once_is_enough_but_a_declined_case_can_still_go() -> None:
    once = facts(escalations=(said(Escalated.ESCALATED),))
    assert who_may(escalate_to_dpo.ACTION, once, WORMLEY) == set()
    assert Role.HEAD in who_may(escalate_to_dpo.ACTION, facts(escalations=(DECLINED,)), WORMLEY)


@pytest.mark.clause("DBRP-5.3")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_only_the_head_declines_only_what_is_new_and_only_where_there_is_a_gate(
    stage: Stage,
) -> None:
    expected = {Role.HEAD} if stage is Stage.REPORTED else set()
    assert who_may(decline_escalation.ACTION, facts(stage), WORMLEY) == expected
    assert who_may(decline_escalation.ACTION, facts(stage), WENTWORTH) == set()
    assert who_may(decline_escalation.ACTION, facts(escalations=(DECLINED,)), WORMLEY) == set()


@pytest.mark.clause("DBRP-5.3")
def test_declining_takes_reasons_and_tells_the_dpo() -> None:
    with pytest.raises(Refused) as refusal:
        decide(decline_escalation.ACTION, facts(), Role.HEAD, reasons="  ")
    assert refusal.value.field == "reasons"
    outcome = decide(decline_escalation.ACTION, facts(), Role.HEAD, reasons="Only names.")
    assert "Only names." in outcome.summary
    assert alerted(outcome) == {"declined": {Role.DPO}}
    assert outcome.facts.stage is Stage.REPORTED


@pytest.mark.clause("DBRP-5.3")
@pytest.mark.parametrize(
    ("escalations", "declined"),
    [
        ((), False),
        ((DECLINED,), True),
        ((DECLINED, said(Escalated.DECLINE_AGREED)), True),
        ((DECLINED, said(Escalated.TAKEN_UP)), False),
    ],
)
def test_the_log_of_a_declined_case_goes_to_the_dpo_once(
    escalations: tuple[Escalation, ...], *, declined: bool
) -> None:
    known = facts(escalations=escalations)
    lines = filled(known, WORMLEY, lambda _person: "Somebody")
    answers = tuple(LogAnswer(line.key, "", not_yet_known=True) for line in missing(lines))
    later = decide(complete_log.ACTION, known, Role.HEAD, finish=False)
    done = decide(complete_log.ACTION, later.facts, Role.HEAD, answers=answers)
    again = decide(complete_log.ACTION, done.facts, Role.HEAD)
    sent = {"log_linked": {Role.DPO}} if declined else {}
    assert [alerted(each) for each in (later, done, again)] == [{}, sent, {}]


@pytest.mark.clause("DBRP-5.3")
def test_a_log_that_is_complete_when_it_is_declined_goes_to_the_dpo_with_that() -> None:
    outcome = decide(decline_escalation.ACTION, LOGGED_BEFORE, Role.HEAD, reasons="Only names.")
    assert alerted(outcome) == {"declined": {Role.DPO}, "log_linked": {Role.DPO}}


@pytest.mark.clause("DBRP-5.3")
def test_the_dpo_alone_answers_a_declined_case() -> None:
    known = facts(escalations=(DECLINED,))
    assert who_may(answer_declined.ACTION, known, WORMLEY) == {Role.DPO}
    assert who_may(answer_declined.ACTION, facts(), WORMLEY) == set()


def test_nobody_agrees_with_their_own_no_while_anybody_else_can_be_found() -> None:
    known, own = facts(escalations=(DECLINED,)), actor(Role.HEAD, Role.DPO)
    said: Answers = {"take_up": False, "reasons": "Still so."}
    with pytest.raises(Refused) as refusal:
        decide(answer_declined.ACTION, known, own, **said)
    assert refusal.value.field == "answer"
    alone = decide(answer_declined.ACTION, known, own, nobody_else=True, **said)
    assert [each.action for each in unsigned(alone.facts)] == ["answer_declined"]
    assert alerted(alone) == {"second_signature": {Role.DPO, Role.CHAIR}}
    assert unsigned(decide(answer_declined.ACTION, known, own, take_up=True).facts) == ()


def test_agreeing_takes_reasons_and_taking_up_does_not() -> None:
    known = facts(escalations=(DECLINED,))
    with pytest.raises(Refused):
        decide(answer_declined.ACTION, known, Role.DPO, take_up=False)
    agreed = decide(answer_declined.ACTION, known, Role.DPO, take_up=False, reasons="I agree.")
    assert agreed.facts.stage is Stage.REPORTED
    taken = decide(answer_declined.ACTION, known, Role.DPO, take_up=True)
    assert taken.facts.stage is Stage.INVESTIGATING
    assert alerted(taken) == {"taken_up": {Role.HEAD}}
    assert [each.what for each in taken.facts.escalations] == [
        Escalated.DECLINED,
        Escalated.TAKEN_UP,
    ]
