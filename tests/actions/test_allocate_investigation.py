"""Allocate the investigation: personally or to an officer, as the severity allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import (
    allocate_investigation,
    classify,
    declare_independence,
    mark_concerned,
    reassign,
    take_over,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Concern, Facts
from portal.rules.in_charge.leading import allocation_fits
from portal.rules.outcome import Actor, AnyAction, Outcome
from portal.rules.rows import Involve
from portal.rules.words import Answer, Cause, Kind, Stage
from tenants.calendar import Calendar
from tenants.roles import Role
from tests.actions.table import (
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

ACTION = allocate_investigation.ACTION
DUE = NOW + timedelta(days=10)
OFFICER = PEOPLE[Role.STAFF]


def known(severity: str) -> Facts:
    return facts(classifications=(classified(severity),))


def allocate(severity: str, role: Role, lead: Role, **said: Any) -> Outcome:
    said = {"direction": "Find out how.", "due_at": DUE, **said}
    return decide(ACTION, known(severity), role, policy=WENTWORTH, lead=PEOPLE[lead], **said)


@pytest.mark.clause("SIP-4c")
@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
def test_who_allocates(stage: Stage) -> None:
    done = facts(stage, classifications=(classified("minor"),))
    expected = {Role.HEAD, Role.SLT, Role.DPO} if stage in OPEN else set()
    assert who_may(ACTION, done, WENTWORTH) == expected
    assert who_may(ACTION, done, WORMLEY) == set()
    assert who_may(ACTION, facts(stage), WENTWORTH) == set()


@pytest.mark.clause("SIP-4c")
def test_to_an_officer_with_direction_and_date() -> None:
    outcome = allocate("minor", Role.HEAD, Role.STAFF)
    found = outcome.facts.allocation
    assert found is not None
    assert outcome.facts.stage is Stage.INVESTIGATING
    assert (found.lead, found.direction, found.due_at) == (OFFICER, "Find out how.", DUE)
    assert not found.personally
    assert outcome.rows == (Involve(OFFICER, "lead"),)
    assert [effect.people for effect in outcome.effects] == [(OFFICER,)]


@pytest.mark.clause("SIP-4c", "SIP-6")
def test_while_it_is_reviewed_only_where_whoever_led_turns_out_to_be_concerned() -> None:
    led = allocate("minor", Role.HEAD, Role.STAFF).facts
    reviewing = replace(led, stage=Stage.REVIEWING)
    assert who_may(ACTION, reviewing, WENTWORTH) == set(), "it is handed on"
    said: Answers = {"persons": (OFFICER,), "reason": "They sent it."}
    marked = decide(mark_concerned.ACTION, reviewing, Role.HEAD, policy=WENTWORTH, **said).facts
    (duty,) = (one for one in owed(marked, WENTWORTH, Calendar(), NOW) if one.action == ACTION.name)
    assert duty.met_at is None
    assert duty.role in who_may(ACTION, marked, WENTWORTH), "whoever owes it can do it"


@pytest.mark.clause("SIP-4c")
def test_personally_needs_no_direction() -> None:
    outcome = allocate("minor", Role.SLT, Role.SLT, direction="")
    assert outcome.facts.allocation is not None
    assert outcome.facts.allocation.personally
    assert outcome.effects == ()
    assert outcome.summary == "Investigates it personally."


@pytest.mark.parametrize(
    ("said", "field"),
    [({"direction": " "}, "direction"), ({"due_at": NOW}, "due_on")],
)
def test_what_is_refused(said: Answers, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        allocate("minor", Role.HEAD, Role.STAFF, **said)
    assert refusal.value.field == field


@pytest.mark.clause("SIP-6")
def test_nobody_whom_it_concerns_and_independence_is_declared() -> None:
    concerned = facts(
        classifications=(classified("major"),), concerns=(Concern(OFFICER, None, NOW),)
    )
    said: Answers = {"lead": OFFICER, "direction": "Find out.", "due_at": DUE, "independent": True}
    with pytest.raises(Refused) as refusal:
        decide(ACTION, concerned, Role.HEAD, policy=WENTWORTH, **said)
    assert refusal.value.field == "lead"
    with pytest.raises(Refused) as refusal:
        allocate("major", Role.HEAD, Role.HEAD)
    assert refusal.value.field == "independent"
    outcome = allocate("major", Role.HEAD, Role.STAFF, independent=True)
    assert outcome.facts.allocation is not None
    assert outcome.facts.allocation.independent
    assert "does not concern" in outcome.summary
    assert alerted(outcome)["joined"] == {Role.SLT, Role.DPO}


@pytest.mark.clause("SIP-6a")
def test_critical_is_led_in_person_by_the_role_that_the_ladder_names() -> None:
    for role, lead in ((Role.HEAD, Role.STAFF), (Role.DPO, Role.DPO)):
        with pytest.raises(Refused) as refusal:
            allocate("critical", role, lead, independent=True)
        assert refusal.value.field == "lead"
    outcome = allocate("critical", Role.SLT, Role.SLT, independent=True)
    assert outcome.facts.lead == PEOPLE[Role.SLT]
    assert alerted(outcome) == {"joined": {Role.DPO}}


@pytest.mark.clause("SIP-6a", "SIP-4c")
@pytest.mark.parametrize(("severity", "fits"), [("minor", True), ("critical", False)])
def test_a_higher_severity_asks_again_who_leads_and_another_look_does_not(
    severity: str, fits: bool
) -> None:
    led = allocate("minor", Role.HEAD, Role.STAFF).facts
    again = NOW + timedelta(hours=1)
    after = replace(
        led, classifications=(*led.classifications, replace(classified(severity), at=again))
    )
    assert allocation_fits(WENTWORTH, after) is fits
    (duty,) = duties(after, "allocate_investigation")
    assert duty.met_at == (NOW if fits else None)
    assert duty.opens_at == (NOW if fits else again)


@pytest.mark.clause("SIP-6")
def test_an_officer_declares_independence_for_themselves() -> None:
    led = allocate("major", Role.HEAD, Role.STAFF).facts
    (duty,) = duties(led, "declare_independence")
    assert (duty.role, duty.person, duty.met_at) == (Role.LEAD, PEOPLE[Role.STAFF], None)
    action = declare_independence.ACTION
    officer = Actor(PEOPLE[Role.STAFF], frozenset({Role.STAFF, Role.LEAD}))
    assert who_may(action, led, WENTWORTH) == {Role.LEAD}
    assert action.for_whom(WENTWORTH, led, officer)
    assert not action.for_whom(WENTWORTH, led, actor(Role.HEAD))
    with pytest.raises(Refused) as refusal:
        decide(action, led, officer, policy=WENTWORTH, independent=False)
    assert refusal.value.field == "independent"
    declared = decide(action, led, officer, policy=WENTWORTH, independent=True, note="None.")
    assert duties(declared.facts, "declare_independence")[0].met_at == NOW
    assert who_may(action, declared.facts, WENTWORTH) == set()
    minor = allocate("minor", Role.HEAD, Role.STAFF).facts
    assert not duties(minor, "declare_independence")
    risen = replace(minor, classifications=(*minor.classifications, classified("major")))
    assert duties(risen, "declare_independence")


@pytest.mark.clause("SIP-5d")
def test_take_over_and_hand_on() -> None:
    led = allocate("minor", Role.HEAD, Role.STAFF).facts
    heads = {Role.HEAD, Role.SLT, Role.DPO}
    assert who_may(take_over.ACTION, led, WENTWORTH) == heads
    assert who_may(reassign.ACTION, led, WENTWORTH) == heads | {Role.LEAD}
    assert who_may(take_over.ACTION, facts(), WENTWORTH) == set()
    assert who_may(reassign.ACTION, facts(), WENTWORTH) == set()
    taken = decide(take_over.ACTION, led, Role.SLT, policy=WENTWORTH, reason="It is too big.")
    assert taken.facts.lead == PEOPLE[Role.SLT]
    assert taken.facts.allocation is not None
    assert led.allocation is not None
    assert taken.facts.allocation.personally
    assert taken.facts.allocation.due_at == led.allocation.due_at
    assert [(e.template, e.people) for e in taken.effects] == [("handed_on", (PEOPLE[Role.STAFF],))]
    given = decide(
        reassign.ACTION,
        led,
        Role.HEAD,
        policy=WENTWORTH,
        lead=PEOPLE[Role.IT_CONTACT],
        reason="She knows the system.",
    )
    assert given.facts.lead == PEOPLE[Role.IT_CONTACT]
    assert {e.template: e.people for e in given.effects} == {
        "allocated": (PEOPLE[Role.IT_CONTACT],),
        "handed_on": (PEOPLE[Role.STAFF],),
    }


@pytest.mark.clause("SIP-7")
def test_handing_it_on_lengthens_no_time() -> None:
    critical = allocate("critical", Role.HEAD, Role.HEAD, independent=True).facts
    later = NOW + timedelta(hours=20)
    taken = decide(
        take_over.ACTION,
        critical,
        Role.SLT,
        policy=WENTWORTH,
        now=later,
        reason="She is ill.",
        independent=True,
    ).facts
    for kind in ("outcome_report", "disciplinary"):
        before, after = (
            [each.due_at for each in owed(known, WENTWORTH, Calendar(), later) if each.kind == kind]
            for known in (critical, taken)
        )
        assert before == after


@pytest.mark.parametrize(
    ("action", "role", "said", "field"),
    [
        (take_over.ACTION, Role.SLT, {"reason": " "}, "reason"),
        (take_over.ACTION, Role.STAFF, {"reason": "Mine."}, "reason"),
        (reassign.ACTION, Role.HEAD, {"lead": PEOPLE[Role.STAFF], "reason": "Why."}, "lead"),
        (reassign.ACTION, Role.HEAD, {"lead": PEOPLE[Role.SLT], "reason": ""}, "reason"),
        (reassign.ACTION, Role.HEAD, {"lead": PEOPLE[Role.CHAIR], "reason": "Why."}, "lead"),
    ],
)
def test_handing_on_is_refused(action: AnyAction, role: Role, said: Answers, field: str) -> None:
    led = allocate("minor", Role.HEAD, Role.STAFF).facts
    known = replace(led, concerns=(Concern(PEOPLE[Role.CHAIR], None, NOW),))
    with pytest.raises(Refused) as refusal:
        decide(action, known, role, policy=WENTWORTH, **said)
    assert refusal.value.field == field


def duties(known: Facts, kind: str) -> list[Duty]:
    listed = owed(known, WENTWORTH, Calendar("england", ()), NOW)
    return [duty for duty in listed if duty.kind == kind]


@pytest.mark.clause("SIP-5c", "SIP-6b", "SIP-7")
@pytest.mark.parametrize(
    ("severity", "joining", "days"),
    [("major", {Role.SLT, Role.DPO}, 14), ("critical", {Role.DPO}, 7)],
)
def test_what_grows_worse_brings_in_who_joins_and_its_times_begin_then(
    severity: str, joining: set[Role], days: int
) -> None:
    """A near miss may turn out to be critical after a week."""
    led = allocate("minor", Role.HEAD, Role.STAFF, due_at=NOW + timedelta(days=30)).facts
    later = NOW + timedelta(days=7)
    said: Answers = {
        "kind": Kind.CONFIRMED,
        "personal_data": Answer.YES,
        "causes": (Cause.NOT_YET_KNOWN,),
    }
    worse = decide(
        classify.ACTION,
        led,
        Role.HEAD,
        policy=WENTWORTH,
        now=later,
        severity=severity,
        reason="200 children, after all.",
        **said,
    )
    assert alerted(worse) == {"joined": joining}
    listed = owed(worse.facts, WENTWORTH, Calendar(), later)
    written = {each.due_at for each in listed if each.kind == "outcome_report"}
    assert max(written) == later + timedelta(days=days)
    assert min(written) > later
