"""A made-up incident walked through a policy: what is owed, and where the law is not met."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.rules.in_charge.roster import Away, Holder, Roster
from portal.rules.rehearsal import Story, Walk, walk
from portal.rules.rehearsal.gaps import gaps
from tenants.calendar import Calendar, Closure
from tenants.policy.loader import adopt, list_variants, load_variant, parse
from tenants.policy.schema import Policy
from tenants.policy.writing import blank
from tenants.roles import Role

SCHOOL = UUID(int=1)
FRIDAY = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
HALF_TERM = Calendar("england", (Closure(date(2026, 10, 24), date(2026, 11, 1), "half term"),))
ROLES = (
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.DPO,
    Role.DEPUTY_DPO,
    Role.DSL,
    Role.CHAIR,
    Role.IT_CONTACT,
)


def somebody(role: Role) -> Holder:
    """The one holder of a role."""
    number = list(Role).index(role) + 1
    return Holder(UUID(int=number), role, f"The {role}", f"{role}@example.org")


def roster(*without: Role, away: tuple[Away, ...] = ()) -> Roster:
    """Everybody but these."""
    return Roster(tuple(somebody(role) for role in ROLES if role not in without), away)


def rehearsed(policy: Policy, people: Roster | None = None) -> tuple[Walk, tuple[str, ...]]:
    """The walk and its gaps, on a Friday before half term."""
    here = people or roster()
    severity = policy.severity_ladder[-1].key if policy.severity_ladder else None
    walked = walk(policy, Story(FRIDAY, severity), here, HALF_TERM, SCHOOL)
    return walked, gaps(walked, policy, here, HALF_TERM)


def own(**answers: Any) -> Policy:
    """A blank sheet with these answers; `__` for the dot of a period."""
    named = {name.replace("__", "."): answer for name, answer in answers.items()}
    return adopt(parse(blank()), named)


@pytest.mark.parametrize("name", [*list_variants(), "blank"])
def test_every_variant_is_walked_to_its_closing(name: str) -> None:
    policy = adopt(parse(blank()) if name == "blank" else load_variant(name), {})
    walked, _ = rehearsed(policy)
    assert walked.closed
    kinds = {each.duty.kind: each for each in walked.owed}
    assert {"look_at_report", "decide_regulator", "submit_to_regulator", "close"} <= set(kinds)
    submit = kinds["submit_to_regulator"]
    assert submit.duty.due_at == FRIDAY + timedelta(hours=72)
    assert [one.role for one in submit.owner.people] == [Role.DPO]
    assert Role.CHAIR in {one.role for one in submit.reminded}
    assert all(each.owner.people for each in walked.owed)


def test_the_same_story_gives_the_same_walk() -> None:
    assert rehearsed(Policy()) == rehearsed(Policy())


def test_whom_the_report_reaches() -> None:
    walked, _ = rehearsed(own(first_contacts=["it_contact"]))
    assert {one.role for one in walked.reached} == {Role.DSL, Role.IT_CONTACT, Role.DPO}


def test_a_chain_that_could_eat_the_72_hours_is_named() -> None:
    _, found = rehearsed(own(timescales__look_at_report={"school_days": 2}))
    (sentence,) = (each for each in found if "look at a new report" in each)
    assert "until Tuesday 3 November 2026, 4:10pm" in sentence
    assert "could eat up the 72 hours" in sentence
    quick = own(timescales__look_at_report={"hours": 1}, timescales__classify={"hours": 4})
    assert not any("could eat up" in each for each in rehearsed(quick)[1])


@pytest.mark.parametrize(
    ("period", "left"),
    [({"hours": 61}, "11 hours"), ({"hours": 71}, "1 hour"), ({"hours": 72}, "less than an hour")],
)
def test_a_decision_at_the_last_moment_is_named(period: dict[str, int], left: str) -> None:
    late = own(timescales__decide_regulator=period)
    assert any(f"that leaves {left} to report" in each for each in rehearsed(late)[1])


def test_nobody_able_to_close_is_named() -> None:
    policy = own(closers=["hr_contact"], head_stand_ins=["slt"])
    people = roster(Role.HEAD, Role.DEPUTY_HEAD, Role.SLT)
    assert any("Nobody is able to close" in each for each in rehearsed(policy, people)[1])
    assert not any("Nobody is able to close" in each for each in rehearsed(policy)[1])


def test_fewer_than_two_who_can_report_are_named_with_the_day() -> None:
    alone = own(dpo_stand_ins=["deputy_dpo"])
    assert not any("fewer than two" in each for each in rehearsed(alone)[1])
    away = Away(somebody(Role.DEPUTY_DPO).person_id, FRIDAY, FRIDAY + timedelta(days=3))
    (sentence,) = (
        each for each in rehearsed(alone, roster(away=(away,)))[1] if "fewer than two" in each
    )
    assert sentence.startswith("On 3 of the next 60 days")
    assert "from 23 October 2026 on" in sentence


def test_a_missing_dpo_is_named() -> None:
    _, found = rehearsed(Policy(), roster(Role.DPO))
    assert "Nobody at the school is Data protection officer." in found
