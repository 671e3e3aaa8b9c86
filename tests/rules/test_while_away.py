"""Who decides instead, before an absence is saved; and that a day with nobody is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.rules.facts import Concern, Facts
from portal.rules.in_charge.alerts import normally_told
from portal.rules.in_charge.owners import dpo_stand_in, roles_of
from portal.rules.in_charge.present import away_until, named_for
from portal.rules.in_charge.roster import Away, Holder, Roster
from portal.rules.in_charge.while_away import decides_after, decides_instead
from portal.rules.school.reach import nobody_able
from tenants.policy.schema import Policy
from tenants.roles import Role

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
HEAD, DEPUTY, CHAIR, CLERK, DPO = (uuid4() for _ in range(5))


def holder(person: UUID, role: Role) -> Holder:
    """Somebody in a role."""
    return Holder(person, role, str(role), f"{role}@example.org")


ROSTER = Roster(
    (
        holder(HEAD, Role.HEAD),
        holder(DEPUTY, Role.DEPUTY_HEAD),
        holder(CHAIR, Role.CHAIR),
        holder(CLERK, Role.STAFF),
        holder(DPO, Role.DPO),
    )
)


def test_the_policys_stand_in_is_shown_and_whom_one_names_comes_first() -> None:
    (found,) = decides_instead(HEAD, ROSTER, Policy(), NOW)
    assert (found.role, found.owner.people[0].person_id) == (Role.HEAD, DEPUTY)
    (named,) = decides_instead(HEAD, ROSTER, Policy(), NOW, stand_in=CHAIR)
    assert named.owner.people[0].person_id == CHAIR
    assert named.owner.standing_in_for is Role.HEAD


def test_nothing_is_decided_by_a_member_of_staff() -> None:
    assert decides_instead(CLERK, ROSTER, Policy(), NOW) == ()


def test_the_head_who_stands_in_as_dpo_is_a_conflict_that_is_shown() -> None:
    (found,) = decides_instead(DPO, ROSTER, Policy(), NOW)
    assert found.owner.people[0].person_id == HEAD
    assert found.owner.conflict


def test_after_somebody_has_left_their_roles_are_somebody_elses() -> None:
    (found,) = decides_after(HEAD, ROSTER, Policy(), NOW)
    assert found.owner.people[0].person_id == DEPUTY


@pytest.mark.clause("DBRP-5.7")
def test_a_named_stand_in_acts_for_the_absent_while_it_lasts_and_no_longer() -> None:
    facts = Facts(school_id=uuid4(), incident_id=uuid4(), reference="", reported_at=NOW)
    away = Away(DPO, NOW, NOW + timedelta(days=2), None, CLERK)
    roster = Roster(ROSTER.holders, (away,))
    for at, acts in ((NOW, True), (NOW + timedelta(days=2), False)):
        _roles, standing_in = roles_of(CLERK, roster, facts, Policy(), at)
        assert (Role.DPO in standing_in) is acts


def test_who_is_away_from_one_role_is_here_in_another() -> None:
    facts = Facts(school_id=uuid4(), incident_id=uuid4(), reference="", reported_at=NOW)
    back = NOW + timedelta(days=2)
    for role, acts in ((Role.DPO, CLERK), (Role.IT_CONTACT, None)):
        roster = Roster(ROSTER.holders, (Away(DPO, NOW, back, role, CLERK),))
        found = dpo_stand_in(roster, facts, Policy(), NOW)
        assert (found.person_id if found else None) == acts
        assert away_until(holder(DPO, Role.DPO), roster, NOW) == (back if acts else None)
        assert (CLERK in named_for(Role.DPO, roster, facts, NOW)) is bool(acts)


def test_who_answers_the_people_affected_while_the_dpo_is_away() -> None:
    facts = Facts(school_id=uuid4(), incident_id=uuid4(), reference="", reported_at=NOW)
    assert dpo_stand_in(ROSTER, facts, Policy(), NOW) is None
    alone = Roster((holder(DPO, Role.DPO),), (Away(DPO, NOW, NOW + timedelta(days=2)),))
    assert dpo_stand_in(alone, facts, Policy(), NOW) is None, "nobody is their own stand-in"
    roster = Roster(ROSTER.holders, (Away(DPO, NOW, NOW + timedelta(days=2), None, CLERK),))
    instead = dpo_stand_in(roster, facts, Policy(), NOW)
    assert instead is not None
    assert instead.person_id == CLERK
    about_the_clerk = replace(facts, concerns=(Concern(CLERK, None, NOW),))
    other = dpo_stand_in(roster, about_the_clerk, Policy(), NOW)
    assert other is not None
    assert other.person_id == HEAD
    assert dpo_stand_in(Roster(ROSTER.holders[:-1]), facts, Policy(), NOW) is None


@pytest.mark.clause("DBRP-5.7")
def test_a_day_on_which_all_are_away_asks_for_a_name() -> None:
    day = date(2026, 12, 1)
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    everybody = [
        Away(one.person_id, noon - timedelta(days=1), noon + timedelta(days=1))
        for one in ROSTER.holders
        if one.person_id != CLERK
    ]
    roster = Roster(ROSTER.holders, tuple(everybody))
    assert nobody_able(roster, Policy(), (), day, day) == (day,)
    for absent, uncovered in ((CHAIR, (day,)), (DPO, ())):  # a chair can name nobody who reports
        named = Away(absent, noon - timedelta(days=1), noon + timedelta(days=1), None, CLERK)
        covered = Roster(ROSTER.holders, (*everybody, named))
        assert nobody_able(covered, Policy(), (), day, day) == uncovered


def test_who_is_told_in_another_s_place_can_be_named_as_whom_it_is_about() -> None:
    day = timedelta(days=1)
    away = replace(ROSTER, away=(Away(HEAD, NOW - day, NOW + day),))
    nobody = replace(ROSTER, holders=ROSTER.holders[2:])
    for roster, told in (
        (ROSTER, {HEAD, DPO}),
        (away, {HEAD, DEPUTY, DPO}),
        (nobody, {CHAIR, DPO}),
    ):
        found = {one.person_id for one in normally_told(Policy(), roster, NOW)}
        assert found == told
