"""Record what was done to stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.actions import record_containment
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.triage.measures import Measure
from portal.rules.words import Containment, Kind, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOW, OPEN, WENTWORTH, WORMLEY, classified, decide, facts, who_may

ACTION = record_containment.ACTION
BOTH = {Role.HEAD, Role.DPO, Role.LEAD, Role.IT_CONTACT}


@pytest.mark.clause("DBRP-5.5")
@pytest.mark.parametrize(("policy", "roles"), [(WENTWORTH, BOTH | {Role.SLT}), (WORMLEY, BOTH)])
def test_who_records_while_it_is_open(policy: Policy, roles: set[Role]) -> None:
    for stage in OPEN:
        assert who_may(ACTION, facts(stage), policy) == roles
    assert who_may(ACTION, facts(Stage.CLOSED), policy) == set()


@pytest.mark.clause("DBRP-5.5")
def test_every_step_is_kept_and_the_last_word_counts() -> None:
    known = facts()
    for what, state, contained in (
        ("Recalled the message.", Containment.ONGOING, False),
        ("All confirmed deletion.", Containment.CONTAINED, True),
        ("One had passed it on.", Containment.ONGOING, False),
        ("Asked, no answer.", Containment.AS_FAR_AS_POSSIBLE, True),
    ):
        known = decide(ACTION, known, Role.HEAD, what=what, state=state).facts
        assert known.contained is contained
    assert len(known.containment) == 4


def test_what_was_done_is_needed() -> None:
    with pytest.raises(Refused) as refusal:
        decide(ACTION, facts(), Role.DPO, what="", state=Containment.CONTAINED)
    assert refusal.value.field == "what"


@pytest.mark.clause("DBRP-1.7-it")
def test_a_device_that_is_gone_is_wiped_from_a_distance_by_it() -> None:
    gone = replace(classified(), sub_causes=("stolen_device",))
    known = facts(classifications=(gone,))
    asked = owed_now(known)["contain", "it"]
    assert (asked.role, asked.opens_at, asked.met_at) == (Role.IT_CONTACT, gone.at, None)
    outcome = decide(
        ACTION,
        known,
        Role.IT_CONTACT,
        what="",
        state=Containment.AS_FAR_AS_POSSIBLE,
        measures=(Measure.WIPED,),
    )
    assert "Locked or wiped the device from a distance." in outcome.summary
    assert owed_now(outcome.facts)["contain", "it"].met_at == outcome.facts.containment[-1].at


@pytest.mark.clause("DBRP-5.5")
def test_another_step_after_it_was_contained_makes_nothing_late() -> None:
    known = facts()
    for hours, state, met in (
        (1, Containment.CONTAINED, 1),
        (30, Containment.AS_FAR_AS_POSSIBLE, 1),
        (40, Containment.ONGOING, None),
        (50, Containment.CONTAINED, 50),
    ):
        at = NOW + timedelta(hours=hours)
        known = decide(ACTION, known, Role.HEAD, what="Seen to.", state=state, now=at).facts
        when = None if met is None else NOW + timedelta(hours=met)
        duty = owed_now(known)["contain", ""]
        assert duty.met_at == when
        if hours >= 40:  # nobody is late since the report with what went on again only now
            assert duty.due_at == NOW + timedelta(hours=40)


def test_what_is_more_than_a_near_miss_after_all_is_to_be_stopped_from_then() -> None:
    near, later = replace(classified(), kind=Kind.NEAR_MISS), NOW + timedelta(days=3)
    known = facts(kind=Kind.NEAR_MISS, classifications=(near,))
    assert ("contain", "") not in owed_now(known)
    found = classified(at=later)
    again = replace(known, kind=found.kind, classifications=(near, found))
    assert owed_now(again)["contain", ""].opens_at == later


@pytest.mark.clause("DBRP-5.8")
def test_it_is_asked_where_systems_are_hit_and_nowhere_else() -> None:
    assert ("contain", "it") not in owed_now(facts())
    known = facts()
    hit = replace(known, intake=replace(known.intake, systems_affected=True))
    assert owed_now(hit)["contain", "it"].opens_at == hit.reported_at
    recalled = decide(
        ACTION,
        hit,
        Role.HEAD,
        what="Recalled.",
        state=Containment.ONGOING,
        measures=(Measure.RECALLED,),
    ).facts
    assert owed_now(recalled)["contain", "it"].met_at is None


def owed_now(known: Facts) -> dict[tuple[str, str], Duty]:
    """By kind and subject."""
    listed = owed(known, WORMLEY, Calendar("england", ()), NOW)
    return {(duty.kind, duty.subject): duty for duty in listed}
