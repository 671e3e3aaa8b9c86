"""Allocate the investigation: personally or to an officer, as the severity allows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.actions import allocate_investigation
from portal.errors import Refused
from portal.rules.facts import Concern, Facts
from portal.rules.leading import allocation_fits
from portal.rules.outcome import Outcome
from portal.rules.rows import Involve
from portal.rules.words import Stage
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    OPEN,
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
    early = stage in {Stage.REPORTED, Stage.INVESTIGATING}
    expected = {Role.HEAD, Role.SLT, Role.DPO} if early else set()
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
        allocate("major", Role.HEAD, Role.STAFF)
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


@pytest.mark.clause("SIP-6a")
def test_a_higher_severity_asks_again_who_leads() -> None:
    led = allocate("minor", Role.HEAD, Role.STAFF).facts
    assert allocation_fits(WENTWORTH, led)
    for severity in ("major", "critical"):
        risen = facts(
            classifications=(classified("minor"), classified(severity)),
            allocation=led.allocation,
        )
        assert not allocation_fits(WENTWORTH, risen)
