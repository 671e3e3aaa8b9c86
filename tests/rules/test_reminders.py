from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.duties.duty import Duty
from portal.rules.facts import Concern, Facts, RegulatorDecision
from portal.rules.in_charge.roster import Holder, Roster
from portal.rules.reminders import Step, is_calm, next_at, passed, recipients
from portal.rules.words import Family, RegulatorChoice
from tenants.policy.schema import Policy
from tenants.roles import IN_ONE_INCIDENT, Role

Make = Callable[..., Facts]
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUBMIT = Duty(
    "submit_to_regulator",
    "Report to the ICO",
    Role.DPO,
    MONDAY,
    MONDAY + 72 * HOUR,
    Family.REGULATOR,
)
CLASSIFY = Duty("classify", "Classify", Role.HEAD, MONDAY, MONDAY + 48 * HOUR)
BY_ROLE = {role: UUID(int=100 + place) for place, role in enumerate(Role)}
SCHOOL = Roster(
    tuple(
        Holder(BY_ROLE[role], role, role.value, f"{role.value}@example.org")
        for role in Role
        if role not in IN_ONE_INCIDENT
    )
)


def keys(steps: tuple[Step, ...]) -> list[str]:
    return [step.key for step in steps]


def walk(duty: Duty, policy: Policy, until: datetime) -> list[tuple[datetime, list[str]]]:
    """Wake as `next_at` says, and keep what is new each time."""
    recorded: set[str] = set()
    woken: list[tuple[datetime, list[str]]] = []
    now: datetime | None = duty.opens_at
    while now is not None and now <= until:
        new = [key for key in keys(passed(duty, policy, now)) if key not in recorded]
        recorded.update(new)
        woken.append((now, new))
        now = next_at(duty, policy, now)
    return woken


@pytest.mark.clause("DBRP-1.4")
def test_the_regulator_ladder_climbs_before_it_is_due() -> None:
    woken = {
        key: (at - MONDAY) / HOUR
        for at, new in walk(SUBMIT, Policy(), MONDAY + 96 * HOUR)
        for key in new
    }
    assert woken == {
        "no_sign": 4,
        "before_36h": 36,
        "before_24h": 48,
        "before_12h": 60,
        "before_6h": 66,
        "before_1h": 71,
        "due": 72,
        "overdue_1": 84,
        "overdue_2": 96,
    }


@pytest.mark.clause("SIP-7")
def test_an_internal_duty_is_reminded_halfway_the_day_before_and_when_due() -> None:
    at = {
        key: (at - MONDAY) / HOUR
        for at, new in walk(CLASSIFY, Policy(), MONDAY + 72 * HOUR)
        for key in new
    }
    assert at == {"halfway": 24, "day_before": 24, "due": 48, "overdue_1": 60, "overdue_2": 72}


def test_at_night_no_sign_waits_longer() -> None:
    night = replace(SUBMIT, opens_at=MONDAY.replace(hour=23))
    step = next(s for s in passed(night, Policy(), SUBMIT.due_at) if s.key == "no_sign")
    assert step.at == night.opens_at + 8 * HOUR


def test_a_sign_of_the_owner_settles_no_sign() -> None:
    now = MONDAY + 10 * HOUR
    assert keys(passed(SUBMIT, Policy(), now)) == ["no_sign"]
    assert keys(passed(SUBMIT, Policy(), now, sign_at=MONDAY - HOUR)) == ["no_sign"]
    for sign_at in (MONDAY + HOUR, MONDAY + 9 * HOUR):
        assert passed(SUBMIT, Policy(), now, sign_at=sign_at) == ()


def test_what_holds_while_undecided_ends_with_the_decision(make_facts: Make) -> None:
    decision = RegulatorDecision(RegulatorChoice.REPORT, "risk", UUID(int=1), MONDAY)
    now = MONDAY + 36 * HOUR

    assert "before_36h" in keys(passed(SUBMIT, Policy(), now, facts=make_facts()))
    decided = make_facts(regulator=(decision,))
    assert "before_36h" not in keys(passed(SUBMIT, Policy(), now, facts=decided))


def test_a_duty_that_opened_late_climbs_at_once() -> None:
    late = replace(SUBMIT, opens_at=SUBMIT.due_at - 5 * HOUR)
    assert keys(passed(late, Policy(), late.opens_at)) == [
        "before_36h",
        "before_24h",
        "before_12h",
        "before_6h",
    ]


def test_a_short_duty_alarms_nobody_for_its_shortness() -> None:
    advise = replace(SUBMIT, kind="advise_regulator", due_at=MONDAY + 12 * HOUR)
    short = replace(CLASSIFY, kind="contain", due_at=MONDAY + 2 * HOUR)

    assert passed(advise, Policy(), MONDAY) == ()
    assert keys(passed(advise, Policy(), advise.due_at)) == [
        "no_sign",
        "before_6h",
        "before_1h",
        "due",
    ]
    assert keys(passed(short, Policy(), short.due_at)) == ["halfway", "due"]


def test_a_met_duty_reminds_nobody() -> None:
    met = replace(SUBMIT, met_at=MONDAY + HOUR)
    assert passed(met, Policy(), MONDAY + 99 * HOUR) == ()
    assert next_at(met, Policy(), MONDAY) is None
    recheck = replace(met, recheck_at=MONDAY + HOUR)
    assert next_at(recheck, Policy(), MONDAY) == MONDAY + HOUR


def test_after_years_only_the_latest_repetition_counts() -> None:
    assert keys(passed(CLASSIFY, Policy(), CLASSIFY.due_at + 24000 * HOUR)) == [
        "halfway",
        "day_before",
        "due",
        "overdue_2000",
    ]


@pytest.mark.clause("SIP-7")
def test_overdue_climbs_from_the_owner_to_the_top(make_facts: Make) -> None:
    climbed = []
    for times in range(1, 7):
        step = passed(CLASSIFY, Policy(), CLASSIFY.due_at + times * 12 * HOUR)[-1]
        people = recipients(step, CLASSIFY, SCHOOL, make_facts(), Policy(), now=step.at)
        climbed.append([one.role for one in people if one.role is not Role.DEPUTY_DPO])
    top = [Role.HEAD, Role.DEPUTY_HEAD, Role.DPO, Role.CHIEF_EXECUTIVE, Role.CHAIR]
    assert [len(roles) for roles in climbed] == [1, 2, 2, 3, 4, 5]
    assert climbed[-1] == top


def test_the_overseer_only_where_the_policy_names_one(make_facts: Make) -> None:
    step = next(s for s in passed(SUBMIT, Policy(), SUBMIT.due_at) if s.key == "before_12h")
    for named in (False, True):
        policy = Policy(overseer_in_ladder=named)
        people = recipients(step, SUBMIT, SCHOOL, make_facts(), policy, now=step.at)
        assert (Role.OVERSEER in {one.role for one in people}) is named


def test_persons_concerned_are_never_reminded(make_facts: Make) -> None:
    whom = (BY_ROLE[Role.DPO], BY_ROLE[Role.CHAIR])
    facts = make_facts(concerns=tuple(Concern(one, None, MONDAY) for one in whom))
    for step in passed(SUBMIT, Policy(), SUBMIT.due_at + 24 * HOUR):
        people = recipients(step, SUBMIT, SCHOOL, facts, Policy(), now=step.at)
        assert people
        assert {one.person_id for one in people}.isdisjoint(whom)


duties = st.builds(
    lambda family, kind, hours, after: Duty(
        kind, "x", Role.DPO, MONDAY + after * HOUR, MONDAY + (after + hours) * HOUR, family
    ),
    family=st.sampled_from(Family),
    kind=st.sampled_from(["submit_to_regulator", "classify", "danger_check", "send_notices"]),
    hours=st.integers(0, 200),
    after=st.integers(0, 48),
)


@given(duty=duties, hours=st.integers(0, 400))
def test_waking_as_told_skips_nothing_and_does_nothing_twice(duty: Duty, hours: int) -> None:
    until = duty.opens_at + hours * HOUR
    woken = walk(duty, Policy(), until)
    times = [at for at, _ in woken]
    seen = [key for _, new in woken for key in new]

    assert times == sorted(set(times))
    assert len(seen) == len(set(seen))
    at_the_end = passed(duty, Policy(), until)
    assert set(keys(at_the_end)) <= set(seen)
    for step in at_the_end:
        assert any(at == step.at and step.key in new for at, new in woken)


@given(duty=duties, hours=st.integers(0, 100_000))
def test_however_long_overdue_the_work_is_bounded(duty: Duty, hours: int) -> None:
    now = duty.opens_at + hours * HOUR
    steps = passed(duty, Policy(), now)
    after = next_at(duty, Policy(), now)

    assert len(steps) <= 9
    assert len(set(keys(steps))) == len(steps)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert after is not None
    assert now < after


@pytest.mark.parametrize("family", Family)
def test_what_leaves_with_other_reminders_is_long_late_and_neither_danger_nor_the_regulators(
    family: Family,
) -> None:
    calm = family not in {Family.DANGER, Family.REGULATOR}
    late, noon = timedelta(days=1), datetime(2026, 10, 23, 12, tzinfo=UTC)
    assert is_calm(family, noon - late, noon) is calm
    assert is_calm(family, noon, noon) is (family is Family.SCHOOL)
