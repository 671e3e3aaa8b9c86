from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Allocation, Awareness, Concern, Facts, Intake, Reporter
from portal.rules.in_charge.alerts import alerted_of_report, people_behind, told_of_report
from portal.rules.in_charge.owners import concerned, line, owner, owner_of, roles_of
from portal.rules.in_charge.roster import Away, Holder, Roster
from portal.rules.in_charge.stand_ins import dpo_unavailable_at, no_answer_at
from portal.rules.words import Answer
from tenants.calendar import UK, Calendar
from tenants.policy.schema import Policy
from tenants.roles import IN_ONE_INCIDENT, Role

Make = Callable[..., Facts]
NOW = datetime(2026, 11, 16, 10, 30, tzinfo=UK)
BY_ROLE = {role: UUID(int=100 + place) for place, role in enumerate(Role)}


def person(role: Role, number: int | None = None, group: UUID | None = None) -> Holder:
    person_id = BY_ROLE[role] if number is None else UUID(int=number)
    return Holder(person_id, role, role.value, f"{role.value}@example.org", group=group)


def school(*roles: Role) -> Roster:
    return Roster(tuple(person(role) for role in roles))


def about(*people: UUID) -> tuple[Concern, ...]:
    return tuple(Concern(one, None, NOW) for one in people)


def away(*roles: Role) -> tuple[Away, ...]:
    day = timedelta(days=1)
    return tuple(Away(BY_ROLE[role], NOW - day, NOW + day) for role in roles)


FULL = school(
    *(role for role in Role if role not in IN_ONE_INCIDENT),
)


def heads(people: tuple[Holder, ...]) -> list[Role]:
    return [one.role for one in people]


@pytest.mark.clause("DBRP-5.7")
def test_the_dpo_is_followed_by_deputy_head_and_chair(make_facts: Make) -> None:
    facts = make_facts()
    in_line = line(Role.DPO, FULL, facts, Policy(), NOW)

    assert [one.role_held for one in in_line] == [
        Role.DPO,
        Role.DEPUTY_DPO,
        Role.HEAD,
        Role.CHAIR,
        Role.CHIEF_EXECUTIVE,
    ]
    assert [one.conflict for one in in_line] == [False, False, True, True, True]
    assert [one.last_resort for one in in_line] == [False, False, False, True, True]
    assert [one.standing_in_for for one in in_line] == [None] + [Role.DPO] * 4


@pytest.mark.clause("DBRP-5.7")
def test_an_absent_dpo_is_replaced_and_the_stand_in_acts_with_the_role(make_facts: Make) -> None:
    roster = replace(school(Role.DPO, Role.HEAD), away=away(Role.DPO))
    facts = make_facts()

    found = owner(Role.DPO, roster, facts, Policy(), NOW)
    assert (found.role_held, found.standing_in_for, found.conflict) == (Role.HEAD, Role.DPO, True)
    roles, standing_in = roles_of(BY_ROLE[Role.HEAD], roster, facts, Policy(), NOW)
    assert Role.DPO in roles
    assert Role.DPO in standing_in
    assert Role.HEAD not in standing_in
    back_at = NOW + timedelta(days=1)
    answered = replace(facts, last_dpo_act_at=back_at)
    back = owner(Role.DPO, roster, answered, Policy(), back_at)
    assert back.role_held is Role.DPO


@pytest.mark.clause("DBRP-5.7")
@pytest.mark.parametrize(
    ("asked_at", "hours"),
    [
        (datetime(2026, 11, 16, 21, 59, tzinfo=UK), 4),
        (datetime(2026, 11, 16, 22, 0, tzinfo=UK), 8),
        (datetime(2026, 7, 17, 6, 59, tzinfo=UK), 8),
        (datetime(2026, 7, 17, 7, 0, tzinfo=UK), 4),
    ],
)
def test_no_answer_counts_as_unavailable_later_at_night(asked_at: datetime, hours: int) -> None:
    assert no_answer_at(Policy(), asked_at) == asked_at + timedelta(hours=hours)


@pytest.mark.clause("DBRP-5.7")
def test_a_dpo_who_does_not_answer_is_stood_in_for_until_they_do(make_facts: Make) -> None:
    facts = make_facts(reported_at=NOW)
    late = NOW + timedelta(hours=4)
    dpo = BY_ROLE[Role.DPO]

    assert dpo_unavailable_at(facts, Policy(), None) == late
    assert owner(Role.DPO, FULL, facts, Policy(), late - timedelta(seconds=1)).role_held is Role.DPO
    assert owner(Role.DPO, FULL, facts, Policy(), late).role_held is Role.DEPUTY_DPO
    assert Role.DPO in roles_of(dpo, FULL, facts, Policy(), late)[0]
    alerted = people_behind([Role.DPO], FULL, facts, Policy(), late)
    assert heads(alerted) == [Role.DPO, Role.DEPUTY_DPO]

    answered = replace(facts, last_dpo_act_at=NOW + timedelta(hours=1))
    assert owner(Role.DPO, FULL, answered, Policy(), late).role_held is Role.DPO
    declared_at = NOW + timedelta(hours=9)
    new_matter = replace(
        answered, awareness=(Awareness(NOW, "seen", BY_ROLE[Role.HEAD], declared_at),)
    )
    assert dpo_unavailable_at(new_matter, Policy(), None) == declared_at + timedelta(hours=4)


def test_where_only_the_head_was_told_nothing_is_asked_of_the_dpo_yet(make_facts: Make) -> None:
    policy = Policy(escalation_gate="head_decides", first_contact_choice="reporter_chooses")
    facts = make_facts(intake=Intake(told=(Role.HEAD,)))
    assert dpo_unavailable_at(facts, policy, None) is None


def test_persons_concerned_owe_and_may_nothing(make_facts: Make) -> None:
    head = BY_ROLE[Role.HEAD]
    facts = make_facts(concerns=about(head))

    assert owner(Role.HEAD, FULL, facts, Policy(), NOW).role_held is Role.DEPUTY_HEAD
    assert roles_of(head, FULL, facts, Policy(), NOW) == (frozenset(), frozenset())
    assert head not in {one.person_id for one in people_behind(Role, FULL, facts, Policy(), NOW)}


def test_a_dpo_service_is_concerned_as_a_whole(make_facts: Make) -> None:
    service = UUID(int=50)
    roster = Roster(
        (
            person(Role.DPO, 1, service),
            person(Role.DEPUTY_DPO, 2, service),
            person(Role.HEAD, 3),
        )
    )
    facts = make_facts(concerns=about(UUID(int=1)))

    assert concerned(roster, facts) == {UUID(int=1), UUID(int=2)}
    assert owner(Role.DPO, roster, facts, Policy(), NOW).role_held is Role.HEAD


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("", "head dpo"),
        ("head", "deputy_head dpo chair"),
        ("dpo", "head deputy_dpo"),
        ("head dpo", "deputy_head deputy_dpo chair chief_executive slt"),
    ],
)
def test_who_is_told_instead_of_whom_it_concerns(make_facts: Make, whom: str, told: str) -> None:
    """Whoever owes it in their place is told (SIP-1-head), and chair or deputy beside them."""
    facts = make_facts(concerns=about(*(BY_ROLE[Role(role)] for role in whom.split())))
    roles = told_of_report(Policy(), FULL, facts)
    assert heads(people_behind(roles, FULL, facts, Policy(), NOW)) == told.split()
    for duty in owed(facts, Policy(), Calendar(), NOW):
        held = owner_of(duty, FULL, facts, Policy(), NOW).role_held
        assert held in {*told.split(), Role.DSL}


@pytest.mark.parametrize("danger", list(Answer))
def test_the_safeguarding_lead_is_first_where_somebody_may_be_in_danger(
    make_facts: Make, danger: Answer
) -> None:
    told = alerted_of_report(Policy(), FULL, make_facts(intake=Intake(danger=danger)))
    assert told[-2:] == (Role.HEAD, Role.DPO)
    assert (told[0] is Role.DSL) == (danger is not Answer.NO)


@pytest.mark.clause("SIP-1-head")
def test_every_head_and_slt_member_is_alerted_and_the_dpo_always(make_facts: Make) -> None:
    policy, facts = Policy(first_contacts=(Role.HEAD, Role.SLT)), make_facts()
    roster = Roster((*school(Role.HEAD, Role.DEPUTY_HEAD, Role.DPO).holders, person(Role.SLT, 1)))

    roles = told_of_report(policy, roster, facts)
    people = people_behind(roles, roster, facts, policy, NOW)
    assert heads(people) == [Role.HEAD, Role.DEPUTY_HEAD, Role.SLT, Role.DPO]
    absent = replace(roster, away=away(Role.DEPUTY_HEAD))
    assert owner(Role.SLT, absent, facts, policy, NOW).people == (person(Role.SLT, 1),)
    assert Role.SLT in roles_of(BY_ROLE[Role.DEPUTY_HEAD], absent, facts, policy, NOW)[0]


def test_nobody_looks_at_their_own_work_unless_nobody_else_is_left(make_facts: Make) -> None:
    head = BY_ROLE[Role.HEAD]
    own_work = frozenset({head})
    facts = make_facts()

    found = owner(Role.HEAD, FULL, facts, Policy(), NOW, not_these=own_work)
    assert (found.role_held, found.same_person) == (Role.DEPUTY_HEAD, False)
    alone = owner(Role.HEAD, school(Role.HEAD), facts, Policy(), NOW, not_these=own_work)
    assert (alone.people[0].person_id, alone.same_person, alone.last_resort) == (head, True, True)


def test_the_lead_owes_then_the_heads(make_facts: Make) -> None:
    staff = BY_ROLE[Role.STAFF]
    facts = make_facts(allocation=Allocation(staff, "Find out.", NOW, staff, NOW))

    assert owner(Role.LEAD, FULL, facts, Policy(), NOW).people[0].person_id == staff
    assert roles_of(staff, FULL, facts, Policy(), NOW)[0] == {Role.STAFF, Role.LEAD}
    ill = replace(FULL, away=away(Role.STAFF))
    assert owner(Role.LEAD, ill, facts, Policy(), NOW).role_held is Role.HEAD
    gone = school(Role.HEAD, Role.DPO)
    assert owner(Role.LEAD, gone, facts, Policy(), NOW).standing_in_for is Role.LEAD


def test_where_the_policy_leads_by_role_its_holder_is_the_lead(make_facts: Make) -> None:
    roles, standing_in = roles_of(BY_ROLE[Role.DPO], FULL, make_facts(), Policy(), NOW)
    assert Role.LEAD in roles
    assert standing_in == frozenset()


def test_a_reporter_has_the_role_in_their_own_incident(make_facts: Make) -> None:
    staff = BY_ROLE[Role.STAFF]
    facts = make_facts(intake=Intake(reporter=Reporter(person_id=staff)))
    assert roles_of(staff, FULL, facts, Policy(), NOW)[0] == {Role.STAFF, Role.REPORTER}


def test_a_trusts_chief_executive_comes_before_the_chair(make_facts: Make) -> None:
    trust = Policy(controller="trust")
    roster = school(Role.CHAIR, Role.CHIEF_EXECUTIVE)

    assert owner(Role.DPO, roster, make_facts(), trust, NOW).role_held is Role.CHIEF_EXECUTIVE
    assert owner(Role.DPO, roster, make_facts(), Policy(), NOW).role_held is Role.CHAIR


def test_a_duty_of_one_person_falls_to_its_role_when_they_are_not_here(make_facts: Make) -> None:
    staff = BY_ROLE[Role.STAFF]
    duty = Duty("answer_question", "Answer", Role.LEAD, NOW, NOW, person=staff)
    facts = make_facts()

    assert owner_of(duty, FULL, facts, Policy(), NOW).people[0].person_id == staff
    ill = replace(FULL, away=away(Role.STAFF))
    assert owner_of(duty, ill, facts, Policy(), NOW).role_held is Role.DPO
    hidden = make_facts(concerns=about(staff))
    assert staff not in {p.person_id for p in owner_of(duty, FULL, hidden, Policy(), NOW).people}


people = st.builds(
    Holder,
    person_id=st.integers(1, 6).map(lambda number: UUID(int=number)),
    role=st.sampled_from([role for role in Role if role not in IN_ONE_INCIDENT]),
    name=st.just("N"),
    email=st.just("n@example.org"),
    group=st.sampled_from([None, None, UUID(int=50)]),
)
absences = st.builds(
    Away,
    person_id=st.integers(1, 6).map(lambda number: UUID(int=number)),
    from_at=st.just(NOW - timedelta(hours=1)),
    until_at=st.just(NOW + timedelta(hours=1)),
    role=st.sampled_from([None, None, Role.HEAD, Role.DPO]),
)
some_ids = st.frozensets(st.integers(1, 6).map(lambda number: UUID(int=number)), max_size=5)


@given(
    holders=st.lists(people, max_size=8),
    gone=st.lists(absences, max_size=4),
    whom=some_ids,
    makers=some_ids,
    role=st.sampled_from(Role),
    hours=st.integers(0, 24),
)
def test_no_duty_is_without_an_owner_and_none_is_concerned(
    *,
    make_facts: Make,
    holders: list[Holder],
    gone: list[Away],
    whom: frozenset[UUID],
    makers: frozenset[UUID],
    role: Role,
    hours: int,
) -> None:
    roster = Roster(tuple(holders), tuple(gone))
    facts = make_facts(concerns=about(*whom))
    now = NOW + timedelta(hours=hours)
    hidden = concerned(roster, facts)
    in_line = line(role, roster, facts, Policy(), now, not_these=makers)
    everyone = [one.person_id for step in in_line for one in step.people]

    assert len(everyone) == len(set(everyone))
    assert hidden.isdisjoint(everyone)
    assert bool(in_line[0].people) == any(one.person_id not in hidden for one in holders)
    assert in_line[0].same_person == (not makers.isdisjoint(p.person_id for p in in_line[0].people))
    for one in in_line[0].people:
        assert roles_of(one.person_id, roster, facts, Policy(), now)[0]
