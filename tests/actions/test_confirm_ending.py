"""The DPO's look at what was ended or delayed without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import confirm_ending, record_no_breach
from portal.errors import Refused
from portal.rules.clock import clock_has_ended
from portal.rules.duties import owed
from portal.rules.ending.ended_without_dpo import waiting
from portal.rules.facts import Awareness, Escalation, Facts
from portal.rules.in_charge.own_work import unsigned
from portal.rules.outcome import Action, Actor
from portal.rules.words import Answer, Escalated, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    PEOPLE,
    WORMLEY,
    Answers,
    actor,
    alerted,
    classified,
    decide,
    facts,
    who_may,
)

ACTION = confirm_ending.ACTION
HEAD = PEOPLE[Role.HEAD]
LATER = NOW + timedelta(hours=1)


def no_breach(by: UUID = HEAD, **known: Any) -> Facts:
    return facts(no_breach_at=NOW, no_breach_by=by, no_breach_reason="A test.", **known)


NO_DATA = facts(classifications=(classified(personal_data=Answer.NO),))
MOVED = facts(
    Stage.INVESTIGATING,
    awareness=(
        Awareness(NOTICED, "Seen.", PEOPLE[Role.DPO], NOTICED, by_dpo=True),
        Awareness(NOW, "Only then.", HEAD, NOW),
    ),
)


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        (facts(), False),
        (NO_DATA, True),
        (no_breach(), True),
        (no_breach(no_breach_by_dpo=True), True),
        (MOVED, True),
        (facts(classifications=(classified(personal_data=Answer.NO, by_dpo=True),)), False),
    ],
)
def test_the_dpo_alone_and_only_where_there_is_something(known: Facts, offered: bool) -> None:
    assert who_may(ACTION, known, WORMLEY) == ({Role.DPO} if offered else set())


@pytest.mark.parametrize("known", [NO_DATA, no_breach()])
def test_until_the_dpo_agrees_the_clock_goes_on(known: Facts) -> None:
    assert not clock_has_ended(known)
    outcome = decide(ACTION, known, Role.DPO, now=LATER, agree=True, reasons="I have seen it.")
    assert clock_has_ended(outcome.facts)
    assert waiting(outcome.facts) == ()


def test_taken_up_the_finding_no_longer_holds_and_both_stay() -> None:
    said: Answers = {"now": LATER, "agree": False, "reasons": "The list had names."}
    data = decide(ACTION, NO_DATA, Role.DPO, **said)
    assert [each.personal_data for each in data.facts.classifications] == [
        Answer.NO,
        Answer.NOT_SURE,
    ]
    assert data.facts.stage is Stage.INVESTIGATING
    assert alerted(data) == {"taken_up": {Role.HEAD}}
    breach = decide(ACTION, no_breach(), Role.DPO, **said)
    assert breach.facts.no_breach_at is None
    moved = decide(ACTION, MOVED, Role.DPO, **said)
    assert [each.aware_at for each in moved.facts.awareness] == [NOTICED, NOW, NOTICED]
    for each in (data, breach, moved):
        assert waiting(each.facts) == ()


def test_a_new_finding_after_the_look_waits_again() -> None:
    agreed = decide(ACTION, NO_DATA, Role.DPO, now=LATER, agree=True, reasons="Yes.").facts
    again = classified(personal_data=Answer.NO, at=LATER + timedelta(hours=1))
    more = facts(
        classifications=(*agreed.classifications, again), dpo_confirmed_at=agreed.dpo_confirmed_at
    )
    assert len(waiting(more)) == 1
    assert waiting(more)[0].occurrence == 2


def test_reasons_are_needed_and_nobody_agrees_with_themselves() -> None:
    with pytest.raises(Refused) as refusal:
        decide(ACTION, NO_DATA, Role.DPO, agree=True, reasons="")
    assert refusal.value.field == "reasons"
    standing_in = actor(Role.HEAD, Role.DPO)
    with pytest.raises(Refused) as refusal:
        decide(ACTION, NO_DATA, standing_in, agree=True, reasons="I agree with myself.")
    assert refusal.value.field == "agree"


def test_where_nobody_else_is_left_their_own_look_counts_and_is_signed_as_well() -> None:
    said: Answers = {"agree": True, "reasons": "Nobody else is here.", "nobody_else": True}
    alone = decide(ACTION, NO_DATA, actor(Role.HEAD, Role.DPO), **said)
    assert waiting(alone.facts) == ()
    assert [each.action for each in unsigned(alone.facts)] == ["confirm_ending"]
    assert alerted(alone) == {"second_signature": {Role.DPO, Role.CHAIR}}
    other = decide(ACTION, NO_DATA, Role.DPO, **said)
    assert (unsigned(other.facts), other.effects) == ((), ())


AGREE, TAKE_UP, FOUND = {"agree": True}, {"agree": False}, {"reason": "Nobody opened it."}
STANDING_IN = actor(Role.HEAD, Role.DPO)


@pytest.mark.clause("DBRP-5.3")
@pytest.mark.parametrize(
    ("action", "known", "person", "answers", "looked"),
    [
        (ACTION, no_breach(), Role.DPO, AGREE, Escalated.DECLINE_AGREED),
        (ACTION, NO_DATA, Role.DPO, AGREE, Escalated.DECLINE_AGREED),
        (ACTION, no_breach(), Role.DPO, TAKE_UP, Escalated.TAKEN_UP),
        (ACTION, MOVED, Role.DPO, AGREE, None),  # the clock goes on: the case itself waits
        (ACTION, no_breach(PEOPLE[Role.LEAD]), STANDING_IN, AGREE, None),  # their 'no'
        (record_no_breach.ACTION, facts(), Role.DPO, FOUND, Escalated.DECLINE_AGREED),
        (record_no_breach.ACTION, facts(), Role.LEAD, FOUND, None),
    ],
)
def test_who_looked_at_the_ending_need_not_look_at_the_declined_case_as_well(
    action: Action[Any],
    known: Facts,
    person: Role | Actor,
    answers: Answers,
    looked: Escalated | None,
) -> None:
    said = answers if "reason" in answers else {**answers, "reasons": "I have seen it."}
    declined = Escalation(Escalated.DECLINED, HEAD, NOW, "Only names.")
    anew = looked if looked is Escalated.TAKEN_UP else None
    for before, expected in (((declined,), looked), ((), anew)):
        start = replace(known, escalations=before)
        after = decide(action, start, person, now=LATER, **said).facts
        assert [each.what for each in after.escalations[len(before) :]] == (
            [expected] if expected else []
        )
        met = [
            each.met_at
            for each in owed(after, WORMLEY, Calendar(), LATER)
            if each.kind == "look_at_declined"
        ]
        assert met == ([LATER if looked else None] if before else [])


@pytest.mark.parametrize(
    ("action", "known", "person", "answers", "stage"),
    [
        (ACTION, no_breach(), Role.DPO, AGREE, Stage.INVESTIGATING),
        (ACTION, NO_DATA, Role.DPO, AGREE, Stage.REPORTED),
        (record_no_breach.ACTION, facts(), Role.DPO, FOUND, Stage.INVESTIGATING),
        (record_no_breach.ACTION, facts(), Role.LEAD, FOUND, Stage.REPORTED),
    ],
)
def test_no_breach_in_the_eyes_of_the_dpo_waits_for_no_decision_of_the_head(
    action: Action[Any], known: Facts, person: Role, answers: Answers, stage: Stage
) -> None:
    """Nothing would be owed any more, and from where it was reported nobody can close it."""
    said = answers if "reason" in answers else {**answers, "reasons": "I have seen it."}
    assert decide(action, known, person, now=LATER, **said).facts.stage is stage
