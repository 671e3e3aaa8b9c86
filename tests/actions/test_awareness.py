"""Declare awareness, move it, record no breach."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.actions import confirm_ending, declare_aware, move_awareness, record_no_breach
from portal.errors import Refused
from portal.rules.clock import cautious_start, no_breach_confirmed, regulator_clock
from portal.rules.ending.ended_without_dpo import waiting
from portal.rules.facts import Awareness, Facts, Submission
from portal.rules.words import Route, Stage, SubmissionKind
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
    alerted,
    decide,
    facts,
    who_may,
)

DECLARERS = {Role.DPO, Role.LEAD, Role.HEAD}
LATER = NOTICED + timedelta(hours=2)
AWARE = Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOW)
SENT = Submission(
    id=PEOPLE[Role.DPO],
    number=1,
    kind=SubmissionKind.INITIAL,
    route=Route.WEB_FORM,
    done_at=NOW,
    recorded_at=NOW,
    by=PEOPLE[Role.DPO],
)
ENDED = {"ended_without_dpo": {Role.DPO}}


def aware(**known: Any) -> Facts:
    return facts(Stage.INVESTIGATING, awareness=(AWARE,), **known)


@pytest.mark.parametrize("policy", [WENTWORTH, WORMLEY])
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_declares_and_who_moves(policy: Policy, stage: Stage) -> None:
    is_open = stage in OPEN
    assert who_may(declare_aware.ACTION, facts(stage), policy) == (DECLARERS if is_open else set())
    assert who_may(record_no_breach.ACTION, facts(stage), policy) == (
        DECLARERS if is_open else set()
    )
    assert who_may(move_awareness.ACTION, facts(stage), policy) == set()
    moved = facts(stage, awareness=(AWARE,))
    assert who_may(move_awareness.ACTION, moved, policy) == ({Role.DPO} if is_open else set())
    assert who_may(declare_aware.ACTION, moved, policy) == set()


@pytest.mark.clause("DBRP-4.2")
def test_awareness_is_a_dated_reasoned_finding_by_somebody() -> None:
    said: Answers = {"aware_at": NOTICED, "reason": "The list has left the school."}
    outcome = decide(declare_aware.ACTION, facts(), Role.HEAD, **said)
    found = outcome.facts.aware
    assert found == Awareness(NOTICED, said["reason"], PEOPLE[Role.HEAD], NOW)
    assert outcome.facts.stage is Stage.INVESTIGATING
    assert outcome.facts.intake.noticed_at == NOTICED
    clock = regulator_clock(outcome.facts)
    assert (clock.due_at, clock.cautious) == (NOTICED + timedelta(hours=72), False)
    assert alerted(outcome) == {"aware": {Role.DPO, Role.DSL, Role.IT_CONTACT}}


@pytest.mark.clause("DBRP-4.2")
@pytest.mark.parametrize("earlier", [NOTICED, NOTICED - timedelta(days=2)])
def test_at_or_before_the_cautious_start_nothing_more_is_asked(earlier: datetime) -> None:
    outcome = decide(declare_aware.ACTION, facts(), Role.DPO, aware_at=earlier, reason="Seen.")
    assert outcome.facts.awareness[-1].aware_at == earlier


@pytest.mark.clause("DBRP-4.2")
def test_later_than_the_cautious_start_takes_a_reason_for_that() -> None:
    assert cautious_start(facts()) == NOTICED
    said: Answers = {"aware_at": LATER, "reason": "A parent confirmed it."}
    with pytest.raises(Refused) as refusal:
        decide(declare_aware.ACTION, facts(), Role.DPO, **said)
    assert refusal.value.field == "why_later"
    said["why_later"] = "Until then nobody knew whether it had been sent."
    outcome = decide(declare_aware.ACTION, facts(), Role.DPO, **said)
    assert "nobody knew" in outcome.facts.awareness[-1].reason


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"aware_at": NOW + timedelta(seconds=1), "reason": "Seen."}, "aware_at"),
        ({"aware_at": NOTICED, "reason": ""}, "reason"),
    ],
)
def test_declaring_refuses_the_future_and_no_reason(said: Answers, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(declare_aware.ACTION, facts(), Role.DPO, **said)
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-4.2")
def test_moving_keeps_both_and_runs_from_the_new_moment() -> None:
    outcome = decide(
        move_awareness.ACTION, aware(), Role.DPO, aware_at=LATER, reason="It was another list."
    )
    assert [each.aware_at for each in outcome.facts.awareness] == [NOTICED, LATER]
    assert regulator_clock(outcome.facts).start == LATER
    assert outcome.effects == ()
    assert "later, from" in outcome.summary


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"aware_at": NOW + timedelta(hours=1), "reason": "x"}, "aware_at"),
        ({"aware_at": NOTICED, "reason": "x"}, "aware_at"),
        ({"aware_at": LATER, "reason": " "}, "reason"),
    ],
)
def test_what_moving_refuses(said: Answers, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(move_awareness.ACTION, aware(), Role.DPO, **said)
    assert refusal.value.field == field


def test_never_moved_after_a_submission() -> None:
    assert who_may(move_awareness.ACTION, aware(submissions=(SENT,)), WORMLEY) == set()


@pytest.mark.clause("DBRP-4.2")
def test_moved_later_by_others_the_dpo_looks_and_earlier_nobody_need() -> None:
    movers = WORMLEY.model_copy(update={"awareness_movers": (Role.DPO, Role.HEAD)})
    said: Answers = {"policy": movers, "reason": "Because."}
    later = decide(move_awareness.ACTION, aware(), Role.HEAD, aware_at=LATER, **said)
    assert alerted(later) == ENDED
    assert regulator_clock(later.facts).start == NOTICED, "until the DPO agrees"
    once_more = decide(
        move_awareness.ACTION, later.facts, Role.HEAD, aware_at=LATER - timedelta(minutes=1), **said
    )
    assert alerted(once_more) == ENDED, "it is later than what holds"
    for agree, start in ((True, LATER - timedelta(minutes=1)), (False, NOTICED)):
        looked = decide(
            confirm_ending.ACTION, once_more.facts, Role.DPO, agree=agree, reasons="Seen."
        ).facts
        assert regulator_clock(looked).start == start
        assert waiting(looked) == ()
    before = NOTICED - timedelta(hours=1)
    earlier = decide(move_awareness.ACTION, aware(), Role.HEAD, aware_at=before, **said)
    assert earlier.effects == ()


def test_no_breach_needs_a_reason_and_the_dpo() -> None:
    with pytest.raises(Refused):
        decide(record_no_breach.ACTION, facts(), Role.HEAD, reason=" ")
    by_head = decide(record_no_breach.ACTION, facts(), Role.HEAD, reason="A test message.")
    assert alerted(by_head) == ENDED
    assert not no_breach_confirmed(by_head.facts)
    assert who_may(record_no_breach.ACTION, by_head.facts, WORMLEY) == set()
    by_dpo = decide(record_no_breach.ACTION, aware(submissions=(SENT,)), Role.DPO, reason="A test.")
    assert by_dpo.effects == ()
    assert no_breach_confirmed(by_dpo.facts)


def test_a_breach_after_all() -> None:
    ended = decide(record_no_breach.ACTION, facts(), Role.DPO, reason="A test message.").facts
    outcome = decide(declare_aware.ACTION, ended, Role.DPO, aware_at=NOTICED, reason="It was not.")
    assert outcome.facts.no_breach_at is None
    assert not no_breach_confirmed(outcome.facts)
