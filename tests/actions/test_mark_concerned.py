"""Mark whom it concerns, and take a mark away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from portal.actions import mark_concerned, remove_concern
from portal.errors import Refused
from portal.rules.facts import Allocation, Concern
from portal.rules.outcome import Actor
from portal.rules.rows import Hide, Unhide
from portal.rules.words import Stage
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    OPEN,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    decide,
    facts,
    who_may,
)

HEAD, OFFICER = PEOPLE[Role.HEAD], PEOPLE[Role.STAFF]
MARKED = facts(concerns=(Concern(HEAD, None, NOW),))


@pytest.mark.parametrize("policy", [WENTWORTH, WORMLEY])
def test_who_marks_and_who_removes(policy: Policy) -> None:
    markers = {Role.REPORTER, Role.HEAD, Role.DPO, Role.CHAIR, Role.LEAD}
    for stage in OPEN:
        assert who_may(mark_concerned.ACTION, facts(stage), policy) == markers
    assert who_may(mark_concerned.ACTION, facts(Stage.CLOSED), policy) == set()
    assert who_may(remove_concern.ACTION, MARKED, policy) == {Role.DPO, Role.CHAIR}
    assert who_may(remove_concern.ACTION, facts(), policy) == set()


@pytest.mark.clause("SIP-6")
def test_whoever_is_marked_is_hidden_from_and_leads_it_no_longer() -> None:
    led = facts(allocation=Allocation(OFFICER, "", NOW + timedelta(days=1), HEAD, NOW))
    said: Answers = {"persons": (OFFICER,), "reason": "They sent it."}
    outcome = decide(mark_concerned.ACTION, led, Role.HEAD, **said)
    assert outcome.rows == (Hide(OFFICER),)
    assert outcome.facts.concerned == {OFFICER}
    assert outcome.facts.allocation is None
    assert [effect.of_new_report for effect in outcome.effects] == [True]


@pytest.mark.clause("SIP-6")
def test_whoever_investigates_says_that_it_concerns_themselves_and_marks_nobody_else() -> None:
    led = facts(allocation=Allocation(OFFICER, "", NOW + timedelta(days=1), HEAD, NOW))
    officer = Actor(OFFICER, frozenset({Role.STAFF, Role.LEAD}))
    said: Answers = {"reason": "It was my bag."}
    marked = decide(mark_concerned.ACTION, led, officer, persons=(OFFICER,), **said)
    assert marked.facts.concerned == {OFFICER}
    assert marked.facts.allocation is None
    with pytest.raises(Refused) as refusal:
        decide(mark_concerned.ACTION, led, officer, persons=(HEAD,), **said)
    assert refusal.value.field == "person"


@pytest.mark.parametrize(
    ("persons", "reason", "field"), [((HEAD,), "Why.", "person"), ((OFFICER,), " ", "reason")]
)
def test_marking_takes_somebody_new_and_a_reason(
    persons: tuple[UUID, ...], reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide(mark_concerned.ACTION, MARKED, Role.DPO, persons=persons, reason=reason)
    assert refusal.value.field == field


def test_a_mark_is_removed_with_the_reason() -> None:
    said: Answers = {"persons": (HEAD,), "reason": "Another of the same name."}
    outcome = decide(remove_concern.ACTION, MARKED, Role.CHAIR, **said)
    assert outcome.facts.concerned == frozenset()
    assert outcome.rows == (Unhide(HEAD),)
    assert [effect.of_new_report for effect in outcome.effects] == [True]
    for wrong in ({**said, "reason": ""}, {**said, "persons": (OFFICER,)}):
        with pytest.raises(Refused):
            decide(remove_concern.ACTION, MARKED, Role.CHAIR, **wrong)
