"""Waiting on advice of law enforcement, telling publicly, and a no at high risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.actions import (
    ask_opinion,
    decide_people,
    hold_notices,
    lift_hold,
    record_publication,
    send_notices,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.conclusion import tracks_settled_at
from portal.rules.facts import Facts, PeopleDecision, WhyNot
from portal.rules.tracks import PeopleTrack, people_track
from portal.rules.words import LegalRisk, PeopleChoice, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import NOW, WENTWORTH, WORMLEY, alerted, decide, facts, who_may
from tests.actions.test_telling_people import DPO, ON_LIST, agreed, at_risk, to_send

TODAY = NOW.date()
HELD: dict[str, Any] = {
    "advised_by": "DC Rae, Essex Police",
    "reference": "42/1234/26",
    "since": TODAY,
    "reason": "It would warn the suspect.",
}
PUBLIC: dict[str, Any] = {
    "where": "The front page of the website.",
    "since": TODAY,
    "until": TODAY + timedelta(days=30),
    "as_effective": "Every family opens it each morning.",
}


def duty(known: Facts, kind: str, policy: Policy = WORMLEY) -> list[Duty]:
    """Every duty of this kind."""
    return [one for one in owed(known, policy, Calendar("england", ()), NOW) if one.kind == kind]


def held(known: Facts, **said: Any) -> Facts:
    return decide(hold_notices.ACTION, known, Role.DPO, **HELD | said).facts


def publicly(**people: Any) -> Facts:
    """Decided to tell publicly, with a text."""
    known = to_send(**people)
    decision = PeopleDecision(PeopleChoice.PUBLICLY, "No addresses.", DPO, NOW)
    return replace(known, people=replace(known.people, decisions=(decision,)))


@pytest.mark.parametrize(
    ("policy", "who"), [(WORMLEY, {Role.DPO}), (WENTWORTH, {Role.HEAD, Role.SLT, Role.DPO})]
)
@pytest.mark.parametrize("stage", list(Stage))
def test_who_holds_and_lifts(policy: Policy, who: set[Role], stage: Stage) -> None:
    may = set() if stage is Stage.CLOSED else who
    free = facts(stage)
    assert who_may(hold_notices.ACTION, free, policy) == may
    assert who_may(lift_hold.ACTION, free, policy) == set()
    never = policy.model_copy(update={"police_hold": False})
    assert who_may(hold_notices.ACTION, free, never) == set()
    waiting = replace(held(facts()), stage=stage)
    assert who_may(hold_notices.ACTION, waiting, policy) == set()
    assert who_may(lift_hold.ACTION, waiting, policy) == may


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("advised_by", " "),
        ("reference", ""),
        ("reason", ""),
        ("since", TODAY + timedelta(days=1)),
        ("review_on", TODAY - timedelta(days=1)),
    ],
)
def test_what_a_hold_must_say(field: str, value: object) -> None:
    with pytest.raises(Refused) as refusal:
        held(to_send(), **{field: value})
    assert refusal.value.field == field


@pytest.mark.clause("DBRP-5.19")
def test_held_nothing_leaves_and_lifting_makes_it_due_at_once() -> None:
    known = held(to_send(**agreed()), review_on=date(2026, 11, 20))
    assert people_track(known) is PeopleTrack.HELD
    assert duty(known, "send_notices") == []
    with pytest.raises(Refused, match="Lift the hold first"):
        decide(send_notices.ACTION, known, Role.DPO, expected=1, people=ON_LIST)
    [review] = duty(known, "review_hold")
    assert (review.met_at, review.due_at.date()) == (None, date(2026, 11, 21))

    with pytest.raises(Refused):
        decide(lift_hold.ACTION, known, Role.DPO, lifted=False, reason="")
    longer = decide(
        lift_hold.ACTION, known, Role.DPO, lifted=False, reason="Arrest on Friday."
    ).facts
    first, second = duty(longer, "review_hold")
    assert first.met_at == NOW
    assert second.due_at == NOW + timedelta(days=7)  # no date: the policy's period

    later = NOW + timedelta(days=2)
    lifted = decide(
        lift_hold.ACTION, longer, Role.DPO, now=later, lifted=True, reason="DC Rae says go."
    )
    assert alerted(lifted) == {"hold_lifted": {Role.HEAD, Role.DPO}}
    assert all(one.met_at for one in duty(lifted.facts, "review_hold"))
    [send] = duty(lifted.facts, "send_notices")
    assert (send.opens_at, send.due_at, send.met_at) == (later, later, None)
    assert people_track(lifted.facts) is PeopleTrack.TO_BE_TOLD


def test_a_hold_is_no_bar_to_deciding() -> None:
    undecided = held(at_risk(LegalRisk.HIGH))
    after = decide(decide_people.ACTION, undecided, Role.DPO, choice=PeopleChoice.OBLIGED).facts
    assert people_track(after) is PeopleTrack.HELD


@pytest.mark.clause("DBRP-5.16")
def test_told_publicly_counts_as_told() -> None:
    known = publicly(**agreed())
    assert who_may(record_publication.ACTION, known, WORMLEY) == {Role.DPO}
    assert who_may(record_publication.ACTION, to_send(), WORMLEY) == set()
    [before] = duty(known, "send_notices")
    assert (before.action, before.met_at) == ("record_publication", None)
    assert people_track(known) is PeopleTrack.PUBLICLY
    after = decide(record_publication.ACTION, known, Role.DPO, **PUBLIC).facts
    assert after.people.told_at == NOW
    assert people_track(after) is PeopleTrack.TOLD
    assert [one.met_at for one in duty(after, "send_notices")] == [NOW]
    regulator_settled = tracks_settled_at(after)
    assert regulator_settled is None  # the other track is still open


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("where", ""),
        ("since", TODAY + timedelta(days=1)),
        ("until", TODAY),
        ("as_effective", " "),
    ],
)
def test_what_a_public_notice_must_say(field: str, value: object) -> None:
    with pytest.raises(Refused) as refusal:
        decide(record_publication.ACTION, publicly(**agreed()), Role.DPO, **PUBLIC | {field: value})
    assert refusal.value.field == field


def test_a_public_text_is_asked_about_like_any_other() -> None:
    known = publicly()
    assert who_may(ask_opinion.ACTION, known, WORMLEY) == {Role.DPO}
    with pytest.raises(Refused) as refusal:
        decide(record_publication.ACTION, known, Role.DPO, **PUBLIC)
    assert refusal.value.field == "why_not_waited"
    said = PUBLIC | {"why_not_waited": "High risk."}
    after = decide(record_publication.ACTION, known, Role.DPO, **said).facts
    assert after.people.publications[0].gaps
    with pytest.raises(Refused, match="Lift the hold"):
        decide(record_publication.ACTION, held(known), Role.DPO, **said)


@pytest.mark.clause("DBRP-1.5", "SIP-3f")
@pytest.mark.parametrize("ground", list(WhyNot))
def test_a_no_at_high_risk_names_the_ground_of_the_law(ground: WhyNot) -> None:
    said: dict[str, Any] = {
        "choice": PeopleChoice.NOT_REQUIRED,
        "reasons": "The key was never on the laptop.",
        "why_not": ground,
    }
    after = decide(decide_people.ACTION, at_risk(LegalRisk.HIGH), Role.DPO, **said).facts
    assert after.people_decision is not None
    assert after.people_decision.why_not is ground
    lower = decide(decide_people.ACTION, at_risk(LegalRisk.RISK), Role.DPO, **said).facts
    assert lower.people_decision is not None
    assert lower.people_decision.why_not is None
