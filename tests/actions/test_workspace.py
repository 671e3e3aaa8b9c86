"""The workspace of an investigation: talks, experts, risks, the plan, processors, other bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    answer_question,
    ask_expert,
    ask_question,
    classify,
    consider_others,
    declare_aware,
    note_risk,
    plan_communications,
    record_communication,
    record_containment,
    record_expert_answer,
    record_interview,
)
from portal.errors import NotAllowed, Refused
from portal.rules.also_told.bodies import RANSOM
from portal.rules.also_told.considered import bodies, how_to_reach
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Concern, Facts, Intake, Reporter
from portal.rules.investigation.steps import is_settled
from portal.rules.outcome import Actor, AnyAction
from portal.rules.words import Answer, Cause, Containment, Kind, LegalRisk, Naming, Stage
from tenants.calendar import Calendar
from tenants.policy.loader import adopt, parse
from tenants.policy.schema import Policy
from tenants.policy.writing import blank
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    OPEN,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    classified,
    decide,
    facts,
    who_may,
)

LATER = NOW + timedelta(days=2)
IT, SLT = PEOPLE[Role.IT_CONTACT], PEOPLE[Role.SLT]
CALENDAR = Calendar("england", ())
WITH = {Role.HEAD, Role.SLT, Role.DPO, Role.LEAD}
CONCERNED = facts(concerns=(Concern(SLT, None, NOW),))
TALK: Answers = {"with_whom": "The caretaker", "held_at": NOW, "said": "The door was open."}
CLASSIFIED: Answers = {
    "kind": Kind.CONFIRMED,
    "severity": "minor",
    "personal_data": Answer.YES,
    "causes": (Cause.HUMAN_ERROR,),
}
EXPERT: Answers = {"whom": "Keys Ltd", "asked": "Can the lock be opened?"}
RISK: Answers = {"what": "It happens again.", "likelihood": 4, "impact": 3, "owner": IT}
PLAN: Answers = {
    "audience": "All staff",
    "message": "Lock the store.",
    "channel": "Briefing",
    "person": IT,
    "planned_at": LATER,
}


def duties(known: Facts, policy: Policy = WENTWORTH) -> dict[tuple[str, str], Duty]:
    """By kind and subject."""
    return {(each.kind, each.subject): each for each in owed(known, policy, CALENDAR, NOW)}


@pytest.mark.parametrize("stage", [*OPEN, Stage.CLOSED])
@pytest.mark.parametrize(
    "action", [record_interview, ask_expert, note_risk, plan_communications, consider_others]
)
def test_who_works_on_it(action: ModuleType, stage: Stage) -> None:
    possible = stage in OPEN or action is consider_others  # danger may show after closing
    may = who_may(action.ACTION, facts(stage), WENTWORTH)
    assert may == (WITH if possible else set())
    theirs = who_may(action.ACTION, facts(stage), WORMLEY)
    assert theirs == (WITH - {Role.SLT} if possible else set())


@pytest.mark.parametrize(
    ("action", "said", "field"),
    [
        (record_interview, TALK | {"with_whom": " "}, "with_whom"),
        (record_interview, TALK | {"said": ""}, "said"),
        (record_interview, TALK | {"held_at": LATER}, "held_at"),
        (ask_expert, EXPERT | {"whom": ""}, "whom"),
        (ask_expert, EXPERT | {"asked": " "}, "question"),
        (note_risk, RISK | {"what": ""}, "what"),
        (note_risk, RISK | {"likelihood": 6}, "likelihood"),
        (note_risk, RISK | {"impact": 0}, "impact"),
        (note_risk, RISK | {"owner": SLT}, "owner"),
        (note_risk, RISK | {"risk": UUID(int=5)}, "risk"),
        (plan_communications, PLAN | {"audience": ""}, "audience"),
        (plan_communications, PLAN | {"message": ""}, "message"),
        (plan_communications, PLAN | {"channel": ""}, "channel"),
        (plan_communications, PLAN | {"person": None}, "person"),
        (plan_communications, PLAN | {"person": SLT}, "person"),
        (plan_communications, PLAN | {"planned_at": NOW}, "planned_at"),
        (consider_others, {"key": "nobody", "told_at": NOW}, "key"),
    ],
)
def test_what_is_refused(action: ModuleType, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(action.ACTION, CONCERNED, Role.HEAD, policy=WENTWORTH, **said)
    assert refusal.value.field == field


@pytest.mark.clause("SIP-3b", "SIP-3d", "SIP-3g", "SIP-3i", "DBRP-5.5")
@pytest.mark.parametrize(
    ("action", "said", "step"),
    [
        (record_interview.ACTION, TALK, "staff"),
        (ask_expert.ACTION, EXPERT, "expert_help"),
        (note_risk.ACTION, RISK, "risks"),
        (plan_communications.ACTION, PLAN, "communications"),
        (plan_communications.ACTION, {"why_none": "Nobody outside knows."}, "communications"),
        (declare_aware.ACTION, {"aware_at": NOTICED, "reason": "Seen."}, "established"),
        (classify.ACTION, CLASSIFIED, "nature_and_cause"),
        (record_containment.ACTION, {"what": "Off.", "state": Containment.CONTAINED}, "stop_it"),
    ],
)
def test_the_step_is_done_by_doing_it(action: AnyAction, said: dict[str, Any], step: str) -> None:
    before = facts(Stage.INVESTIGATING)
    assert not is_settled(before, step)
    assert is_settled(decide(action, before, Role.HEAD, policy=WENTWORTH, **said).facts, step)


@pytest.mark.clause("SIP-3d")
def test_an_expert_is_followed_until_the_answer_is_there() -> None:
    known = decide(ask_expert.ACTION, facts(Stage.INVESTIGATING), Role.HEAD, **EXPERT).facts
    (asked,) = known.experts
    assert duties(known)["expert_answer", str(asked.id)].met_at is None
    said: Answers = {"expert": asked.id, "answer": "Yes, in a minute."}
    after = decide(record_expert_answer.ACTION, known, Role.HEAD, **said).facts
    assert duties(after)["expert_answer", str(asked.id)].met_at == NOW
    with pytest.raises(Refused):
        decide(record_expert_answer.ACTION, after, Role.HEAD, **said)


@pytest.mark.clause("SIP-3g")
def test_a_risk_noted_again_keeps_both_words() -> None:
    known = decide(note_risk.ACTION, facts(Stage.INVESTIGATING), Role.HEAD, **RISK).facts
    again: Answers = RISK | {"likelihood": 1, "risk": known.noted_risks[0].id}
    after = decide(note_risk.ACTION, known, Role.HEAD, **again).facts
    assert [each.product for each in after.noted_risks] == [12, 3]
    assert len({each.id for each in after.noted_risks}) == 1


@pytest.mark.clause("SIP-3i")
def test_the_plan_is_owed_by_its_person_at_its_time() -> None:
    before = facts(Stage.INVESTIGATING)
    known = decide(plan_communications.ACTION, before, Role.HEAD, **PLAN).facts
    (line,) = known.communications
    duty = duties(known)["communicate", str(line.id)]
    assert (duty.person, duty.due_at, duty.met_at) == (IT, LATER, None)
    said: Answers = {"communication": line.id}
    with pytest.raises(NotAllowed):
        decide(record_communication.ACTION, known, Role.STAFF, policy=WENTWORTH, **said)
    for role in (Role.IT_CONTACT, Role.HEAD):
        after = decide(record_communication.ACTION, known, role, policy=WENTWORTH, **said).facts
        assert duties(after)["communicate", str(line.id)].met_at == NOW


@pytest.mark.clause("DBRP-5.10", "DBRP-5.6")
def test_a_processor_is_asked_and_its_answer_followed() -> None:
    anonymous = Intake(happened="A near thing.", reporter=Reporter(naming=Naming.ANONYMOUS))
    before = facts(Stage.INVESTIGATING, intake=anonymous)
    said: Answers = {"text": "Who had access?", "to": None, "due_at": LATER, "outside": "MIS Ltd"}
    outcome = decide(ask_question.ACTION, before, Role.DPO, **said)
    (asked,) = outcome.facts.questions
    assert not outcome.effects
    assert duties(outcome.facts)["answer_question", str(asked.id)].person is None
    answer: Answers = {"question": asked.id, "answer": "Three people."}
    with pytest.raises(NotAllowed):  # the anonymous reporter was not asked
        decide(answer_question.ACTION, outcome.facts, Actor(None), **answer)
    after = decide(answer_question.ACTION, outcome.facts, Role.DPO, **answer)
    assert after.summary.startswith("MIS Ltd answered.")
    assert duties(after.facts)["answer_question", str(asked.id)].met_at == NOW


def own(**answers: Any) -> Policy:
    """A blank sheet with these answers."""
    return adopt(parse(blank()), answers)


@pytest.mark.clause("DBRP-5.9")
@pytest.mark.parametrize(
    ("answers", "known", "expected"),
    [
        ({}, facts(), set()),
        ({}, facts(classifications=(classified(),)), set()),
        ({}, "attack", {"report_fraud", "ncsc", "dfe", "rpa", "bank"}),
        (
            {"controller": "trust"},
            "attack",
            {"report_fraud", "ncsc", "dfe", "dfe_trust", "rpa", "bank"},
        ),
        ({"nation": "scotland"}, "attack", {"police_scotland", "ncsc", "bank"}),
        ({"nation": "wales"}, "attack", {"report_fraud", "ncsc", "bank"}),
        ({}, facts(intake=Intake(danger=Answer.YES)), {"lado", "social_care"}),
        (
            {"nation": "scotland"},
            facts(intake=Intake(danger=Answer.YES)),
            {"police_scotland", "social_care"},
        ),
        ({}, "high", set()),
        ({"controller": "trust"}, "high", {"dfe_trust"}),
    ],
)
def test_which_bodies_are_owed_a_thought(
    answers: dict[str, Any], known: Facts | str, expected: set[str]
) -> None:
    if known == "attack":
        attack = replace(classified(), causes=(Cause.ATTACK,))
        known = facts(classifications=(attack,))
    elif known == "high":
        plain = facts()
        known = replace(plain, risk=replace(plain.risk, legal_risk=LegalRisk.HIGH))
    assert isinstance(known, Facts)
    policy = own(**answers)
    found = {subject for kind, subject in duties(known, policy) if kind == "consider_others"}
    assert found - {""} == expected
    reach = how_to_reach(policy, known)
    assert len(reach) == len(expected) + (RANSOM in reach)
    assert ("dfe" in expected) == ("Sector.Incidentreporting@education.gov.uk" in " ".join(reach))
    assert (RANSOM in reach) == any(Cause.ATTACK in one.causes for one in known.classifications)
    offered = {body.key for body in bodies(policy)} | {"police"}
    assert expected | {"dsl", "exam_board"} <= offered


@pytest.mark.parametrize(
    ("nation", "regulator"),
    [
        ("england", "charity_regulator"),
        ("wales", "charity_regulator"),
        ("scotland", "oscr"),
        ("northern_ireland", "ccni"),
    ],
)
def test_each_nation_has_one_charity_regulator(nation: str, regulator: str) -> None:
    offered = {body.key for body in bodies(own(nation=nation))}
    assert offered & {"charity_regulator", "oscr", "ccni"} == {regulator}


@pytest.mark.clause("DBRP-5.9")
def test_a_time_of_its_own_is_the_duty_s_and_considering_it_meets_it() -> None:
    known = facts(intake=Intake(danger=Answer.YES))
    duty = duties(known, own())["consider_others", "social_care"]
    assert duty.due_at == duty.opens_at + timedelta(hours=1)
    said: Answers = {"key": "social_care", "told_at": NOW, "reference": "SC 7"}
    outcome = decide(consider_others.ACTION, known, Role.HEAD, policy=own(), **said)
    assert outcome.summary.startswith("Told: Children’s social care, reference SC 7")
    assert duties(outcome.facts, own())["consider_others", "social_care"].met_at == NOW


@pytest.mark.clause("DBRP-5.9")
def test_whoever_classifies_again_gives_nobody_more_time() -> None:
    attack = replace(classified(at=NOTICED), causes=(Cause.ATTACK,))
    hour = timedelta(hours=1)
    again = replace(attack, at=NOTICED + hour)
    between = replace(classified(), at=NOTICED + hour)
    afresh = replace(attack, at=NOTICED + 2 * hour)
    for found, since in (
        ((attack, again), NOTICED),
        ((attack, between, afresh), NOTICED + 2 * hour),
    ):
        known = facts(classifications=found, intake=Intake(danger=Answer.YES))
        owing = duties(known, own())
        assert owing["consider_others", "ncsc"].opens_at == since
        assert owing["consider_others", "social_care"].opens_at == known.reported_at
