from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.rules import responsibilities as who
from portal.rules.facts import Allocation, Classification, Escalation, Facts, Intake
from portal.rules.words import Answer, Escalated, Kind
from tenants.policy.answers import Severity
from tenants.policy.schema import Policy
from tenants.roles import Role

Make = Callable[..., Facts]
SOMEBODY = UUID(int=7)
AT = datetime(2026, 11, 16, 12, tzinfo=UTC)
MINOR = Severity(
    key="minor", title="Minor", test="Little.", leads=(Role.LEAD,), outcome_report_school_days=10
)
CRITICAL = Severity(
    key="critical",
    title="Critical",
    test="Much.",
    leads=(Role.HEAD, Role.SLT),
    joins=(Role.DPO,),
    independent=True,
    regulator_decision=True,
    outcome_report_school_days=5,
    interim_hours=24,
)
HEADS = (Role.HEAD, Role.SLT)
HANDLED_BY_HEADS = Policy(
    severity_ladder=(MINOR, CRITICAL),
    first_contacts=HEADS,
    classifiers=HEADS,
    verifiers=HEADS,
    allocators=HEADS,
    regulator_deciders=HEADS,
    investigation_leads=(Role.LEAD,),
    outcome_report=True,
    outcome_assessors=HEADS,
    closers=HEADS,
)
GATED = Policy(
    escalation_gate="head_decides",
    first_contacts=(Role.HEAD, Role.DPO),
    first_contact_choice="reporter_chooses",
)


def classified(severity: str | None, personal_data: Answer = Answer.YES) -> Classification:
    return Classification(Kind.CONFIRMED, severity, personal_data, (), (), SOMEBODY, AT)


@pytest.mark.clause("DBRP-5.1")
def test_the_reporter_chooses_among_the_first_contacts(make_facts: Make) -> None:
    chosen = make_facts(intake=Intake(told=(Role.DPO,)))

    assert who.contacted(GATED, chosen) == (Role.DPO,)
    assert who.first_look_role(GATED, chosen) is Role.DPO
    assert who.contacted(GATED, make_facts()) == (Role.HEAD, Role.DPO)
    assert who.contacted(GATED, make_facts(intake=Intake(told=(Role.CHAIR,)))) == (
        Role.HEAD,
        Role.DPO,
    )


@pytest.mark.clause("SIP-1-head")
def test_elsewhere_all_first_contacts_are_told(make_facts: Make) -> None:
    chosen = make_facts(intake=Intake(told=(Role.SLT,)))
    assert who.contacted(HANDLED_BY_HEADS, chosen) == HEADS


@pytest.mark.clause("SIP-6a")
@pytest.mark.clause("SIP-6b")
def test_severity_says_who_leads_and_who_joins(make_facts: Make) -> None:
    minor = make_facts(classifications=(classified("minor"),))
    critical = make_facts(classifications=(classified("critical"),))

    assert who.leads(HANDLED_BY_HEADS, minor) == {Role.LEAD}
    assert who.leads(HANDLED_BY_HEADS, critical) == set(HEADS)
    assert who.joins(HANDLED_BY_HEADS, critical) == {Role.DPO}
    assert who.needs_independence(HANDLED_BY_HEADS, critical)
    assert not who.needs_independence(HANDLED_BY_HEADS, minor)
    assert who.leads(GATED, make_facts()) == {Role.DPO}


@pytest.mark.clause("SIP-6c")
@pytest.mark.parametrize(
    ("severity", "personal_data", "asked"),
    [
        ("critical", Answer.NO, True),
        ("minor", Answer.NO, False),
        ("minor", Answer.NOT_SURE, True),
        (None, Answer.NO, False),
    ],
)
def test_what_carries_the_regulator_decision(
    make_facts: Make, severity: str | None, personal_data: Answer, asked: bool
) -> None:
    facts = make_facts(classifications=(classified(severity, personal_data),))
    assert who.carries_regulator_decision(HANDLED_BY_HEADS, facts) is asked


def test_the_lead_owes_it_once_there_is_one(make_facts: Make) -> None:
    allocation = Allocation(SOMEBODY, "Find out.", AT, SOMEBODY, AT)
    taken_up = Escalation(Escalated.TAKEN_UP, SOMEBODY, AT)

    assert who.leading_role(HANDLED_BY_HEADS, make_facts()) is Role.HEAD
    assert who.leading_role(HANDLED_BY_HEADS, make_facts(allocation=allocation)) is Role.LEAD
    assert who.leading_role(GATED, make_facts()) is Role.HEAD
    assert who.leading_role(GATED, make_facts(escalations=(taken_up,))) is Role.LEAD
    assert who.leading_role(Policy(), make_facts()) is Role.LEAD


@pytest.mark.clause("DBRP-5.3")
def test_only_a_gate_lets_the_head_decline(make_facts: Make) -> None:
    assert who.decliners(GATED, make_facts()) == {Role.HEAD}
    assert who.decliners(HANDLED_BY_HEADS, make_facts()) == frozenset()


def test_regulator_actions_are_the_dpos_unless_the_policy_gives_them_away(
    make_facts: Make,
) -> None:
    facts = make_facts()

    assert who.regulator_deciders(GATED, facts) == {Role.DPO}
    assert not who.dpo_advises(GATED, facts)
    assert who.regulator_deciders(HANDLED_BY_HEADS, facts) == set(HEADS)
    assert who.dpo_advises(HANDLED_BY_HEADS, facts)
    assert who.submitters(HANDLED_BY_HEADS, facts) == {Role.DPO}


@pytest.mark.parametrize("policy", [Policy(), GATED, HANDLED_BY_HEADS])
def test_no_incident_action_for_administrators_and_overseers(
    make_facts: Make, policy: Policy
) -> None:
    facts = make_facts()
    for name, answer in inspect.getmembers(who, inspect.isfunction):
        taken = [parameter.lstrip("_") for parameter in inspect.signature(answer).parameters]
        if taken == ["policy", "facts"]:
            roles = answer(policy, facts)
            if isinstance(roles, frozenset):
                assert not {Role.ADMINISTRATOR, Role.OVERSEER} & roles, name


@pytest.mark.parametrize("policy", [Policy(), GATED, HANDLED_BY_HEADS])
def test_whoever_owes_it_may_do_it(make_facts: Make, policy: Policy) -> None:
    facts = make_facts()
    for owes, may in (
        (who.classifying_role, who.classifiers),
        (who.verifying_role, who.verifiers),
        (who.allocating_role, who.allocators),
        (who.assessing_role, who.outcome_assessors),
        (who.regulator_decider_role, who.regulator_deciders),
        (who.regulator_decider_role, who.risk_assessors),
        (who.submitting_role, who.submitters),
        (who.people_decider_role, who.people_deciders),
        (who.closing_role, who.closers),
        (who.first_look_role, who.triagers),
    ):
        role = owes(policy, facts)
        assert role is None or role in may(policy, facts)
